// The page that adds an authenticator app in the middle of a sign-in, because this account must have one, or will.

import { type Html, html } from '../../src/views/html.ts';
import { page, type SignInFrame } from '../../src/views/layout.ts';
import { type Enrolment, enrolmentForm } from '../../src/views/parts/enrolment-form.ts';
import { form, primaryButton, quietButton } from '../../src/views/parts/form.ts';
import { signInHeading } from '../../src/views/parts/sign-in-heading.ts';
import { notYou, who } from '../../src/views/parts/who.ts';

export interface EnrolmentInSignIn extends Enrolment {
  /** `offered`: it is not required yet. `lost`: it takes the place of one that is gone. The latter two can wait. */
  readonly why: 'required' | 'offered' | 'lost';
}

export function totpEnrolmentView(frame: SignInFrame, enrolment: EnrolmentInSignIn): Html {
  const { barred, cancel, steps } = frame.texts;
  const { why } = enrolment;
  const title = why === 'lost' ? steps.replace.title : barred.enrol.title;
  const leads = { required: barred.enrol.lead, offered: steps.offer.begun, lost: steps.replace.lead };
  const otherWays = why === 'required' ? quietButton('cancel', cancel) : quietButton('later', steps.later);
  return page(frame, {
    title,
    failed: enrolment.error !== undefined,
    wide: true,
    body: html`${signInHeading(frame, title)}
<p class="lead">${leads[why]}</p>
${enrolmentForm(frame, { ...enrolment, who: who(frame), notYou: notYou(frame), otherWays })}`,
  });
}

/** The secret was shown too long ago to count. */
export function enrolmentExpiredView(frame: SignInFrame): Html {
  const { enrolmentExpired: texts } = frame.texts.steps;
  return page(frame, {
    title: texts.title,
    body: html`${signInHeading(frame, texts.title)}
${form(
  frame,
  html`${who(frame)}
<p>${texts.text}</p>
${primaryButton('continue', texts.again)}
${notYou(frame)}
${quietButton('cancel', frame.texts.cancel)}`,
)}`,
  });
}
