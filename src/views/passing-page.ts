// The page in between: a form that goes on by itself, and by a button where there is no script.

import { type Html, html } from './html.ts';
import { type PlainFrame, page } from './layout.ts';

export interface PassingForm {
  /** Where the form posts: an address of ours, or the client's own (OAuth 2.0 Form Post Response Mode). */
  readonly action: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
}

export function passingPage(frame: PlainFrame, { action, fields }: PassingForm): Html {
  const { passing, continue: goOn } = frame.texts;
  return page(frame, {
    title: passing.title,
    body: html`<h1>${passing.title}</h1>
<p>${passing.lead}</p>
<form method="post" action="${action}" data-passing>
${fields.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">\n`)}
<button class="primary">${goOn}</button>
</form>`,
  });
}
