// From a day to come a second step will be asked for: set it up now, or later.

import { type Html, html } from '../../src/views/html.ts';
import { page, type SignInFrame } from '../../src/views/layout.ts';
import { form, primaryButton, quietButton } from '../../src/views/parts/form.ts';
import { signInHeading } from '../../src/views/parts/sign-in-heading.ts';
import { notYou, who } from '../../src/views/parts/who.ts';

/** `date`: milliseconds since 1970. */
export function enrolmentOfferView(frame: SignInFrame, date: number): Html {
  const { offer, later } = frame.texts.steps;
  const title = offer.title(date);
  return page(frame, {
    title,
    body: html`${signInHeading(frame, title)}
${form(
  frame,
  html`${who(frame)}
<p>${offer.lead}</p>
${primaryButton('continue', offer.now)}
${notYou(frame)}
${quietButton('later', later, 'secondary')}`,
)}`,
  });
}
