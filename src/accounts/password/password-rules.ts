// Which passwords may be chosen: long enough and not among the first that others try. No rules of composition.

import type { Settings } from '../../config/settings.ts';
import { AccountInputError } from '../adding/account-input-error.ts';
import { readAppPassword } from '../app-passwords/app-password-text.ts';
import { isGuessable } from './guessable.ts';

/** UTF-16 code units. */
export const longestPassword = 1024;

export type PasswordPolicySettings = Pick<Settings, 'passwordMin' | 'brandName' | 'mailDomains'>;

export interface PasswordContext {
  readonly settings: PasswordPolicySettings;
  /** User name, addresses and full name: what everybody knows of the account. */
  readonly owner: readonly string[];
}

/** Throws `AccountInputError('password')` for a password nobody should have. Characters are counted as people see them typed: code points. */
export function requireGoodPassword(text: string, { settings, owner }: PasswordContext): void {
  const length = [...text.normalize('NFC')].length;
  if (!text.isWellFormed()) {
    throw new AccountInputError('password', 'malformed', 'must be Unicode text');
  }
  if (length < settings.passwordMin) {
    const least = settings.passwordMin;
    throw new AccountInputError('password', { atLeast: least }, `must have at least ${least} characters`);
  }
  if (text.length > longestPassword) {
    const most = longestPassword;
    throw new AccountInputError('password', { atMost: most }, `must have at most ${most} characters`);
  }
  if (readAppPassword(text) !== undefined) {
    // A mail server that asks would never try it as this: the form belongs to app passwords alone.
    throw new AccountInputError('password', 'too-common', 'must not have the form of an app password');
  }
  const words = [...owner, settings.brandName, 'postern', ...settings.mailDomains].flatMap(toWords);
  if (isGuessable(text, new Set(words))) {
    throw new AccountInputError('password', 'too-common', 'is too easy to guess');
  }
}

/** The whole with and without its spaces and signs, and each part that is worth a guess. */
function toWords(text: string): readonly string[] {
  const folded = text.normalize('NFKC').toLowerCase();
  const parts = folded.split(/[^\p{L}\p{M}\p{N}]+/u);
  return [folded, parts.join(''), ...folded.split(/\s+/u), ...parts].filter((part) => part.length >= 3);
}
