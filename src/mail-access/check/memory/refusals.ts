// Texts that were refused: programs send the same one again and again, and only the first is evaluated, counted and told of.

import type { Clock } from '../../../base/clock.ts';
import { randomId } from '../../../base/random-ids.ts';
import type { Store, StoredDocument } from '../../../store/store.ts';

/** A text that this caller alone evaluates. Exactly one of its methods is called. */
export interface Claim {
  readonly outcome: 'claimed';
  /** Refused for what the account is: not evaluated again for a day, while the account stays so. */
  refuse(): Promise<void>;
  /** Nothing to remember: it was admitted, or not judged. */
  release(): Promise<void>;
}

export interface Refusals {
  /** `refused`: lately, with this fingerprint. `busy`: somebody evaluates the very same text at this moment. */
  claim(id: string, fingerprint: string): Promise<Claim | { readonly outcome: 'refused' | 'busy' }>;
  /** The code in this text was accepted: it is no guess when it comes again. `tellAt`: from when on its owner is told that it does. */
  spend(id: string, given: { readonly passwordId: string; readonly tellAt: number }): Promise<void>;
  /** Whether the code in this text was accepted before. `due`: so it was, and the owner is to be told, at most once a day. */
  findSpent(id: string, passwordId: string): Promise<'spent' | 'due' | undefined>;
}

interface RefusalDocument extends StoredDocument {
  readonly state: 'open' | 'refused' | 'spent';
  /** What the answer followed from: with `spent` the password alone. */
  readonly fingerprint: string;
  /** Who evaluates it. */
  readonly ticket?: string;
  readonly tellAt?: number;
}

const dayMs = 24 * 3_600_000;
/** More than an evaluation takes with a full queue of passwords before it: whoever died lets go of it. */
const openMs = 30_000;
/** A program that was left running is still no guesser. */
const spentMs = 30 * dayMs;

export function createRefusals({ store, clock }: { store: Store; clock: Clock }): Refusals {
  const refusals = store.collection<RefusalDocument>('refusals');

  const open = (id: string, fingerprint: string, ticket: string): Claim => ({
    outcome: 'claimed',
    refuse: () => refusals.put({ id, state: 'refused', fingerprint, expiresAt: clock.now() + dayMs }),
    release: async () => {
      if ((await refusals.find(id))?.ticket === ticket) {
        await refusals.remove(id);
      }
    },
  });
  return {
    claim: async (id, fingerprint) => {
      const current = await refusals.find(id);
      if (current?.state === 'refused' && current.fingerprint === fingerprint) {
        return { outcome: 'refused' };
      }
      if (current?.state === 'open') {
        return { outcome: 'busy' };
      }
      const ticket = randomId();
      const next = { id, state: 'open', fingerprint, ticket, expiresAt: clock.now() + openMs } as const;
      const isOurs = current
        ? (await refusals.replace({ ...next, revision: current.revision })) === 'replaced'
        : (await refusals.insert(next)) === 'inserted';
      return isOurs ? open(id, fingerprint, ticket) : { outcome: 'busy' };
    },
    spend: (id, { passwordId, tellAt }) =>
      refusals.put({ id, state: 'spent', fingerprint: passwordId, tellAt, expiresAt: clock.now() + spentMs }),
    findSpent: async (id, passwordId) => {
      const found = await refusals.find(id);
      if (found?.state !== 'spent' || found.fingerprint !== passwordId) {
        return undefined;
      }
      const now = clock.now();
      if (now < (found.tellAt ?? 0)) {
        return 'spent';
      }
      const renewed = { ...found, tellAt: now + dayMs, expiresAt: now + spentMs };
      return (await refusals.replace(renewed)) === 'replaced' ? 'due' : 'spent';
    },
  };
}
