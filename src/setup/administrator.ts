// Makes the first super administrator: judged and drafted first, then, behind a right code, everything in one write.

import type { Accounts } from '../accounts/accounts.ts';
import { AccountInputError } from '../accounts/adding/account-input-error.ts';
import { readNewAccount } from '../accounts/adding/new-account.ts';
import { makeRecoveryCodes } from '../accounts/second-factor/verifying/recovery-codes.ts';
import { randomId } from '../base/random-ids.ts';
import type { SetupAccountError } from './account-view.ts';
import type { MadeAdministrator, PendingAdministrator } from './setup-state.ts';

export interface AdministratorFields {
  readonly username: string;
  readonly name: string;
  readonly password: string;
}

/** What will be made, or which field is wrong. Nothing is stored yet. */
export async function draftAdministrator(
  accounts: Accounts,
  fields: AdministratorFields,
): Promise<{ readonly pending: PendingAdministrator } | { readonly error: SetupAccountError }> {
  try {
    const { username, name } = readNewAccount(fields, 0);
    if ((await accounts.findByName(username)) !== undefined) {
      return { error: { field: 'username', problem: 'taken' } };
    }
    const owner = [username, ...(name === undefined ? [] : [name])];
    const passwordHash = await accounts.hashPassword(fields.password, owner);
    const { url, t0 } = accounts.factors.draft(username);
    const shown = name === undefined ? {} : { name };
    const recoveryCodes = makeRecoveryCodes();
    const pending = {
      accountId: randomId(),
      username,
      ...shown,
      passwordHash,
      otpauthUrl: url,
      t0,
      recoveryCodes,
    };
    return { pending };
  } catch (error) {
    if (error instanceof AccountInputError) {
      return { error: toFieldError(error) };
    }
    throw error;
  }
}

/** The first page was sent again: what was typed last counts, and the app that scanned the secret already stays good. */
export function correct(before: PendingAdministrator, drafted: PendingAdministrator): PendingAdministrator {
  if (before.username !== drafted.username) {
    return drafted;
  }
  const { accountId, otpauthUrl, t0, recoveryCodes } = before;
  return { ...drafted, accountId, otpauthUrl, t0, recoveryCodes };
}

export function madeOf({ username, recoveryCodes }: PendingAdministrator): MadeAdministrator {
  return { username, recoveryCodes };
}

/** `taken`: somebody has got that user name since the draft. */
export async function makeAdministrator(
  accounts: Accounts,
  pending: PendingAdministrator,
  code: string,
): Promise<'made' | 'made-before' | 'wrong-code' | 'app-ignores-settings' | 'taken'> {
  const { accountId, username, name, passwordHash, otpauthUrl, t0, recoveryCodes } = pending;
  const made = await accounts.addWithFactor({
    id: accountId,
    username,
    ...(name === undefined ? {} : { name }),
    roles: ['superadmin'],
    passwordHash,
    factor: { url: otpauthUrl, t0, code },
    recoveryCodes,
  });
  if (made.outcome === 'wrong-code' && accounts.factors.fitsUsualSettingsOnly(otpauthUrl, t0, code)) {
    return 'app-ignores-settings';
  }
  switch (made.outcome) {
    case 'added':
      return 'made';
    case 'added-before':
      return 'made-before';
    default:
      return made.outcome;
  }
}

function toFieldError({ field, problem }: AccountInputError): SetupAccountError {
  if (field === 'username') {
    return { field, problem: 'malformed' };
  }
  if (field === 'name') {
    return { field, problem: 'too-long' };
  }
  if (typeof problem === 'object') {
    return { field: 'new_password', problem };
  }
  return { field: 'new_password', problem: 'too-common' };
}
