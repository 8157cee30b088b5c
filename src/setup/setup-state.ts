// How far the set-up is: one document, held by one browser, that moves on by compare-and-set.

import type { Clock } from '../base/clock.ts';
import { sha256 } from '../secrets/hashing.ts';
import type { Sealer } from '../secrets/sealing.ts';
import type { Store, StoredDocument } from '../store/store.ts';
import { update, updateOrInsert } from '../store/update.ts';
import type { SetupHolder } from './setup-holder.ts';

/** There is one set-up at a time: a new link voids the one before. */
export const setupId = 'link';

export type SetupStage = 'account' | 'factor' | 'codes' | 'done';

export interface SetupDocument extends StoredDocument {
  readonly stage: SetupStage;
  /** SHA-256 of the link's token. */
  readonly holder: string;
  /** SHA-256 of what the browser knows that sent the first form: from then on the link is used, for every other one. */
  readonly browser?: string;
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
  | {
      readonly stage: 'account';
      /** What was typed, where somebody else has got the user name by now. */
      readonly taken?: { readonly username: string; readonly name?: string };
    }
  | { readonly stage: 'factor'; readonly pending: PendingAdministrator }
  | { readonly stage: 'codes'; readonly made: MadeAdministrator }
  | { readonly stage: 'done'; readonly username: string };

export interface SetupStates {
  /** Undefined for whoever does not hold the set-up: an old link, another browser, nothing under way. */
  find(holder: SetupHolder): Promise<SetupState | undefined>;
  /**
   * Goes on to what `change` answers (undefined: leaves it), and binds the set-up to this browser. Nothing happens where
   * another one holds it. `ttlSeconds` counts anew.
   */
  move(
    holder: SetupHolder,
    change: (state: SetupState) => SetupState | undefined,
    ttlSeconds: number,
  ): Promise<void>;
  /** The account exists: its codes wait for whoever made it, also where a new link has come between. */
  keepCodes(holder: SetupHolder, made: MadeAdministrator, ttlSeconds: number): Promise<void>;
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
  const toDocument = (holder: SetupHolder, { stage, ...content }: SetupState, ttlSeconds: number) => ({
    id: setupId,
    stage,
    holder: sha256(holder.token),
    browser: sha256(holder.browser),
    sealed: sealer.seal(JSON.stringify(content), context),
    expiresAt: clock.now() + ttlSeconds * 1000,
  });

  return {
    find: async (holder) => {
      const found = await documents.find(setupId);
      return found && isHeldBy(found, holder) ? open(found) : undefined;
    },
    move: async (holder, change, ttlSeconds) => {
      await update<SetupDocument, void>(documents, setupId, (current) => {
        const to = isHeldBy(current, holder) ? change(open(current)) : undefined;
        return to === undefined
          ? { result: undefined }
          : { next: { ...current, ...toDocument(holder, to, ttlSeconds) }, result: undefined };
      });
    },
    keepCodes: (holder, made, ttlSeconds) =>
      updateOrInsert<SetupDocument, void>(documents, setupId, (current) =>
        current?.stage === 'codes' || current?.stage === 'done'
          ? { result: undefined }
          : { next: toDocument(holder, { stage: 'codes', made }, ttlSeconds), result: undefined },
      ),
  };
}

function isHeldBy({ holder, browser }: SetupDocument, by: SetupHolder): boolean {
  return holder === sha256(by.token) && (browser === undefined || browser === sha256(by.browser));
}
