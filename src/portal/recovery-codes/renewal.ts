// One renewal of an account's recovery codes at a time: two at once would each make a set, and one of the two would show codes that do not work.

import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../../base/clock.ts';
import type { Collection, Store, StoredDocument } from '../../store/store.ts';

export interface Renewals {
  /** Runs `renew` where no other renewal of the account is under way, in any process; waits for the end of the other otherwise. */
  alone(accountId: string, renew: () => Promise<void>): Promise<void>;
}

interface RenewalDocument extends StoredDocument {
  readonly accountId: string;
}

/** Longer than ten hashes take: one that did not come back until then was cut short. */
const longestMs = 30_000;
const pollMs = 100;
const mostPolls = 100;

export function createRenewals({ store, clock }: { readonly store: Store; readonly clock: Clock }): Renewals {
  return {
    alone: async (accountId, renew) => {
      const documents: Collection<RenewalDocument> = store.collection('enrolments');
      const id = `renewing:${accountId}`;
      const held = { id, accountId, expiresAt: clock.now() + longestMs };
      if ((await documents.insert(held)) === 'inserted') {
        try {
          await renew();
        } finally {
          await documents.remove(id);
        }
        return;
      }
      for (let polls = 0; polls < mostPolls && (await documents.find(id)) !== undefined; polls += 1) {
        await wait(pollMs);
      }
    },
  };
}
