// One spelling for each name: how people are looked up, which new names are allowed, and the name mail servers know.

import { domainToASCII } from 'node:url';
import { isMailAddress, longestMailAddress } from '../base/mail-address.ts';
import type { Settings } from '../config/settings.ts';
import type { Account, Email } from './account.ts';
import { AccountInputError } from './adding/account-input-error.ts';

const longestName = 128;
/** Far more than any name: what is longer is not even normalised. */
const longestTyped = 1024;

/**
 * What was typed as a name, in its one spelling: trimmed, NFKC, lower case, an international domain in ASCII. Undefined when
 * nobody can have such a name.
 */
export function canonicalName(typed: unknown): string | undefined {
  if (typeof typed !== 'string' || typed.length > longestTyped || !typed.isWellFormed()) {
    return undefined;
  }
  // Lower-casing can undo the normal form, and gives the Greek s at a word's end another letter than elsewhere.
  const folded = typed.normalize('NFKC').trim().toLowerCase().replaceAll('ς', 'σ').normalize('NFKC');
  const name = withAsciiDomain(folded);
  const isPossible = name !== '' && name.length <= longestMailAddress && !/[\p{C}\p{Z}]/u.test(name);
  return isPossible ? name : undefined;
}

/** The canonical form of a user name for a new account; throws `AccountInputError('username')`. */
export function readNewUsername(typed: string): string {
  const name = canonicalName(typed);
  const isTooLong = name !== undefined && name.length > longestName;
  if (isTooLong) {
    throw new AccountInputError('username', 'too-long', `must have at most ${longestName} characters`);
  }
  if (name === undefined || !isUsername(name)) {
    throw new AccountInputError(
      'username',
      'malformed',
      'must consist of letters, digits, dots, hyphens, underscores and plus signs, with at most one @ inside',
    );
  }
  return name;
}

/**
 * The canonical form of one e-mail address: an addr-spec (RFC 5322 section 3.4.1) of a dot-atom and a domain name, nothing
 * quoted, no list, no comment, nor a character that mail servers take for a pattern of names. Throws `AccountInputError` of this field.
 */
export function readAddress(typed: string, field: 'email' | 'recovery-email' = 'email'): string {
  const address = canonicalName(typed);
  if (address === undefined || !isMailAddress(address) || /[*?]/.test(address)) {
    throw new AccountInputError(field, 'malformed', 'must be one e-mail address, such as alice@example.org');
  }
  return address;
}

/** As they were typed. Null: there is no recovery address from now on. */
export interface GivenEmails {
  readonly emails?: readonly string[];
  readonly recoveryEmail?: string | null;
}

export interface ReadEmails {
  readonly emails?: readonly Email[];
  readonly recoveryEmail?: Email | null;
}

/** What an administrator gives for an account, each address once: it counts as verified. Throws `AccountInputError`, which names the field. */
export function readEmails({ emails, recoveryEmail }: GivenEmails): ReadEmails {
  const verified = (address: string): Email => ({ address, verified: true });
  return {
    ...(emails && { emails: [...new Set(emails.map((typed) => readAddress(typed)))].map(verified) }),
    ...(recoveryEmail === undefined
      ? {}
      : {
          recoveryEmail:
            recoveryEmail === null ? null : verified(readAddress(recoveryEmail, 'recovery-email')),
        }),
  };
}

/** The name mail servers know the person by: exactly this stands in introspection and `preferred_username`. */
export function mailLogin(
  account: Pick<Account, 'username' | 'emails'>,
  settings: Pick<Settings, 'mailLogin' | 'mailDomains'>,
): string {
  const isMailbox = (address: string): boolean =>
    settings.mailDomains.includes(address.slice(address.lastIndexOf('@') + 1));
  const first = account.emails.find(({ address, verified }) => verified && isMailbox(address));
  return settings.mailLogin === 'email' && first ? first.address : account.username;
}

/** One part, or two around an `@`; each begins and ends with a letter or digit. No `:` and no `$`: both separate elsewhere. */
function isUsername(name: string): boolean {
  const part = /^[\p{L}\p{N}_](?:[\p{L}\p{M}\p{N}._+-]*[\p{L}\p{M}\p{N}_])?$/u;
  const parts = name.split('@');
  return parts.length <= 2 && parts.every((text) => part.test(text));
}

function withAsciiDomain(name: string): string {
  const at = name.lastIndexOf('@');
  const domain = name.slice(at + 1);
  if (at < 0 || !/\P{ASCII}/u.test(domain)) {
    return name;
  }
  return `${name.slice(0, at)}@${domainToASCII(domain) || domain}`;
}
