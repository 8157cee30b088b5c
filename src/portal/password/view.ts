// A new password, and which connected programs go with the old one.

import { type Html, html, type Renderable } from '../../views/html.ts';
import { type PortalFrame, portalPage } from '../../views/layout.ts';
import { checkbox } from '../../views/parts/checkbox.ts';
import { field } from '../../views/parts/field.ts';
import { form, primaryButton } from '../../views/parts/form.ts';
import { moment } from '../../views/parts/moment.ts';
import { usernameForManagers } from '../../views/parts/username.ts';

export interface ConnectedProgram {
  readonly id: string;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

export interface PasswordState {
  readonly now: number;
  readonly programs: readonly ConnectedProgram[];
  /** Ids of those that were ticked. */
  readonly ticked?: readonly string[];
  readonly error?: 'same' | 'too-common' | { readonly atLeast: number } | { readonly atMost: number };
}

/** The name of the box of one program. */
export const boxOf = (id: string): string => `end-${id}`;

export function passwordView(frame: PortalFrame, state: PasswordState): Html {
  const { portal, show, hide } = frame.texts;
  const texts = portal.password;
  const { error } = state;
  return portalPage(frame, {
    title: texts.title,
    place: 'password',
    failed: error !== undefined,
    body: html`<h1>${texts.title}</h1>
<p class="lead">${frame.hasSecondStep ? texts.lead : texts.leadPlain}</p>
${form(
  frame,
  html`${usernameForManagers(frame.username)}
${field({
  name: 'new_password',
  label: texts.password,
  type: 'password',
  autocomplete: 'new-password',
  reveal: { show, hide },
  autofocus: true,
  ...(error === undefined ? {} : { error: sayError(frame, error) }),
})}
${programs(frame, state)}
${primaryButton('change', texts.change)}
<div class="other-ways"><a href="/account">${portal.back}</a></div>`,
)}`,
  });
}

function programs(frame: PortalFrame, state: PasswordState): Renderable {
  const texts = frame.texts.portal.password;
  return (
    state.programs.length > 0 &&
    html`<fieldset>
<legend>${texts.programs}</legend>
<p class="hint">${texts.programsHint}</p>
${state.programs.map((program) =>
  checkbox({
    name: boxOf(program.id),
    label: program.name,
    hint: texts.connected(moment(frame.texts, program.createdAt, state.now)),
    checked: state.ticked?.includes(program.id) === true,
  }),
)}
</fieldset>`
  );
}

/** Whoever came in by a recovery code replaces the lost app before anything else. */
export function recoveredView(frame: PortalFrame): Html {
  const { password, overview, back } = frame.texts.portal;
  return portalPage(frame, {
    title: password.recovered.title,
    place: 'password',
    body: html`<h1>${password.recovered.title}</h1>
<p>${password.recovered.text}</p>
<p><a class="button primary" href="/account/enrol">${overview.addAnother}</a></p>
<p class="other-ways"><a href="/account">${back}</a></p>`,
  });
}

function sayError(frame: PortalFrame, error: NonNullable<PasswordState['error']>): string {
  const { portal, setup } = frame.texts;
  if (error === 'same') {
    return portal.password.same;
  }
  if (error === 'too-common') {
    return setup.account.passwordTooCommon;
  }
  return 'atLeast' in error
    ? setup.account.passwordTooShort(error.atLeast)
    : setup.account.passwordTooLong(error.atMost);
}
