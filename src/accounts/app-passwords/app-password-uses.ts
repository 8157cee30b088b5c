// When, from where and for what an app password was last used: beside the account, so that reading mail never changes it.

import type { Clock } from '../../base/clock.ts';
import type { Store, StoredDocument } from '../../store/store.ts';
import type { AppPasswordUse } from './limits.ts';

export interface LastUse {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly address?: string;
  readonly service: string;
  readonly protocol: string;
}

export interface AppPasswordUses {
  /** Written when the address is another one, or five minutes after the use that was written last. */
  note(accountId: string, id: string, use: AppPasswordUse): Promise<void>;
  find(accountId: string, id: string): Promise<LastUse | undefined>;
  forget(accountId: string, id: string): Promise<void>;
}

interface LastUseDocument extends StoredDocument, LastUse {
  readonly accountId: string;
}

const quietMs = 5 * 60_000;
/** What was not used for so long is shown as never used. */
const keptMs = 500 * 24 * 3_600_000;

export function createAppPasswordUses({ store, clock }: { store: Store; clock: Clock }): AppPasswordUses {
  const lastUses = store.collection<LastUseDocument>('lastUses');
  const idOf = (accountId: string, id: string): string => `app-password:${accountId}:${id}`;
  return {
    note: async (accountId, id, { address, service, protocol }) => {
      const at = clock.now();
      const last = await lastUses.find(idOf(accountId, id));
      if (last !== undefined && last.address === address && at - last.at < quietMs) {
        return;
      }
      const from = address === undefined ? {} : { address };
      const use = { at, ...from, service, protocol, expiresAt: at + keptMs };
      await lastUses.put({ id: idOf(accountId, id), accountId, ...use });
    },
    find: (accountId, id) => lastUses.find(idOf(accountId, id)),
    forget: async (accountId, id) => {
      await lastUses.remove(idOf(accountId, id));
    },
  };
}
