// From where an account got in at a mail service lately: failures from there count apart, so that strangers slow only strangers.

import type { Clock } from '../../../base/clock.ts';
import { sourcePrefix } from '../../../base/source-prefix.ts';
import type { Store, StoredDocument } from '../../../store/store.ts';

export interface KnownAddresses {
  /** `accountId` is undefined for nobody: who is not there costs the same read. */
  isKnown(accountId: string | undefined, place: Place): Promise<boolean>;
  /** Written once a day at most. */
  remember(accountId: string, place: Place): Promise<void>;
}

export interface Place {
  /** The mail service, by name and birth. */
  readonly service: string;
  /** Undefined is never known. */
  readonly address: string | undefined;
}

interface KnownAddressDocument extends StoredDocument {
  readonly accountId: string;
  readonly at: number;
}

const dayMs = 24 * 3_600_000;
const keptMs = 90 * dayMs;

export function createKnownAddresses({ store, clock }: { store: Store; clock: Clock }): KnownAddresses {
  const known = store.collection<KnownAddressDocument>('lastUses');
  const idOf = (accountId: string, { service, address = '' }: Place): string =>
    `known-address:${accountId}:${service}:${sourcePrefix(address)}`;
  return {
    isKnown: async (accountId, place) =>
      (await known.find(idOf(accountId ?? 'nobody', place))) !== undefined && place.address !== undefined,
    remember: async (accountId, place) => {
      const at = clock.now();
      const id = idOf(accountId, place);
      const last = place.address === undefined ? undefined : await known.find(id);
      if (place.address !== undefined && (last === undefined || at - last.at >= dayMs)) {
        await known.put({ id, accountId, at, expiresAt: at + keptMs });
      }
    },
  };
}
