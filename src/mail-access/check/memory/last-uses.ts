// When, from where and for what something was last used to read mail: written when the address changes, or after five minutes.

import type { Clock } from '../../../base/clock.ts';
import type { Store, StoredDocument } from '../../../store/store.ts';

export interface MailUse {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly address?: string;
  /** The mail service, by name. */
  readonly service: string;
  readonly protocol: string;
}

export interface LastUses {
  note(id: string, accountId: string, use: Omit<MailUse, 'at' | 'address'> & AtAddress): Promise<void>;
  find(id: string): Promise<MailUse | undefined>;
}

interface AtAddress {
  readonly address: string | undefined;
}

interface LastUseDocument extends StoredDocument, MailUse {
  readonly accountId: string;
}

const quietMs = 5 * 60_000;
const keptMs = 500 * 24 * 3_600_000;

export function createLastUses({ store, clock }: { store: Store; clock: Clock }): LastUses {
  const lastUses = store.collection<LastUseDocument>('lastUses');
  return {
    note: async (id, accountId, { address, service, protocol }) => {
      const at = clock.now();
      const last = await lastUses.find(id);
      if (last !== undefined && last.address === address && at - last.at < quietMs) {
        return;
      }
      const from = address === undefined ? {} : { address };
      await lastUses.put({ id, accountId, at, ...from, service, protocol, expiresAt: at + keptMs });
    },
    find: async (id) => {
      const found = await lastUses.find(id);
      return found && toUse(found);
    },
  };
}

function toUse({ at, address, service, protocol }: LastUseDocument): MailUse {
  return { at, ...(address === undefined ? {} : { address }), service, protocol };
}
