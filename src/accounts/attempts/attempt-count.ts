// The arithmetic of throttling, without store or clock: what a count of failures allows, and for how long it matters.

export interface AttemptPolicy {
  /** That many failures cost nothing. */
  readonly free: number;
  /** After the free ones: 2, 4, 8 … seconds from the last failure to the next try, at most this many. */
  readonly longestDelaySeconds?: number;
  /** At most so many failures within so many milliseconds, whatever the delays. */
  readonly most?: { readonly failures: number; readonly withinMs: number };
  /** At most so many failures in all of what is guarded: with the last of them it ought to go. Then one try in each `forgetAfterMs`. */
  readonly mostInAll?: number;
  /** Milliseconds without a failure after which all are forgotten; in as many parts as there are free ones, each frees one. */
  readonly forgetAfterMs: number;
  /** Milliseconds for which the count of all failures is kept. */
  readonly countAllForMs?: number;
}

export interface AttemptCount {
  readonly failures: number;
  readonly lastFailureAt: number;
  /** Times of the failures that `most` looks at, oldest first. */
  readonly recent: readonly number[];
  /** Tries under way: each of them counts like a failure until it is decided. */
  readonly pending: readonly { readonly ticket: string; readonly at: number }[];
  /** All failures since `guarded` became what it is: nothing but a new one forgets them. */
  readonly all: number;
  /** The id of what stands behind this count, such as a password. */
  readonly guarded: string;
}

/** A try whose process died is a failure after this time: more than a password may wait for its hash. */
export const undecidedMs = 60_000;

/** The delay has long reached its longest there: counting on would only make a stopped attack outlast its end. */
const mostAboveFree = 10;

export const emptyCount: AttemptCount = {
  failures: 0,
  lastFailureAt: 0,
  recent: [],
  pending: [],
  all: 0,
  guarded: '',
};

/** The count as it stands at `now`: lost tries have failed, old failures are forgotten. */
export function countAt(
  count: AttemptCount,
  policy: AttemptPolicy,
  now: number,
  guarded: string,
): AttemptCount {
  const same = count.guarded === guarded ? count : { ...count, all: 0, guarded };
  const lost = same.pending.filter(({ at }) => now - at >= undecidedMs);
  const settled = lost.reduce((sum, { ticket, at }) => withFailure(sum, policy, ticket, at), same);
  return { ...settled, recent: settled.recent.filter((at) => now - at < (policy.most?.withinMs ?? 0)) };
}

/** Failures that still count: somebody who mistypes once a day never runs into a delay. */
function standingFailures(
  { failures, lastFailureAt }: AttemptCount,
  policy: AttemptPolicy,
  now: number,
): number {
  const quietMs = now - lastFailureAt;
  const forgotten = Math.floor((quietMs * policy.free) / policy.forgetAfterMs);
  return quietMs >= policy.forgetAfterMs ? 0 : Math.max(0, failures - Math.max(0, forgotten));
}

/** Milliseconds until a further try is allowed; 0 = now. Once nothing is free, only one try is under way at a time. */
export function waitFor(count: AttemptCount, policy: AttemptPolicy, now: number): number {
  return Math.max(
    0,
    waitForDelay(count, policy, now),
    waitForMost(count, policy, now),
    waitForAll(count, policy, now),
  );
}

/** A right try hands its ticket back; with `withFailure` it stays as a failure. */
export function withoutTicket(count: AttemptCount, ticket: string): AttemptCount {
  return { ...count, pending: count.pending.filter((pending) => pending.ticket !== ticket) };
}

export function withFailure(
  count: AttemptCount,
  policy: AttemptPolicy,
  ticket: string,
  at: number,
): AttemptCount {
  return {
    ...withoutTicket(count, ticket),
    failures: Math.min(policy.free + mostAboveFree, standingFailures(count, policy, at) + 1),
    lastFailureAt: Math.max(count.lastFailureAt, at),
    recent: policy.most ? [...count.recent, at].slice(-policy.most.failures) : [],
    all: count.all + 1,
  };
}

/** When this count no longer says anything, in milliseconds since 1970. */
export function countsUntil(count: AttemptCount, policy: AttemptPolicy, now: number): number {
  const memory = Math.max(policy.forgetAfterMs, policy.most?.withinMs ?? 0, policy.countAllForMs ?? 0);
  if (count.pending.length > 0) {
    return now + undecidedMs + memory;
  }
  return Math.max(now + undecidedMs, count.lastFailureAt > 0 ? count.lastFailureAt + memory : 0);
}

/** Asked to wait for tries under way: they are decided within a moment. */
export const momentMs = 1000;

function waitForDelay(count: AttemptCount, policy: AttemptPolicy, now: number): number {
  const { free, longestDelaySeconds } = policy;
  const { lastFailureAt, pending } = count;
  const failures = standingFailures(count, policy, now);
  if (longestDelaySeconds === undefined || failures + pending.length < free) {
    return 0;
  }
  if (failures < free || pending.length > 0) {
    return momentMs;
  }
  const delay = 1000 * Math.min(longestDelaySeconds, 2 ** (failures - free + 1));
  // A clock set back must not make the wait longer than it ever was.
  return Math.min(delay, lastFailureAt + delay - now);
}

function waitForMost({ recent, pending }: AttemptCount, { most }: AttemptPolicy, now: number): number {
  if (most === undefined || recent.length + pending.length < most.failures) {
    return 0;
  }
  const oldest = recent[0];
  return oldest === undefined || recent.length < most.failures ? momentMs : oldest + most.withinMs - now;
}

/** Where a process died before it took away what is guarded, the try that is left gives the next one the occasion. */
function waitForAll(
  { all, pending, lastFailureAt }: AttemptCount,
  { mostInAll = Number.POSITIVE_INFINITY, forgetAfterMs }: AttemptPolicy,
  now: number,
): number {
  if (all + pending.length < mostInAll) {
    return 0;
  }
  if (pending.length > 0) {
    return momentMs;
  }
  return Math.min(forgetAfterMs, lastFailureAt + forgetAfterMs - now);
}
