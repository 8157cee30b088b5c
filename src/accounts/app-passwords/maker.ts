// Who made an app password for a mailbox that is not their own: it lasts no longer than that owner's access.

import type { Collection } from '../../store/store.ts';
import { type Account, type AppPasswordSecret, isGone } from '../account.ts';

/** As the account was at the request that makes the app password. */
export type Maker = Pick<Account, 'id' | 'signedInSince'>;

export interface MakerDetails {
  /** Absent: the account was deleted. */
  readonly username?: string;
  /** Whether what they made is still good. */
  readonly hasAccess: boolean;
}

interface Made {
  readonly madeBy?: string | undefined;
  readonly madeBySince?: number | undefined;
}

export function toMade(
  account: Account,
  maker: Maker | undefined,
): Pick<AppPasswordSecret, 'madeBy' | 'madeBySince'> {
  return maker === undefined || maker.id === account.id
    ? {}
    : { madeBy: maker.id, madeBySince: maker.signedInSince };
}

/** Undefined: no owner of another account made it, and nothing is read. */
export async function findMaker(
  accounts: Pick<Collection<Account>, 'find'>,
  { owners = [] }: Pick<Account, 'owners'>,
  { madeBy, madeBySince }: Made,
): Promise<MakerDetails | undefined> {
  if (madeBy === undefined) {
    return undefined;
  }
  const maker = await accounts.find(madeBy);
  if (maker === undefined || isGone(maker)) {
    return { hasAccess: false };
  }
  const isAsThen = maker.status === 'active' && maker.signedInSince === madeBySince;
  return { username: maker.username, hasAccess: isAsThen && owners.includes(madeBy) };
}
