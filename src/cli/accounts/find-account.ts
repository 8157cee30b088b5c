// The account that a person at the command line means.

import type { Account } from '../../accounts/account.ts';
import type { Accounts } from '../../accounts/accounts.ts';
import { argument } from '../frame/options.ts';
import { Refusal } from '../frame/refusals.ts';

/** The argument that names an account. */
export const user = argument('USER', 'user name, verified address or id');

export async function getAccount(
  accounts: Pick<Accounts, 'findByName' | 'findById'>,
  typed: string,
): Promise<Account> {
  const account = (await accounts.findByName(typed)) ?? (await accounts.findById(typed));
  if (account === undefined) {
    throw noAccount(typed);
  }
  return account;
}

/** Also for an account that was deleted between finding and changing it. */
export function noAccount(typed: string): Refusal {
  return new Refusal(`there is no account "${typed}"`);
}
