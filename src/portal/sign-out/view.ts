// Leaving: the question before, and the page after.

import { type Html, html } from '../../views/html.ts';
import { type PageFrame, type PlainFrame, page } from '../../views/layout.ts';
import { form, primaryButton } from '../../views/parts/form.ts';
import { signedOutPage } from '../../views/sign-out-page.ts';

export function signOutView(frame: PageFrame): Html {
  const { signOut: texts } = frame.texts;
  return page(frame, {
    title: texts.title,
    body: html`<h1>${texts.title}</h1>
<p>${texts.lead(frame.brand.name)} ${texts.mailStays}</p>
${form(
  frame,
  html`${primaryButton('sign-out', texts.signOut)}
<div class="other-ways"><a href="/account">${texts.stay}</a></div>`,
)}`,
  });
}

export const signedOutView = (frame: PlainFrame): Html => signedOutPage(frame);
