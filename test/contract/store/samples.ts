// Documents and a clock for the contract suite of the stores.

import { randomId } from '../../../src/base/random-ids.ts';
import type { JsonValue, NewDocument, StoredDocument } from '../../../src/store/store.ts';

/** Kept in `accounts`: `names` is a unique many-valued key, `username` a unique single-valued one. */
export interface Person extends StoredDocument {
  readonly names?: readonly string[];
  readonly username?: string;
  readonly note?: JsonValue;
}

/** Kept in `browsers`: `accountId` is a key that many documents share. */
export interface Thing extends StoredDocument {
  readonly accountId?: string;
  readonly note?: JsonValue;
}

export function person(changes: Partial<NewDocument<Person>> = {}): NewDocument<Person> {
  return { id: randomId(), ...changes };
}

export function thing(changes: Partial<NewDocument<Thing>> = {}): NewDocument<Thing> {
  return { id: randomId(), ...changes };
}

export interface MovableClock {
  now(): number;
  advance(milliseconds: number): void;
}

/** A day ahead of the server's own clock, so that its TTL index never removes what a test still looks for. */
export function movableClock(): MovableClock {
  let time = Date.now() + 86_400_000;
  return {
    now: () => time,
    advance: (milliseconds) => {
      time += milliseconds;
    },
  };
}

/** `count` calls at once, and how often each outcome came out. */
export async function countOutcomes<R>(
  count: number,
  call: (index: number) => Promise<R>,
): Promise<Map<R, number>> {
  const outcomes = await Promise.all(Array.from({ length: count }, (_, index) => call(index)));
  const counts = new Map<R, number>();
  for (const outcome of outcomes) {
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  }
  return counts;
}
