// Leaving: the question before, and the page after.

import { type Html, html } from './html.ts';
import { type PlainFrame, page } from './layout.ts';

export interface SignOutForm {
  /** Where the form posts: the provider's confirmation address. */
  readonly action: string;
  /** The provider's own value against forged requests, posted as `xsrf`. */
  readonly xsrf: string;
}

/** The provider reads `logout=yes` as leaving; without `logout` the session stays. */
export function signOutPage(frame: PlainFrame, { action, xsrf }: SignOutForm): Html {
  const { signOut: texts } = frame.texts;
  return page(frame, {
    title: texts.title,
    body: html`<h1>${texts.title}</h1>
<p>${texts.lead(frame.brand.name)} ${texts.mailStays}</p>
<form method="post" action="${action}">
<input type="hidden" name="xsrf" value="${xsrf}">
<button class="primary" name="logout" value="yes">${texts.signOut}</button>
<button class="quiet">${texts.stay}</button>
</form>`,
  });
}

export function signedOutPage(frame: PlainFrame): Html {
  const { signOut: texts } = frame.texts;
  return page(frame, {
    title: texts.doneTitle,
    body: html`<h1>${texts.doneTitle}</h1>\n<p>${texts.doneText}</p>
<p class="other-ways"><a href="/account">${texts.again}</a></p>`,
  });
}
