// The set-up link: whoever follows it first makes the first super administrator.

import type { Accounts } from '../accounts/accounts.ts';
import type { Clock } from '../base/clock.ts';
import { randomToken } from '../base/random-ids.ts';
import type { Settings } from '../config/settings.ts';
import { sha256 } from '../secrets/hashing.ts';
import type { Store } from '../store/store.ts';
import { updateOrInsert } from '../store/update.ts';
import { type SetupDocument, setupId } from './setup-state.ts';

export interface SetupLink {
  /** A new link, which voids the one before; undefined as soon as there is a super administrator. */
  issue(): Promise<string | undefined>;
}

export interface SetupLinkParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly accounts: Pick<Accounts, 'hasSuperAdmin'>;
  readonly settings: Pick<Settings, 'issuer' | 'setupLife'>;
}

export function createSetupLink({ store, clock, accounts, settings }: SetupLinkParts): SetupLink {
  const documents = store.collection<SetupDocument>('setup');
  return {
    issue: () =>
      // Judged behind each read: a set-up that ends in this moment keeps its codes.
      updateOrInsert<SetupDocument, string | undefined>(documents, setupId, async () => {
        if (await accounts.hasSuperAdmin()) {
          return { result: undefined };
        }
        const token = randomToken();
        const expiresAt = clock.now() + settings.setupLife * 1000;
        return {
          next: { id: setupId, stage: 'account', holder: sha256(token), expiresAt },
          result: `${settings.issuer}/setup?token=${token}`,
        };
      }),
  };
}
