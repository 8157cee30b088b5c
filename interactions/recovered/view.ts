// Behind a right recovery code: how many are left, and what to do about the device.

import { type Html, html } from '../../src/views/html.ts';
import { page, type SignInFrame } from '../../src/views/layout.ts';
import { form, primaryButton, quietButton } from '../../src/views/parts/form.ts';
import { warningNotice } from '../../src/views/parts/notice.ts';
import { signInHeading } from '../../src/views/parts/sign-in-heading.ts';
import { notYou, who } from '../../src/views/parts/who.ts';

export interface RecoveredState {
  /** How many recovery codes are unused. */
  readonly left: number;
}

const few = 3;

export function recoveredView(frame: SignInFrame, { left }: RecoveredState): Html {
  const { recovered } = frame.texts.steps;
  const title = recovered.title(left);
  return page(frame, {
    title,
    body: html`${signInHeading(frame, title)}
${form(
  frame,
  html`${who(frame)}
<p>${recovered.text}</p>
${left <= few && warningNotice(recovered.few(left))}
${primaryButton('continue', frame.texts.continue)}
${notYou(frame)}
${quietButton('replace', recovered.replace, 'secondary')}
<p class="hint">${recovered.replaceHint}</p>
${quietButton('renew', recovered.renew, 'secondary')}
<p class="hint">${recovered.renewHint}</p>`,
)}`,
  });
}
