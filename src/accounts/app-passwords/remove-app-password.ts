// One app password less: gone with the write, so the next check finds nothing.

import type { Audit } from '../../audit/audit.ts';
import type { Collection } from '../../store/store.ts';
import { update } from '../../store/update.ts';
import { type Account, type AppPasswordSecret, isGone, listAppPasswords } from '../account.ts';
import type { Actor } from '../origin.ts';
import type { AppPasswordUses } from './app-password-uses.ts';
import { tellOwners } from './tell-owners.ts';

export interface RemoveAppPasswordParts {
  readonly accounts: Collection<Account>;
  readonly uses: AppPasswordUses;
  readonly audit: Audit;
}

interface Removed {
  readonly account: Account;
  readonly secret: AppPasswordSecret;
}

export async function removeAppPassword(
  parts: RemoveAppPasswordParts,
  accountId: string,
  appPasswordId: string,
  actor: Actor = {},
): Promise<'removed' | 'not-found'> {
  const outcome = await update<Account, Removed | 'not-found'>(parts.accounts, accountId, (current) => {
    const secret = listAppPasswords(current).find(({ id }) => id === appPasswordId);
    if (isGone(current) || secret === undefined) {
      return { result: 'not-found' };
    }
    const next = { ...current, secrets: current.secrets.filter((other) => other !== secret) };
    return { next, result: { account: next, secret } };
  });
  if (typeof outcome === 'string') {
    return 'not-found';
  }
  const { account, secret } = outcome;
  await parts.uses.forget(accountId, appPasswordId);
  await tellOwners(parts, account, { type: 'app-password-removed', name: secret.name, actor });
  return 'removed';
}
