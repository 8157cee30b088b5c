// A factor that is being set up in a sign-in: its secret waits on the server, sealed, and is nothing until a code was right.

import type { Accounts } from '../src/accounts/accounts.ts';
import { makeRecoveryCodes } from '../src/accounts/second-factor/verifying/recovery-codes.ts';
import type { Clock } from '../src/base/clock.ts';
import type { Sealer } from '../src/secrets/sealing.ts';
import { requireProven } from './second-factor.ts';
import type { Visit } from './step.ts';

export interface PendingFactor {
  readonly url: string;
  /** Seconds since 1970. */
  readonly t0: number;
  readonly recoveryCodes: readonly string[];
  /** Milliseconds since 1970: its secret is shown from then on, and counts for a while only. */
  readonly madeAt: number;
}

const lifeMs = 10 * 60_000;

export function isPast({ madeAt }: PendingFactor, { now }: Clock): boolean {
  return now() >= madeAt + lifeMs;
}

type Place = Pick<Visit, 'interaction'>;

interface DraftParts {
  readonly accounts: Accounts;
  readonly sealer: Sealer;
  readonly clock: Clock;
}

/** A new secret and recovery codes for somebody whose password was right, sealed for this sign-in. */
export function draftPending({ accounts, sealer, clock }: DraftParts, visit: Place, login: string): string {
  const pending: PendingFactor = {
    ...accounts.factors.draft(login),
    recoveryCodes: makeRecoveryCodes(),
    madeAt: clock.now(),
  };
  return sealer.seal(JSON.stringify(pending), contextOf(visit, 'factor'));
}

export function openPending(sealer: Sealer, visit: Visit): PendingFactor {
  const { pendingFactor = '' } = requireProven(visit);
  return JSON.parse(sealer.open(pendingFactor, contextOf(visit, 'factor')));
}

/** The codes are shown until their owner says that they are kept, and no longer than the sign-in lives. */
export function sealCodes(sealer: Sealer, visit: Place, codes: readonly string[]): string {
  return sealer.seal(JSON.stringify(codes), contextOf(visit, 'codes'));
}

export function openCodes(sealer: Sealer, visit: Visit): readonly string[] {
  const { freshCodes = '' } = requireProven(visit);
  return JSON.parse(sealer.open(freshCodes, contextOf(visit, 'codes')));
}

function contextOf({ interaction }: Place, content: 'factor' | 'codes'): string {
  return `sign-in:${interaction.uid}:${content}`;
}
