// App passwords: what a mail program has in the place of the password. Made here, shown once, judged by the account alone.

import type { Audit } from '../../audit/audit.ts';
import type { Clock } from '../../base/clock.ts';
import { keptSecret } from '../../secrets/kept-secret.ts';
import type { KeyVault } from '../../secrets/key-vault.ts';
import type { Collection } from '../../store/store.ts';
import { type Account, type AppPasswordSecret, isGone, listAppPasswords, type SetBy } from '../account.ts';
import type { Actor } from '../origin.ts';
import {
  type AddAppPasswordOutcome,
  type AddOptions,
  type AppPasswordDraft,
  addAppPassword,
  draftAppPassword,
  type NewAppPassword,
} from './add-app-password.ts';
import type { AppPasswordText } from './app-password-text.ts';
import type { AppPasswordUses } from './app-password-uses.ts';
import type { AppPasswordLimits, AppPasswordUse } from './limits.ts';
import { findMaker, type MakerDetails } from './maker.ts';
import { removeAppPassword } from './remove-app-password.ts';
import { type GetKey, verifyAppPassword } from './verify-app-password.ts';

/** Everything but the secret. */
export interface AppPasswordDetails extends AppPasswordLimits {
  readonly id: string;
  readonly name: string;
  readonly setBy: SetBy;
  /** The owner who made it; absent for one's own mail, and where an administrator made it. */
  readonly maker?: MakerDetails;
  /** Milliseconds since 1970, as all times here. */
  readonly createdAt: number;
  readonly lastUsedAt?: number;
  readonly lastAddress?: string;
  readonly lastService?: string;
  readonly lastProtocol?: string;
}

export interface AppPasswords {
  /** For `options.draft`: what will be added, before it is. Throws `AccountInputError`, which names the field. */
  draft(account: Account, given: NewAppPassword): AppPasswordDraft;
  /**
   * The password is answered this once. `changed`: the account is not active, or not as it was at `options.stamps`. Throws
   * `AccountInputError`, which names the field.
   */
  add(id: string, given: NewAppPassword, options?: AddOptions): Promise<AddAppPasswordOutcome>;
  /** The newest first, expired ones included. */
  list(id: string): Promise<readonly AppPasswordDetails[] | undefined>;
  /** Refused from the next check on. */
  remove(id: string, appPasswordId: string, actor?: Actor): Promise<'removed' | 'not-found'>;
  /**
   * One keyed hash whatever the answer is, also for nobody. The store is asked for one thing alone: whether the owner who made
   * a right one for this shared mailbox or machine still has access. Undefined: refused.
   */
  verify(
    account: Account | undefined,
    typed: AppPasswordText,
    at: AppPasswordUse,
  ): Promise<AppPasswordSecret | undefined>;
  /** Written when the address is another one, or after five minutes. */
  noteUse(accountId: string, appPasswordId: string, at: AppPasswordUse): Promise<void>;
}

export interface AppPasswordsParts {
  readonly accounts: Collection<Account>;
  readonly uses: AppPasswordUses;
  readonly vault: KeyVault;
  readonly audit: Audit;
  readonly clock: Clock;
}

export function createAppPasswords({ vault, ...given }: AppPasswordsParts): AppPasswords {
  const getKey: GetKey = keptSecret(vault, 'app-passwords');
  const parts = { ...given, getKey };
  return {
    draft: (account, asked) => draftAppPassword(account, asked, given.clock.now()),
    add: (id, asked, options) => addAppPassword(parts, id, asked, options),
    list: async (id) => {
      const account = await given.accounts.find(id);
      return account === undefined || isGone(account) ? undefined : listDetails(given, account);
    },
    remove: (id, appPasswordId, actor) => removeAppPassword(parts, id, appPasswordId, actor),
    verify: (account, typed, at) => verifyAppPassword(parts, account, { typed, at }),
    noteUse: (accountId, id, at) => given.uses.note(accountId, id, at),
  };
}

async function listDetails(
  { uses, accounts }: Pick<AppPasswordsParts, 'uses' | 'accounts'>,
  account: Account,
): Promise<readonly AppPasswordDetails[]> {
  const listed = await Promise.all(
    listAppPasswords(account).map(async ({ kind: _, hash: __, madeBy, madeBySince, ...details }) => {
      const [last, maker] = await Promise.all([
        uses.find(account.id, details.id),
        findMaker(accounts, account, { madeBy, madeBySince }),
      ]);
      return { ...details, ...(maker && { maker }), ...(last && toLastUse(last)) };
    }),
  );
  return listed.reverse();
}

function toLastUse(last: NonNullable<Awaited<ReturnType<AppPasswordUses['find']>>>) {
  return {
    lastUsedAt: last.at,
    ...(last.address === undefined ? {} : { lastAddress: last.address }),
    lastService: last.service,
    lastProtocol: last.protocol,
  };
}
