// A password that somebody else knows is replaced before the sign-in ends.

import { type Html, html } from '../../src/views/html.ts';
import { page, type SignInFrame } from '../../src/views/layout.ts';
import { field } from '../../src/views/parts/field.ts';
import { form, primaryButton, quietButton } from '../../src/views/parts/form.ts';
import { signInHeading } from '../../src/views/parts/sign-in-heading.ts';
import { usernameForManagers } from '../../src/views/parts/username.ts';
import { notYou, who } from '../../src/views/parts/who.ts';

export type NewPasswordError =
  | 'too-common'
  | 'same'
  | { readonly atLeast: number }
  | { readonly atMost: number };

export function newPasswordView(frame: SignInFrame, error?: NewPasswordError): Html {
  const { texts } = frame;
  return page(frame, {
    title: texts.newPassword.title,
    failed: error !== undefined,
    body: html`${signInHeading(frame, texts.newPassword.title)}
<p>${texts.newPassword.lead}</p>
${form(
  frame,
  html`${who(frame)}
${frame.username !== undefined && usernameForManagers(frame.username)}
${field({
  name: 'new_password',
  label: texts.newPassword.password,
  type: 'password',
  autocomplete: 'new-password',
  autofocus: true,
  reveal: texts,
  ...(error === undefined ? {} : { error: sayError(frame, error) }),
})}
${primaryButton('continue', texts.continue)}
${notYou(frame)}
${quietButton('cancel', texts.cancel)}`,
)}`,
  });
}

function sayError({ texts }: SignInFrame, error: NewPasswordError): string {
  const { passwordTooCommon, passwordTooShort, passwordTooLong } = texts.setup.account;
  if (error === 'same') {
    return texts.newPassword.same;
  }
  if (error === 'too-common') {
    return passwordTooCommon;
  }
  return 'atLeast' in error ? passwordTooShort(error.atLeast) : passwordTooLong(error.atMost);
}
