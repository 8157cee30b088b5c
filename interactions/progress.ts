// How far one sign-in has come: kept on the server for its life, never in the browser, and spent when it is finished.

import type { Leave as ShownLeave } from '../src/accounts/enrolment/leave.ts';
import type { Factor } from '../src/oidc/proof/factor.ts';
import { sha256 } from '../src/secrets/hashing.ts';
import type { Collection, Store, StoredDocument } from '../src/store/store.ts';
import { updateOrInsert } from '../src/store/update.ts';

/** What a half-done sign-in has proven. It opens nothing: there is no session before the whole is finished. */
export interface Proven {
  readonly accountId: string;
  /** As it was typed; shown to the person. */
  readonly username: string;
  /** The language the account has chosen (BCP 47). */
  readonly locale?: string;
  /** When the password was right, in milliseconds since 1970. */
  readonly passwordAt: number;
  /** The account's endings at that moment: one that changed since has ended this sign-in too. */
  readonly stamps: string;
  readonly requiredFactor: Factor;
  readonly factor: Factor;
  /** Why this sign-in ends here: a rule forbids it, or more is required than the account can prove. */
  readonly barred?: 'denied' | 'enrol-first';
  /** What shows the codes of this account, where it is not an authenticator app alone. */
  readonly device?: CodeDevice;
  /** The code step may offer not to ask in this browser again. */
  readonly mayTrust?: true;
  /** The person wants that: this browser is trusted when the sign-in is finished. */
  readonly remember?: true;
  /** RFC 8176. */
  readonly amr: readonly string[];
  /** The id of a password that must be replaced before the end. */
  readonly temporaryPassword?: string;
  /** There is no second step yet, and the policy asks for one from this moment on (milliseconds since 1970). */
  readonly enrolBy?: number;
  /** What is still to be shown before one can be set up. */
  readonly leave?: Leave;
  /** What was shown: the write that binds the factor judges it once more. */
  readonly shown?: ShownLeave;
  /** The factor that is being set up, sealed (`pending-factor.ts`). */
  readonly pendingFactor?: string;
  /** A recovery code was used, and so many are left: its owner is still to be told. */
  readonly recovered?: Recovered;
  /** New recovery codes that are still to be shown, sealed. */
  readonly freshCodes?: string;
}

/** Tokens alone, or apps and tokens. */
export type CodeDevice = 'token' | 'either';

/** Behind a recovery code. */
export interface Recovered {
  /** How many are unused. */
  readonly left: number;
  /** A request is making a new set since then (milliseconds since 1970). */
  readonly renewingSince?: number;
}

/** Who has the password alone must not bind a device of his own: this stands before it (POSTERN_FIRST_FACTOR). */
export type Leave =
  | {
      readonly by: 'mail';
      /** Shortened: enough for its owner. */
      readonly address: string;
      /** Absent: none was mailed yet. */
      readonly codeId?: string;
      /** It was asked for again: the ones before do not work any more. */
      readonly isAnother?: true;
    }
  | { readonly by: 'ticket' };

export interface Progress {
  readonly proven?: Proven;
  /** The person is another than the one of the session: nothing of it stands. */
  readonly fromStart?: true;
  /** At the consent prompt: the person allowed it. */
  readonly consented?: true;
}

interface ProgressDocument extends StoredDocument, Progress {}

export interface ProgressStore {
  /** Nothing is proven at first. */
  find(uid: string): Promise<Progress>;
  /** Sets what is proven now. False when the sign-in was finished, or went on elsewhere since `from` was read. */
  advance(uid: string, from: Progress, to: Progress): Promise<boolean>;
  /** True for exactly one caller: the one who may finish. */
  finish(uid: string): Promise<boolean>;
}

export interface ProgressParts {
  readonly store: Store;
  readonly clock: { now(): number };
  /** How long a sign-in may take, in seconds. */
  readonly signInLife: number;
}

export function createProgressStore({ store, clock, signInLife }: ProgressParts): ProgressStore {
  const documents: Collection<ProgressDocument> = store.collection('progress');
  // The interaction's id is a bearer value: it lies hashed here as it does among the provider's records.
  const idOf = (uid: string): string => sha256(uid);

  return {
    find: async (uid) => {
      const found = await documents.find(idOf(uid));
      return found === undefined ? {} : progressOf(found);
    },
    advance: (uid, from, to) =>
      updateOrInsert(documents, idOf(uid), (current) => {
        const isUnchanged = JSON.stringify(progressOf(current)) === JSON.stringify(progressOf(from));
        if (!isUnchanged || current?.spentAt !== undefined) {
          return { result: false };
        }
        const expiresAt = clock.now() + signInLife * 1000;
        return { next: { id: idOf(uid), ...to, expiresAt }, result: true };
      }),
    finish: (uid) => documents.spend(idOf(uid)),
  };
}

function progressOf(progress: Progress = {}): Progress {
  const { proven, fromStart, consented } = progress;
  return {
    ...(fromStart === undefined ? {} : { fromStart }),
    ...(proven === undefined ? {} : { proven }),
    ...(consented === undefined ? {} : { consented }),
  };
}
