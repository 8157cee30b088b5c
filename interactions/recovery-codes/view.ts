// The recovery codes of somebody who has just got a second factor, shown once.

import { type Html, html } from '../../src/views/html.ts';
import { page, type SignInFrame } from '../../src/views/layout.ts';
import { form, primaryButton } from '../../src/views/parts/form.ts';
import { recoveryCodeList } from '../../src/views/parts/recovery-code-list.ts';
import { signInHeading } from '../../src/views/parts/sign-in-heading.ts';
import { who } from '../../src/views/parts/who.ts';

export function recoveryCodesView(frame: SignInFrame, codes: readonly string[]): Html {
  const { recoveryCodes, setup } = frame.texts;
  return page(frame, {
    title: setup.codes.title,
    body: html`${signInHeading(frame, setup.codes.title)}
${who(frame)}
<p class="lead">${recoveryCodes.lead}</p>
${recoveryCodeList(frame, codes, frame.username)}
${form(frame, primaryButton('continue', setup.codes.done))}`,
  });
}
