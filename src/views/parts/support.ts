// Who helps here: the operator's own words where they gave some.

import { type Html, html, type Renderable } from '../html.ts';
import type { PlainFrame } from '../layout.ts';

const webAddress = /^https?:\/\/\S+$/i;
const mailAddress = /^[^\s@<>]+@[^\s@<>]+$/;

/** For use inside a sentence: a link when the setting is nothing but a URL or an e-mail address. */
export function supportContact(frame: PlainFrame): Renderable {
  const { support, texts } = frame;
  if (support === undefined) {
    return texts.yourAdministrator;
  }
  if (webAddress.test(support)) {
    return html`<a href="${support}" rel="noreferrer">${support.replace(/^https?:\/\//i, '')}</a>`;
  }
  return mailAddress.test(support)
    ? html`<a href="mailto:${support}">${support}</a>`
    : html`<b>${support}</b>`;
}

/** A question that opens to its answer, without script. */
export function help(question: string, answer: Renderable): Html {
  return html`<details class="help"><summary>${question}</summary><p>${answer}</p></details>`;
}
