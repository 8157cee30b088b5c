// The owners of an account, and the mailboxes that somebody made app passwords for, by user name.

import type { Account } from '../../accounts/account.ts';
import type { Accounts } from '../../accounts/accounts.ts';

export const deletedAccount = 'deleted account';

/** Undefined: it has none. */
export async function describeOwners(
  accounts: Pick<Accounts, 'findById'>,
  { owners = [] }: Account,
): Promise<string | undefined> {
  const found = await Promise.all(owners.map((id) => accounts.findById(id)));
  return found.length === 0 ? undefined : found.map((one) => one?.username ?? deletedAccount).join(', ');
}

/** What ended with this person's access elsewhere, as a sentence; empty: nothing did. */
export function describeMadeFor(
  madeFor: readonly Account[],
  username: string,
  what: 'ended as well' | 'stay ended' = 'ended as well',
): string {
  const names = madeFor.map((one) => one.username).join(', ');
  return names === '' ? '' : `App passwords that ${username} made for ${names} ${what}.`;
}
