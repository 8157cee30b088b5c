// What both second steps share: they come after the password, and prove factor 2.

import type { Origin } from '../src/accounts/origin.ts';
import { AppError } from '../src/base/app-error.ts';
import { placeOf } from './known-browsers.ts';
import type { Progress, Proven } from './progress.ts';
import type { Advance, Visit } from './step.ts';

/** What the password step proved. A step that comes second is only open behind it. */
export function requireProven({ progress }: Visit): Proven {
  if (progress.proven === undefined) {
    throw new AppError('out-of-step', { detail: 'a second step without a password' });
  }
  return progress.proven;
}

/** `methods`: RFC 8176; `mfa` says that there were two. */
export function proveSecondFactor(
  visit: Visit,
  methods: readonly string[],
  what: Pick<Proven, 'remember' | 'recovered'> = {},
): Advance {
  const proven = requireProven(visit);
  const advance: Progress = { proven: { ...proven, ...what, factor: 2, amr: ['pwd', ...methods, 'mfa'] } };
  return { advance };
}

/** Where a try comes from, for the counters that slow guessing down. */
export function originOf({ ctx, browser, progress }: Visit): Origin {
  const stamps = progress.proven?.stamps;
  return {
    ...placeOf(ctx),
    ...(browser === undefined ? {} : { browser }),
    ...(stamps === undefined ? {} : { stamps }),
  };
}
