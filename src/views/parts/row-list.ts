// A list of things as cards: the one fact that matters first, and one way on.

import { type Html, html, type Renderable } from '../html.ts';
import { type IconName, icon } from './icon.ts';

export interface LinkRow {
  readonly href: string;
  readonly icon: IconName;
  readonly title: Renderable;
  readonly fact?: Renderable;
}

/** Each card is one link. */
export function linkRows(rows: readonly LinkRow[]): Html {
  return html`<ul class="rows">
${rows.map((row) => html`<li><a class="row" href="${row.href}">${content(row)}</a></li>\n`)}
</ul>`;
}

export interface FactRow extends Omit<LinkRow, 'href'> {
  /** A button or a box. */
  readonly action?: Renderable;
}

/** Each card has one action of its own. */
export function factRows(rows: readonly FactRow[]): Html {
  return html`<ul class="rows">
${rows.map((row) => html`<li class="row">${content(row)}${row.action}</li>\n`)}
</ul>`;
}

function content({ icon: name, title, fact }: Omit<LinkRow, 'href'>): Html {
  return html`${icon(name)}<span class="row-words"><b>${title}</b>${fact !== undefined && html` <span class="fact">${fact}</span>`}</span>`;
}
