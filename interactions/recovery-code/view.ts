// The way in without the device: one of the recovery codes.

import { type Html, html } from '../../src/views/html.ts';
import { page, type SignInFrame } from '../../src/views/layout.ts';
import { fault, field } from '../../src/views/parts/field.ts';
import { form, primaryButton, quietButton } from '../../src/views/parts/form.ts';
import { errorNotice } from '../../src/views/parts/notice.ts';
import { signInHeading } from '../../src/views/parts/sign-in-heading.ts';
import { notYou, who } from '../../src/views/parts/who.ts';

export interface RecoveryCodeState {
  readonly error?: 'malformed' | 'wrong-code' | { readonly retryAfterSeconds: number };
  /** Where the step with the authenticator app is. */
  readonly codeHref: string;
  /** Where the ways in without the device are explained. */
  readonly lostHref: string;
}

export function recoveryCodeView(frame: SignInFrame, state: RecoveryCodeState): Html {
  const { texts } = frame;
  const { error } = state;
  return page(frame, {
    title: texts.recoveryCode.title,
    failed: error !== undefined,
    body: html`${signInHeading(frame, texts.recoveryCode.title)}
${form(
  frame,
  html`${who(frame)}
${error !== undefined && errorNotice(sayError(frame, error))}
${field({
  name: 'recovery_code',
  label: texts.recoveryCode.code,
  autocomplete: 'one-time-code',
  inputmode: 'text',
  code: true,
  hint: texts.recoveryCode.hint,
  autofocus: true,
  ...fault(error),
})}
${primaryButton('continue', texts.continue)}
${notYou(frame)}
<div class="other-ways">
<a href="${state.codeHref}">${texts.recoveryCode.useApp}</a>
<a href="${state.lostHref}">${texts.recoveryCode.none}</a>
</div>
${quietButton('cancel', texts.cancel)}`,
)}`,
  });
}

function sayError(frame: SignInFrame, error: NonNullable<RecoveryCodeState['error']>): string {
  const { recoveryCode, tooManyTries } = frame.texts;
  if (typeof error === 'string') {
    return error === 'malformed' ? recoveryCode.malformed : recoveryCode.wrong;
  }
  return tooManyTries(error.retryAfterSeconds);
}

/** A recovery code stands in for a device on web pages only: what it connected would outlast the loss. */
export function connectsNothingView(
  frame: SignInFrame,
  { codeHref, lostHref }: Omit<RecoveryCodeState, 'error'>,
): Html {
  const { title, text } = frame.texts.recoveryCode.connectsNothing;
  return page(frame, {
    title,
    body: html`<h1>${title}</h1>
${form(
  frame,
  html`${who(frame)}
<p>${text(html`<b>${frame.client.name}</b>`)}</p>
<div class="other-ways">
<a href="${codeHref}">${frame.texts.recoveryCode.useApp}</a>
<a href="${lostHref}">${frame.texts.code.lost}</a>
</div>
${quietButton('cancel', frame.texts.cancel, 'secondary')}
${notYou(frame)}`,
)}`,
  });
}
