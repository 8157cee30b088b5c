// How far the set-up is: one document, held by one browser, that moves on by compare-and-set.

import type { Clock } from '../base/clock.ts';
import { randomToken } from '../base/random-ids.ts';
import { sha256 } from '../secrets/hashing.ts';
import type { Sealer } from '../secrets/sealing.ts';
import type { Store, StoredDocument } from '../store/store.ts';
import { update } from '../store/update.ts';

/** There is one set-up at a time: a new link voids the one before. */
export const setupId = 'link';

export type SetupStage = 'account' | 'factor' | 'codes' | 'done';

export interface SetupDocument extends StoredDocument {
  readonly stage: SetupStage;
  /** SHA-256 of what the one browser holds that may go on: first the link's token, then a cookie nobody else knows. */
  readonly holder: string;
  /** What the stage knows, sealed: it holds the secret of a new factor, or recovery codes. */
  readonly sealed?: string;
}

/** The account that will be made, whole, once a code was right. */
export interface PendingAdministrator {
  readonly accountId: string;
  readonly username: string;
  readonly name?: string;
  readonly passwordHash: string;
  readonly otpauthUrl: string;
  /** Seconds since 1970. */
  readonly t0: number;
  readonly recoveryCodes: readonly string[];
}

/** The codes are shown until the person says that they are kept, and never longer than ten minutes. */
export interface MadeAdministrator {
  readonly username: string;
  readonly recoveryCodes: readonly string[];
}

export type SetupState =
  | { readonly stage: 'account' }
  | { readonly stage: 'factor'; readonly pending: PendingAdministrator }
  | { readonly stage: 'codes'; readonly made: MadeAdministrator }
  | { readonly stage: 'done'; readonly username: string };

export interface SetupStates {
  /** Undefined for whoever does not hold the set-up: an old link, another browser, nothing under way. */
  find(token: string): Promise<SetupState | undefined>;
  /**
   * Moves on from the stage `from`, for exactly one caller; answers the token that holds the set-up from now on.
   * Undefined: somebody was faster, or the token does not hold it. `ttlSeconds` counts anew.
   */
  advance(token: string, from: SetupStage, to: SetupState, ttlSeconds: number): Promise<string | undefined>;
}

export interface SetupStatesParts {
  readonly store: Store;
  readonly sealer: Sealer;
  readonly clock: Clock;
}

export function createSetupStates({ store, sealer, clock }: SetupStatesParts): SetupStates {
  const documents = store.collection<SetupDocument>('setup');
  const context = 'setup';
  const open = ({ stage, sealed }: SetupDocument): SetupState =>
    ({ stage, ...(sealed === undefined ? {} : JSON.parse(sealer.open(sealed, context))) }) as SetupState;

  return {
    find: async (token) => {
      const found = await documents.find(setupId);
      return found?.holder === sha256(token) ? open(found) : undefined;
    },
    advance: async (token, from, to, ttlSeconds) => {
      const nextToken = randomToken();
      const { stage, ...content } = to;
      const next = {
        stage,
        holder: sha256(nextToken),
        sealed: sealer.seal(JSON.stringify(content), context),
        expiresAt: clock.now() + ttlSeconds * 1000,
      };
      const outcome = await update(documents, setupId, (current) =>
        current.stage === from && current.holder === sha256(token)
          ? { next: { ...current, ...next }, result: 'advanced' as const }
          : { result: 'stale' as const },
      );
      return outcome === 'advanced' ? nextToken : undefined;
    },
  };
}
