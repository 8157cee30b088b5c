// The page that adds an authenticator app in the middle of a sign-in, because this account must have one.

import { type Html, html } from '../../src/views/html.ts';
import { page, type SignInFrame } from '../../src/views/layout.ts';
import { type Enrolment, enrolmentForm } from '../../src/views/parts/enrolment-form.ts';
import { signInHeading } from '../../src/views/parts/sign-in-heading.ts';

export function totpEnrolmentView(frame: SignInFrame, enrolment: Enrolment): Html {
  const { title, lead } = frame.texts.barred.enrol;
  return page(frame, {
    title,
    failed: enrolment.error !== undefined,
    wide: true,
    body: html`${signInHeading(frame, title)}
<p class="lead">${lead}</p>
${enrolmentForm(frame, enrolment)}`,
  });
}
