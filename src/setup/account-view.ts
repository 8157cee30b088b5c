// Set-up, first page: the account of the super administrator.

import { type Html, html } from '../views/html.ts';
import { type PageFrame, page } from '../views/layout.ts';
import { field } from '../views/parts/field.ts';
import { form, primaryButton } from '../views/parts/form.ts';
import { setupHeading } from './heading-view.ts';
import { stageField } from './stage-field.ts';

/** Which field, and what is wrong with it. */
export type SetupAccountError =
  | { readonly field: 'username'; readonly problem: 'malformed' | 'taken' }
  | { readonly field: 'name'; readonly problem: 'too-long' }
  | {
      readonly field: 'new_password';
      readonly problem: { readonly atLeast: number } | { readonly atMost: number } | 'too-common';
    };

export interface SetupAccountState {
  /** What was typed before, never the password. */
  readonly values: { readonly username?: string; readonly name?: string };
  readonly error?: SetupAccountError;
}

export function setupAccountView(frame: PageFrame, { values, error }: SetupAccountState): Html {
  const { show, hide, setup } = frame.texts;
  const texts = setup.account;
  const errorOf = (name: string): string | undefined =>
    error?.field === name ? sayError(frame, error) : undefined;
  return page(frame, {
    title: texts.title,
    failed: error !== undefined,
    body: html`${setupHeading(frame, 1, texts.title, texts.lead)}
${form(
  frame,
  html`${stageField('account')}
${field({
  name: 'username',
  label: texts.username,
  hint: texts.usernameHint,
  autocomplete: 'username',
  value: values.username ?? '',
  autofocus: error === undefined || error.field === 'username',
  ...optionalError(errorOf('username')),
})}
${field({
  name: 'name',
  label: texts.name,
  optional: texts.optional,
  autocomplete: 'name',
  value: values.name ?? '',
  autofocus: error?.field === 'name',
  ...optionalError(errorOf('name')),
})}
${field({
  name: 'new_password',
  label: texts.password,
  type: 'password',
  autocomplete: 'new-password',
  reveal: { show, hide },
  autofocus: error?.field === 'new_password',
  ...optionalError(errorOf('new_password')),
})}
${primaryButton('continue', frame.texts.continue)}`,
)}`,
  });
}

function optionalError(error: string | undefined): { error?: string } {
  return error === undefined ? {} : { error };
}

function sayError(frame: PageFrame, error: SetupAccountError): string {
  const texts = frame.texts.setup.account;
  if (error.field === 'name') {
    return texts.nameTooLong;
  }
  if (error.field === 'username') {
    return error.problem === 'taken' ? texts.usernameTaken : texts.usernameMalformed;
  }
  if (error.problem === 'too-common') {
    return texts.passwordTooCommon;
  }
  return 'atLeast' in error.problem
    ? texts.passwordTooShort(error.problem.atLeast)
    : texts.passwordTooLong(error.problem.atMost);
}
