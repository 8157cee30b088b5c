// The owners of a shared mailbox or a machine: people who make its app passwords, which go with whoever made them.

import type { Audit } from '../audit/audit.ts';
import type { Collection } from '../store/store.ts';
import { update } from '../store/update.ts';
import { type Account, type AppPasswordSecret, isGone, listAppPasswords } from './account.ts';
import { AccountInputError } from './adding/account-input-error.ts';
import { readOwners } from './adding/new-account.ts';
import type { AppPasswordUses } from './app-passwords/app-password-uses.ts';
import { tellOwners } from './app-passwords/tell-owners.ts';

interface SetOwnersParts {
  readonly accounts: Collection<Account>;
  readonly uses: Pick<AppPasswordUses, 'forget'>;
  readonly audit: Audit;
}

interface Changed {
  readonly account: Account;
  readonly ended: readonly AppPasswordSecret[];
}

/** Ids are never used again: an owner that is found here cannot become somebody else. */
export async function requirePeople(
  { accounts }: Pick<SetOwnersParts, 'accounts'>,
  owners: readonly string[] = [],
): Promise<void> {
  const found = await Promise.all(owners.map((id) => accounts.find(id)));
  if (!found.every((owner) => owner !== undefined && !isGone(owner) && owner.kind === 'person')) {
    throw new AccountInputError('owner', 'malformed', 'must be the account of a person');
  }
}

/**
 * Replaces the list. What an owner made who is none any more is removed in the same write, and the owners from now on are told.
 * Throws `AccountInputError`.
 */
export async function setOwners(
  parts: SetOwnersParts,
  accountId: string,
  given: readonly string[],
): Promise<'set' | 'not-found'> {
  await requirePeople(parts, given);
  const outcome = await update<Account, Changed | 'not-found'>(parts.accounts, accountId, (current) => {
    if (isGone(current)) {
      return { result: 'not-found' };
    }
    const { owners: _, secrets, ...rest } = current;
    const owners = readOwners(given, current.kind, 'always');
    const ended = listAppPasswords(current).filter(
      ({ madeBy }) => madeBy !== undefined && !owners.includes(madeBy),
    );
    const kept = secrets.filter((secret) => !ended.some((one) => one === secret));
    const next = { ...rest, ...(owners.length === 0 ? {} : { owners }), secrets: kept };
    return { next, result: { account: next, ended } };
  });
  if (typeof outcome === 'string') {
    return 'not-found';
  }
  const { account, ended } = outcome;
  await Promise.all(ended.map(({ id }) => parts.uses.forget(accountId, id)));
  for (const { name } of ended) {
    await tellOwners(parts, account, { type: 'app-password-removed', name, actor: {} });
  }
  return 'set';
}
