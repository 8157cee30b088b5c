// Which form was sent: each that is shown has a mark of its own, so that one app password comes of it, however often it is sent.

import { randomToken } from '../../base/random-ids.ts';
import type { FormFields } from '../../http/form.ts';
import { type Html, html } from '../../views/html.ts';

const name = 'form';

export const newFormMark = randomToken;

export function formMarkField(mark: string): Html {
  return html`<input type="hidden" name="${name}" value="${mark}">`;
}

export function readFormMark(form: FormFields): string | undefined {
  return checkFormMark(form.get(name));
}

export function checkFormMark(given: unknown): string | undefined {
  return typeof given === 'string' && /^[A-Za-z0-9_-]{43}$/.test(given) ? given : undefined;
}

/** The page that shows what came of the form. */
export function madeAddress(mark: string): string {
  return `/account/app-passwords/made?${new URLSearchParams({ [name]: mark })}`;
}
