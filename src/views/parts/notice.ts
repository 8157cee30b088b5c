// What happened and what to do now, above the form.

import { type Html, html, type Renderable } from '../html.ts';
import { noticeId } from './field.ts';
import { icon } from './icon.ts';

/** Read out at once by a screen reader. */
export function errorNotice(text: Renderable): Html {
  return html`<div class="notice bad" id="${noticeId}" role="alert">${icon('alert')}<p>${text}</p></div>`;
}

/** Something to think of before going on; nothing went wrong. */
export function warningNotice(text: Renderable): Html {
  return html`<div class="notice warn">${icon('alert')}<p>${text}</p></div>`;
}

/** What was asked for has happened, or (`warn`) could not; read out when the screen reader comes to rest. */
export function doneNotice(text: Renderable, tone: 'good' | 'warn' = 'good'): Html {
  return html`<div class="notice ${tone}" role="status">${icon(tone === 'good' ? 'check' : 'alert')}<p>${text}</p></div>`;
}
