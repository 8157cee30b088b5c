// When the way into the account did not come to its end.

import { type Html, html } from '../views/html.ts';
import { type PlainFrame, page } from '../views/layout.ts';

/** `denied`: the person turned back. `expired`: the answer came too late, twice, or to another browser. */
export function notSignedInView(frame: PlainFrame, why: 'denied' | 'expired'): Html {
  const texts = frame.texts.portal;
  const { title, text } = texts[why];
  return page(frame, {
    title,
    body: html`<h1>${title}</h1>
<p>${text}</p>
<p><a class="button primary" href="/account">${texts.signIn}</a></p>`,
  });
}
