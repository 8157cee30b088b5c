// The first page of a sign-in: who are you, and your password.

import { type Html, html, type Renderable } from '../../src/views/html.ts';
import { page, type SignInFrame } from '../../src/views/layout.ts';
import { fault, field } from '../../src/views/parts/field.ts';
import { form, primaryButton, quietButton } from '../../src/views/parts/form.ts';
import { errorNotice } from '../../src/views/parts/notice.ts';
import { signInHeading } from '../../src/views/parts/sign-in-heading.ts';
import { help, supportContact } from '../../src/views/parts/support.ts';
import { usernameForManagers } from '../../src/views/parts/username.ts';
import { notYou, who } from '../../src/views/parts/who.ts';
import type { KnownWhy } from '../step.ts';

export interface PasswordState {
  readonly error?: 'wrong' | 'empty' | { readonly retryAfterSeconds: number };
  /** The name the app suggests (`login_hint`); one that was typed (`frame.username`) goes before it. */
  readonly suggestion?: string;
  /** Who it is, is known (`frame.username`): why the password is asked for again. */
  readonly known?: KnownWhy;
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
  html`${state.known !== undefined && who(frame)}
${error !== undefined && errorNotice(sayError(frame, error))}
${state.known === undefined ? nameField(frame, name, error) : reason(frame, state.known)}
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
${state.known !== undefined && notYou(frame)}
<div class="other-ways">
${help(texts.password.forgot, texts.password.forgotHelp(supportContact(frame)))}
</div>
${quietButton('cancel', texts.cancel)}`,
)}`,
  });
}

function nameField({ texts }: SignInFrame, name: string, error: PasswordState['error']): Html {
  return field({
    name: 'username',
    label: texts.password.name,
    autocomplete: 'username',
    value: name,
    autofocus: name === '',
    ...fault(error),
  });
}

function reason(frame: SignInFrame, known: NonNullable<PasswordState['known']>): Renderable {
  const { forSecondStep, again, ended } = frame.texts.password;
  const sentences = { 'second-step': forSecondStep, owner: again, ended };
  return html`<p>${sentences[known]}</p>
${usernameForManagers(frame.username ?? '')}`;
}

function sayError({ texts }: SignInFrame, error: NonNullable<PasswordState['error']>): string {
  return typeof error === 'string' ? texts.password[error] : texts.tooManyTries(error.retryAfterSeconds);
}
