// Behind a right recovery code: how many are left, and what to do about the device.

import { type Html, html } from '../../src/views/html.ts';
import { page, type SignInFrame } from '../../src/views/layout.ts';
import { accountPlace } from '../../src/views/parts/account-address.ts';
import { form, primaryButton, quietButton } from '../../src/views/parts/form.ts';
import { warningNotice } from '../../src/views/parts/notice.ts';
import { signInHeading } from '../../src/views/parts/sign-in-heading.ts';

export interface RecoveredState {
  /** How many recovery codes are unused. */
  readonly left: number;
  readonly accountAddress: string;
  /** The sign-in leads to the account pages themselves. */
  readonly isPortal: boolean;
}

const few = 3;

export function recoveredView(frame: SignInFrame, { left, accountAddress, isPortal }: RecoveredState): Html {
  const { recovered } = frame.texts.steps;
  const title = recovered.title(left);
  return page(frame, {
    title,
    body: html`${signInHeading(frame, title)}
${form(
  frame,
  html`<p>${recovered.text}</p>
${left <= few && warningNotice(recovered.few)}
<p>${isPortal ? recovered.newAppHere : recovered.newApp(accountPlace(accountAddress))}</p>
${primaryButton('continue', frame.texts.continue)}
${quietButton('renew', recovered.renew, 'secondary')}
<p class="hint">${recovered.renewHint}</p>`,
)}`,
  });
}
