// What somebody asks a new account to be, read into what it will be.

import type { Account, AccountKind, Role } from '../account.ts';
import { accountKinds, roles } from '../account.ts';
import { readEmails, readNewUsername } from '../names.ts';
import { AccountInputError } from './account-input-error.ts';

export interface NewAccountFields {
  /** Any spelling: it is stored in its canonical form. */
  readonly username: string;
  /** `person` unless given. */
  readonly kind?: AccountKind;
  readonly name?: string;
  readonly locale?: string;
  /** An address that is entered here counts as verified. */
  readonly emails?: readonly string[];
  /** Where notices go; counts as verified. */
  readonly recoveryEmail?: string;
  /** `['user']` unless given. */
  readonly roles?: readonly Role[];
  readonly groups?: readonly string[];
  /** Accounts of people, by id, that may make app passwords for this one: only for a shared mailbox or a machine. */
  readonly owners?: readonly string[];
  /** What is asked of this account alone; no more than the others ask unless given. */
  readonly requiredFactor?: 1 | 2;
}

const longestFullName = 200;
const mostOwners = 50;

/** Everything but secrets and `id`. Throws `AccountInputError`. */
export function readNewAccount(fields: NewAccountFields, now: number): Omit<Account, 'id' | 'revision'> {
  const username = readNewUsername(fields.username);
  const { emails = [], recoveryEmail } = readEmails(fields);
  const name = readLine('name', fields.name, longestFullName);
  const locale = readLocale(fields.locale);
  const kind = readChoice('kind', accountKinds, fields.kind ?? 'person');
  const owners = readOwners(fields.owners, kind);
  return {
    kind,
    username,
    names: [...new Set([username, ...emails.map(({ address }) => address)])],
    emails,
    ...(recoveryEmail ? { recoveryEmail } : {}),
    ...(name === undefined ? {} : { name }),
    ...(locale === undefined ? {} : { locale }),
    roles: readRoles(fields.roles, kind),
    groups: [...new Set((fields.groups ?? []).map(readGroup))],
    ...(owners.length === 0 ? {} : { owners }),
    ...(fields.requiredFactor === undefined ? {} : { requiredFactor: fields.requiredFactor }),
    status: 'active',
    createdAt: now,
    signedInSince: 0,
    sessionsSince: 0,
    twoFactorSince: 0,
    secrets: [],
  };
}

function readLine(field: 'name', given: string | undefined, most: number): string | undefined {
  const text = given?.normalize('NFC').trim() ?? '';
  if (text.length > most) {
    throw new AccountInputError(field, 'too-long', `must have at most ${most} characters`);
  }
  if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text) || !text.isWellFormed()) {
    throw new AccountInputError(field, 'malformed', 'must be one line of text');
  }
  return text === '' ? undefined : text;
}

function readLocale(given: string | undefined): string | undefined {
  if (given === undefined) {
    return undefined;
  }
  try {
    const [locale] = Intl.getCanonicalLocales(given.slice(0, 64));
    return locale;
  } catch {
    throw new AccountInputError('locale', 'malformed', 'must be a language tag, such as en or pt-BR');
  }
}

function readGroup(group: string): string {
  if (!/^[a-z0-9][a-z0-9._-]{0,63}$/.test(group)) {
    const reason = 'must be 1 to 64 lower-case letters, digits, dots, hyphens and underscores';
    throw new AccountInputError('group', 'malformed', reason);
  }
  return group;
}

function readRoles(given: readonly Role[] = ['user'], kind: AccountKind): readonly Role[] {
  const read = [...new Set(given.map((role) => readChoice('role', roles, role)))];
  if (kind !== 'person' && read.some((role) => role !== 'user')) {
    throw new AccountInputError(
      'role',
      'not-for-this-kind',
      'other than user is only for accounts of people',
    );
  }
  return read;
}

/** `always`: not even an empty list is for a person. Throws `AccountInputError`. */
export function readOwners(
  given: readonly string[] = [],
  kind: AccountKind,
  when: 'if-given' | 'always' = 'if-given',
): readonly string[] {
  if ((given.length > 0 || when === 'always') && kind === 'person') {
    throw new AccountInputError('owner', 'not-for-this-kind', 'is only for a shared mailbox or a machine');
  }
  const owners = [...new Set(given)];
  if (owners.length > mostOwners) {
    throw new AccountInputError('owner', { atMost: mostOwners }, `may be given ${mostOwners} times at most`);
  }
  return owners;
}

function readChoice<T extends string>(field: 'kind' | 'role', choices: readonly T[], given: string): T {
  const choice = choices.find((candidate) => candidate === given);
  if (choice === undefined) {
    throw new AccountInputError(field, 'malformed', `must be one of ${choices.join(', ')}`);
  }
  return choice;
}
