// Tries that may fail are counted before they are checked: a try takes a ticket by compare-and-set, so no number of parallel
// guesses goes beyond the budget.

import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../../base/clock.ts';
import { randomId } from '../../base/random-ids.ts';
import type { Store, StoredDocument } from '../../store/store.ts';
import { updateOrInsert } from '../../store/update.ts';
import {
  type AttemptCount,
  type AttemptPolicy,
  countAt,
  countsUntil,
  emptyCount,
  momentMs,
  waitFor,
  withFailure,
  withoutTicket,
} from './attempt-count.ts';

/** One count: its document's id, and the rules it follows. */
export interface Bucket {
  readonly id: string;
  readonly policy: AttemptPolicy;
  /** The id of what stands behind the count; another one begins the count of all failures anew. */
  readonly guarded?: string;
}

export interface Throttled {
  readonly outcome: 'throttled';
  /** Whole seconds, at least 1. */
  readonly retryAfterSeconds: number;
}

/** A try that may be made now. Exactly one of its methods is called when it is decided; none in a minute = it failed. */
export interface Reservation {
  readonly outcome: 'reserved';
  /** It failed. Answers how many have failed in all since `guarded` became what it is, in the first of the buckets. */
  fail(): Promise<number>;
  /** It was right, or could not be decided: as if it had not been made. */
  handBack(): Promise<void>;
  /** It was right, and what failed before is forgotten. */
  clear(): Promise<void>;
}

export interface Attempts {
  /** Takes a ticket in every bucket, or in none. */
  reserve(buckets: readonly Bucket[]): Promise<Reservation | Throttled>;
  /** Whole seconds until the failures so far allow another try; 0: now. Takes nothing. */
  secondsToWait(bucket: Bucket): Promise<number>;
}

/** A hash takes a tenth of a second; whoever waits longer behind others is asked to come again. */
const mostPatienceMs = 5_000;
const pauseMs = 50;

interface AttemptsDocument extends StoredDocument, AttemptCount {}

export function createAttempts({ store, clock }: { store: Store; clock: Clock }): Attempts {
  const collection = store.collection<AttemptsDocument>('attempts');

  const change = <R>(bucket: Bucket, decide: (count: AttemptCount, now: number) => [AttemptCount, R]) =>
    updateOrInsert<AttemptsDocument, R>(collection, bucket.id, (stored) => {
      const now = clock.now();
      const current = countAt(stored ?? emptyCount, bucket.policy, now, bucket.guarded ?? '');
      const [next, result] = decide(current, now);
      const { failures, lastFailureAt, recent, pending, all, guarded } = next;
      const expiresAt = countsUntil(next, bucket.policy, now);
      const document = { id: bucket.id, failures, lastFailureAt, recent, pending, all, guarded, expiresAt };
      return next === current ? { result } : { next: document, result };
    });

  const take = (bucket: Bucket, ticket: string): Promise<number> =>
    change(bucket, (count, now) => {
      const waitMs = waitFor(count, bucket.policy, now);
      return waitMs > 0
        ? [count, waitMs]
        : [{ ...count, pending: [...count.pending, { ticket, at: now }] }, 0];
    });

  /** Others are being decided at this moment, and may all be right: many windows of one person open at once. */
  const takePatiently = async (bucket: Bucket, ticket: string): Promise<number> => {
    let waitMs = await take(bucket, ticket);
    for (let waited = 0; waitMs === momentMs && waited < mostPatienceMs; waited += pauseMs) {
      await wait(pauseMs);
      waitMs = await take(bucket, ticket);
    }
    return waitMs;
  };

  const handBack = (bucket: Bucket, ticket: string): Promise<void> =>
    change(bucket, (count) => [withoutTicket(count, ticket), undefined]);

  const fail = (bucket: Bucket, ticket: string): Promise<number> =>
    change(bucket, (count, now) => {
      const isOpen = count.pending.some((pending) => pending.ticket === ticket);
      const next = isOpen ? withFailure(count, bucket.policy, ticket, now) : count;
      return [next, next.all];
    });

  const clear = (bucket: Bucket, ticket: string): Promise<void> =>
    change(bucket, (count) => [{ ...emptyCount, pending: withoutTicket(count, ticket).pending }, undefined]);

  return {
    reserve: async (buckets) => {
      const ticket = randomId();
      const taken: Bucket[] = [];
      const giveBack = () => Promise.all(taken.map((bucket) => handBack(bucket, ticket)));
      for (const bucket of buckets) {
        const waitMs = await takePatiently(bucket, ticket).catch(async (error: unknown) => {
          // Nothing was checked: the tickets taken so far must not become failures.
          await giveBack().catch(() => undefined);
          throw error;
        });
        if (waitMs > 0) {
          await giveBack();
          return { outcome: 'throttled', retryAfterSeconds: Math.ceil(waitMs / 1000) };
        }
        taken.push(bucket);
      }
      return {
        outcome: 'reserved',
        fail: async () => (await Promise.all(taken.map((bucket) => fail(bucket, ticket))))[0] ?? 0,
        handBack: async () => void (await giveBack()),
        clear: async () => void (await Promise.all(taken.map((bucket) => clear(bucket, ticket)))),
      };
    },
    secondsToWait: async ({ id, policy, guarded = '' }) => {
      const now = clock.now();
      const count = countAt((await collection.find(id)) ?? emptyCount, policy, now, guarded);
      return Math.ceil(waitFor({ ...count, pending: [] }, policy, now) / 1000);
    },
  };
}
