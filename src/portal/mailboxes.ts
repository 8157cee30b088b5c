// Whose mail a person decides about: their own, and shared mailboxes and machines that they own.

import type { Account } from '../accounts/account.ts';
import type { Accounts } from '../accounts/accounts.ts';
import { AppError } from '../base/app-error.ts';
import type { PortalVisit } from './page.ts';

export interface Mailbox {
  readonly account: Account;
  readonly isOwn: boolean;
}

/** Read anew at each request. Throws `not-found` for every other account, there or not. */
export async function findMailbox(
  accounts: Pick<Accounts, 'listOwned'>,
  { account }: PortalVisit,
  accountId: string,
): Promise<Mailbox> {
  if (accountId === account.id) {
    return { account, isOwn: true };
  }
  const owned = (await accounts.listOwned(account.id)).find(({ id }) => id === accountId);
  if (owned === undefined) {
    throw new AppError('not-found', { detail: 'the account is not this person’s to decide about' });
  }
  return { account: owned, isOwn: false };
}
