// Finding accounts, and their life: added, disabled, enabled, deleted. A deleted one holds its names back and is never found.

import type { Clock } from '../base/clock.ts';
import type { Collection, Cursor, Page } from '../store/store.ts';
import { update } from '../store/update.ts';
import { type Account, isGone, listAppPasswords } from './account.ts';
import { nextStamp, withoutTrustedBrowsers } from './alive.ts';
import { heldBackMs, isHeld } from './held-names.ts';
import { canonicalName } from './names.ts';
import type { WaysIn } from './recovery/ways-in.ts';
import type { SuperAdmins } from './super-admins.ts';

export interface AccountQuery {
  /** What the canonical user name begins with; any spelling. */
  readonly prefix?: string;
  readonly after?: Cursor;
  /** 1 to 1000. */
  readonly limit: number;
}

export interface Directory {
  findById(id: string): Promise<Account | undefined>;
  /** By user name or verified address, in any spelling; one that is held back is nobody's. */
  findByName(typed: string): Promise<Account | undefined>;
  /** By user name. */
  list(query: AccountQuery): Promise<Page<Account>>;
  /** Shared mailboxes and machines whose app passwords this person may make, by user name. */
  listOwned(ownerId: string): Promise<readonly Account[]>;
  /** Those of them for which this person made an app password; also once the person was disabled or deleted. */
  listMadeFor(makerId: string): Promise<readonly Account[]>;
  /** Whether anybody has this role, also while disabled: a set-up is a way in only where there is none. */
  hasSuperAdmin(): Promise<boolean>;
  readonly superAdmins: Pick<SuperAdmins, 'list'>;
  /**
   * Ends everything at once: sessions, grants, tokens, trusted browsers. Nobody signs in until it is enabled. `last`: nobody
   * would be left to administer. Throws `AppError('too-busy')`, as `remove`, where the store is too slow to be sure of that.
   */
  disable(id: string, options?: LeaveOptions): Promise<'disabled' | 'not-found' | 'last'>;
  enable(id: string): Promise<'enabled' | 'not-found'>;
  /** Ends everything for good. The names stay taken for 180 days, the id for ever. */
  remove(id: string, options?: LeaveOptions): Promise<'removed' | 'not-found' | 'last'>;
}

export interface LeaveOptions {
  /** Also the last super administrator. */
  readonly evenLast?: boolean;
}

export interface DirectoryParts {
  readonly accounts: Collection<Account>;
  readonly waysIn: WaysIn;
  readonly superAdmins: SuperAdmins;
  readonly clock: Clock;
}

export function createDirectory({ accounts, waysIn, superAdmins, clock }: DirectoryParts): Directory {
  /** Like `update`, for living accounts. No change here touches names, so none can be taken. */
  const change = async <R extends string>(id: string, result: R, next: (current: Account) => Account) => {
    const outcome = await update<Account, R | 'not-found'>(accounts, id, (current) =>
      isGone(current) ? { result: 'not-found' } : { next: next(current), result },
    );
    return outcome === 'taken' ? 'not-found' : outcome;
  };
  const letGo = async <R extends string>(
    id: string,
    { evenLast = false }: LeaveOptions,
    result: R,
    next: (current: Account) => Account,
  ) => {
    const account = evenLast ? undefined : hideGone(await accounts.find(id));
    return account === undefined
      ? change(id, result, next)
      : superAdmins.letGo(account, (requireInTime) =>
          change(id, result, (current) => {
            requireInTime();
            return next(current);
          }),
        );
  };
  return {
    findById: async (id) => hideGone(await accounts.find(id)),
    findByName: async (typed) => {
      const name = canonicalName(typed);
      const [found] = name === undefined ? [] : await accounts.findBy('names', name);
      return found && isHeld(found, name) ? undefined : hideGone(found);
    },
    list: (query) => list(accounts, query),
    listOwned: (ownerId) => listOwned(accounts, ownerId),
    listMadeFor: async (makerId) =>
      (await listOwned(accounts, makerId)).filter((account) =>
        listAppPasswords(account).some(({ madeBy }) => madeBy === makerId),
      ),
    superAdmins,
    hasSuperAdmin: async () => (await superAdmins.list()).length > 0,
    disable: (id, options = {}) =>
      letGo(id, options, 'disabled', (current) => disabled(current, clock.now())),
    enable: (id) => change(id, 'enabled', (current) => ({ ...current, status: 'active' })),
    remove: async (id, options = {}) => {
      const outcome = await letGo(id, options, 'removed', (current) => tombstone(current, clock.now()));
      if (outcome === 'removed') {
        await waysIn.forgetAll(id);
      }
      return outcome;
    },
  };
}

async function listOwned(accounts: Collection<Account>, ownerId: string): Promise<readonly Account[]> {
  return (await accounts.findBy('owners', ownerId))
    .filter((account) => !isGone(account))
    .sort((one, other) => (one.username < other.username ? -1 : 1));
}

function hideGone(account: Account | undefined): Account | undefined {
  return account && !isGone(account) ? account : undefined;
}

function disabled(account: Account, now: number): Account {
  const signedInSince = nextStamp(account, now);
  return { ...withoutTrustedBrowsers(account, now), status: 'disabled', signedInSince };
}

/** Nothing personal is left but the names that are held back. */
function tombstone(account: Account, now: number): Account {
  const { name: _, locale: __, recoveryEmail: ___, owners: ____, ...kept } = disabled(account, now);
  const nothing = { emails: [], roles: [], groups: [], secrets: [] };
  return { ...kept, ...nothing, status: 'deleted', expiresAt: now + heldBackMs };
}

/** Deleted ones are skipped; a page that they have emptied is filled from what follows. */
async function list(accounts: Collection<Account>, query: AccountQuery): Promise<Page<Account>> {
  const prefix = query.prefix === undefined ? {} : { prefix: canonicalName(query.prefix) ?? query.prefix };
  const found: Account[] = [];
  let after = query.after;
  do {
    const page = await accounts.page({
      key: 'username',
      ...prefix,
      ...(after === undefined ? {} : { after }),
      limit: query.limit,
    });
    found.push(...page.documents.filter((account) => !isGone(account)));
    after = page.after;
  } while (after !== undefined && found.length <= query.limit);
  const documents = found.slice(0, query.limit);
  const last = documents.at(-1);
  const hasMore = last !== undefined && (after !== undefined || found.length > documents.length);
  return { documents, ...(hasMore ? { after: { value: last.username, id: last.id } } : {}) };
}
