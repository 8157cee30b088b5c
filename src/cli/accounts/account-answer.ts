// An account as the command line shows it: chosen fields only, so that no secret can slip out.

import {
  type Account,
  findPassword,
  listAppPasswords,
  listFactors,
  listUnusedRecoveryCodes,
} from '../../accounts/account.ts';
import { formatDate, formatFacts } from '../frame/columns.ts';
import type { Answer } from '../frame/command.ts';

export interface AccountJson {
  readonly [field: string]: string | number | boolean | null | readonly (string | EmailJson)[];
}

interface EmailJson {
  readonly [field: string]: string | boolean;
  readonly address: string;
  readonly verified: boolean;
}

export function toAccountJson(account: Account): AccountJson {
  return {
    id: account.id,
    kind: account.kind,
    username: account.username,
    name: account.name ?? null,
    emails: account.emails.map(({ address, verified }) => ({ address, verified })),
    recovery_email: account.recoveryEmail?.address ?? null,
    locale: account.locale ?? null,
    roles: account.roles,
    groups: account.groups,
    owners: account.owners ?? [],
    status: account.status,
    password: passwordOf(account),
    factors: countFactors(account),
    required_factor: account.requiredFactor ?? null,
    recovery_codes: listUnusedRecoveryCodes(account).length,
    app_passwords: listAppPasswords(account).length,
    created_at: new Date(account.createdAt).toISOString(),
  };
}

/** One account, after `sentence`: what was done to it. */
export function accountAnswer(account: Account, sentence: string): Answer {
  return { json: toAccountJson(account), text: sentence };
}

/** Active ones: those a sign-in asks for. */
export function countFactors(account: Account): number {
  return listFactors(account).filter(({ state }) => state === 'active').length;
}

/** `none`, `own` (chosen by its owner), `given` (known to an administrator) or `temporary`. */
function passwordOf(account: Account): string {
  const password = findPassword(account);
  if (password === undefined) {
    return 'none';
  }
  return password.temporary ? 'temporary' : { owner: 'own', admin: 'given' }[password.setBy];
}

const passwordWords: Readonly<Record<string, string>> = {
  none: 'none',
  own: 'chosen by its owner',
  given: 'set by an administrator',
  temporary: 'temporary: to be replaced at the next sign-in',
};

/** Every fact of an account; `owners`: by their user names. */
export function describeAccount(account: Account, owners: string | undefined): string {
  const emails = account.emails.map(({ address, verified }) =>
    verified ? address : `${address} (not verified)`,
  );
  return formatFacts([
    ['User name', account.username],
    ['Id', account.id],
    ['Name', account.name],
    ['E-mail', emails.join(', ')],
    ['Recovery e-mail', account.recoveryEmail?.address],
    ['Kind', account.kind],
    ['Status', account.status],
    ['Roles', account.roles.join(', ')],
    ['Groups', account.groups.join(', ')],
    ['Language', account.locale],
    ['Password', passwordWords[passwordOf(account)]],
    ['Second factors', String(countFactors(account))],
    ['Recovery codes', `${listUnusedRecoveryCodes(account).length} unused`],
    ['App passwords', String(listAppPasswords(account).length)],
    ['Owners', owners],
    ['Asked for', account.requiredFactor === 2 ? 'a second step' : undefined],
    ['Created', formatDate(account.createdAt)],
  ]);
}
