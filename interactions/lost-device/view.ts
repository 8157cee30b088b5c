// What to do without the device: a recovery code, or an administrator.

import { type Html, html } from '../../src/views/html.ts';
import { page, type SignInFrame } from '../../src/views/layout.ts';
import { accountLink, accountPlace } from '../../src/views/parts/account-address.ts';
import { form, primaryButton, quietButton } from '../../src/views/parts/form.ts';
import { signInHeading } from '../../src/views/parts/sign-in-heading.ts';
import { supportContact } from '../../src/views/parts/support.ts';
import { notYou, who } from '../../src/views/parts/who.ts';

export interface LostDeviceState {
  /** Where the step with the authenticator app is. */
  readonly codeHref: string;
  readonly accountAddress: string;
  /** A program is being connected: no recovery code does that. */
  readonly connects: boolean;
}

export function lostDeviceView(frame: SignInFrame, state: LostDeviceState): Html {
  const { texts, client } = frame;
  const { lostDevice } = texts.steps;
  const withCode = state.connects
    ? html`<p>${lostDevice.withCodeElsewhere(html`<b>${client.name}</b>`, accountLink(state.accountAddress))}</p>`
    : html`<p>${lostDevice.withCodeText}</p>
${primaryButton('continue', lostDevice.useCode)}`;
  return page(frame, {
    title: lostDevice.title,
    body: html`${signInHeading(frame, lostDevice.title)}
${form(
  frame,
  html`${who(frame)}
<h2>${lostDevice.withCode}</h2>
${withCode}
<h2>${lostDevice.without}</h2>
<p>${lostDevice.withoutText(supportContact(frame))}</p>
<h2>${lostDevice.found}</h2>
<p>${lostDevice.foundText(accountPlace(state.accountAddress))}</p>
<div class="other-ways">
<a href="${state.codeHref}">${texts.recoveryCode.useApp}</a>
</div>
${quietButton('cancel', texts.cancel, state.connects ? 'secondary' : 'quiet')}
${notYou(frame)}`,
)}`,
  });
}
