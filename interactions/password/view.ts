// The first page of a sign-in: who are you, and your password.

import { type Html, html } from '../../src/views/html.ts';
import { page, type SignInFrame } from '../../src/views/layout.ts';
import { fault, field } from '../../src/views/parts/field.ts';
import { form, primaryButton, quietButton } from '../../src/views/parts/form.ts';
import { errorNotice } from '../../src/views/parts/notice.ts';
import { signInHeading } from '../../src/views/parts/sign-in-heading.ts';
import { help, supportContact } from '../../src/views/parts/support.ts';

export interface PasswordState {
  readonly error?: 'wrong' | { readonly retryAfterSeconds: number };
  /** The name the app suggests (`login_hint`); one that was typed (`frame.username`) goes before it. */
  readonly suggestion?: string;
}

export function passwordView(frame: SignInFrame, state: PasswordState = {}): Html {
  const { texts } = frame;
  const { error } = state;
  const name = frame.username ?? state.suggestion ?? '';
  return page(frame, {
    title: texts.password.title,
    failed: error !== undefined,
    body: html`${signInHeading(frame, texts.password.title)}
${form(
  frame,
  html`${error !== undefined && errorNotice(sayError(frame, error))}
${field({
  name: 'username',
  label: texts.password.name,
  autocomplete: 'username',
  value: name,
  autofocus: name === '',
  ...fault(error),
})}
${field({
  name: 'password',
  label: texts.password.password,
  type: 'password',
  autocomplete: 'current-password',
  autofocus: name !== '',
  ...fault(error),
  reveal: texts,
})}
${primaryButton('continue', texts.continue)}
<div class="other-ways">
${help(texts.password.forgot, texts.password.forgotHelp(supportContact(frame)))}
</div>
${quietButton('cancel', texts.cancel)}`,
)}`,
  });
}

function sayError(frame: SignInFrame, error: NonNullable<PasswordState['error']>): string {
  return error === 'wrong' ? frame.texts.password.wrong : frame.texts.tooManyTries(error.retryAfterSeconds);
}
