// What was connected before there was a second step: what stops working, what to do instead, and app passwords, which stay.

import type { MailUse } from '../../mail-access/check/memory/last-uses.ts';
import { attributes, type Html, html, type Renderable } from '../../views/html.ts';
import type { PortalFrame } from '../../views/layout.ts';
import { checkbox } from '../../views/parts/checkbox.ts';
import { moment } from '../../views/parts/moment.ts';

export interface ConnectedBefore {
  readonly now: number;
  /** Programs that were connected with one factor: they end with it. */
  readonly programs: readonly {
    readonly name: string;
    readonly lastUsedAt?: number;
    readonly createdAt: number;
  }[];
  /** Where a program had the account password lately. */
  readonly passwordUse?: MailUse;
  readonly appPasswords: readonly { readonly id: string; readonly name: string; readonly isKept: boolean }[];
}

/** The name of the box of one app password, and of the field that tells which boxes there were. */
export const keepBox = (id: string): string => `keep-${id}`;
export const shownField = 'app_passwords';

export function connectedBefore(frame: PortalFrame, before: ConnectedBefore): Html {
  return html`${ending(frame, before)}
${appPasswords(frame, before)}`;
}

function ending(frame: PortalFrame, { programs, passwordUse, now }: ConnectedBefore): Renderable {
  const texts = frame.texts.portal.connections;
  const lines = [
    ...(passwordUse === undefined
      ? []
      : [{ name: texts.before.byPassword(passwordUse.service), at: passwordUse.at, suggested: '' }]),
    ...programs.map(({ name, lastUsedAt, createdAt }) => ({
      name,
      at: lastUsedAt ?? createdAt,
      suggested: name,
    })),
  ];
  return (
    lines.length > 0 &&
    html`<p><b>${texts.before.title}</b></p>
<p class="hint">${texts.before.lead}</p>
<ul class="points">
${lines.map(({ name, at, suggested }) => html`<li><b>${name}</b> <span class="fact">${texts.used(moment(frame.texts, at, now), undefined)}</span><br>${instead(frame, name, suggested)}</li>\n`)}
</ul>`
  );
}

function instead(frame: PortalFrame, name: string, suggested: string): Html {
  const { before } = frame.texts.portal.connections;
  const query = new URLSearchParams({ enrolment: 'yes', ...(suggested === '' ? {} : { name: suggested }) });
  const label = attributes({ 'aria-label': before.insteadFor(name) });
  return html`<a href="/account/app-passwords/new?${query.toString()}"${label}>${before.instead}</a>`;
}

function appPasswords(frame: PortalFrame, { appPasswords: shown }: ConnectedBefore): Renderable {
  const { before } = frame.texts.portal.connections;
  return (
    shown.length > 0 &&
    html`<fieldset>
<legend>${before.keep}</legend>
<p class="hint">${before.keepHint}</p>
<input type="hidden" name="${shownField}" value="${shown.map(({ id }) => id).join(' ')}">
<div>${shown.map(({ id, name, isKept }) => checkbox({ name: keepBox(id), label: name, checked: isKept }))}</div>
</fieldset>`
  );
}
