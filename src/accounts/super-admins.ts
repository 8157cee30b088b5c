// Super administrators: the last one that can act does not go by chance, also where two go in the same moment.

import { AppError } from '../base/app-error.ts';
import type { Clock } from '../base/clock.ts';
import type { Collection, Store, StoredDocument } from '../store/store.ts';
import { update, updateOrInsert } from '../store/update.ts';
import { type Account, isGone } from './account.ts';

export interface SuperAdmins {
  /** Disabled ones included. */
  list(): Promise<readonly Account[]>;
  /**
   * Lets the account go by `go`, which is not called for the last one: until it is done, nobody counts on that account. `go` calls
   * `requireInTime` before it writes, each time: it throws `AppError('too-busy')` where that would be too late.
   */
  letGo<R>(account: Account, go: (requireInTime: () => void) => Promise<R>): Promise<R | 'last'>;
}

/** Those that are about to go: an account is one document, so the others are judged here. */
interface LeavingDocument extends StoredDocument {
  readonly leaving: readonly { readonly id: string; readonly until: number }[];
}

/** Long enough for a write that begins in time, however slow the store is. */
const leavingMs = 30_000;
const beginsWithinMs = 10_000;
const leavingId = 'leaving-super-admins';

export interface SuperAdminsParts {
  readonly accounts: Collection<Account>;
  readonly store: Store;
  readonly clock: Clock;
}

export function createSuperAdmins({ accounts, store, clock }: SuperAdminsParts): SuperAdmins {
  const documents = store.collection<LeavingDocument>('policy');
  const list = async () => (await accounts.findBy('roles', 'superadmin')).filter((one) => !isGone(one));
  const othersOf = (current: LeavingDocument | undefined, account: Account): LeavingDocument['leaving'] =>
    (current?.leaving ?? []).filter(({ id, until }) => until > clock.now() && id !== account.id);
  /** Until when the write must begin. */
  const announce = (account: Account): Promise<number | 'last'> =>
    updateOrInsert<LeavingDocument, number | 'last'>(documents, leavingId, async (current) => {
      const others = othersOf(current, account);
      const staying = (await list()).filter(({ id }) => !others.some((one) => one.id === id));
      if (isLastSuperAdmin(account, staying)) {
        return { result: 'last' };
      }
      const now = clock.now();
      const until = now + leavingMs;
      const leaving = [...others, { id: account.id, until }];
      return { next: { id: leavingId, leaving, expiresAt: until }, result: now + beginsWithinMs };
    });
  const conclude = (account: Account) =>
    update<LeavingDocument, void>(documents, leavingId, (current) => ({
      next: { ...current, leaving: othersOf(current, account) },
      result: undefined,
    }));
  return {
    list,
    letGo: async (account, go) => {
      if (!account.roles.includes('superadmin')) {
        return go(() => {});
      }
      const beginsUntil = await announce(account);
      if (beginsUntil === 'last') {
        return 'last';
      }
      const result = await go(() => {
        if (clock.now() >= beginsUntil) {
          throw new AppError('too-busy', { detail: 'the store is too slow for this: nothing was changed' });
        }
      });
      await conclude(account);
      return result;
    },
  };
}

/** Nobody among them is left to administer without this one; behind a disabled one, nobody at all. */
export function isLastSuperAdmin(account: Account, all: readonly Account[]): boolean {
  const others = all.filter(({ id }) => id !== account.id);
  const isLeft =
    account.status === 'active' ? others.some(({ status }) => status === 'active') : others.length > 0;
  return account.roles.includes('superadmin') && !isLeft;
}
