// How often a text that opens nothing comes again from one source. Each process counts for itself: a repeat costs no hash, only its answer.

import type { Clock } from '../../../base/clock.ts';

export interface Repeats {
  /** One more. Whole seconds until it is looked at again; 0: now. */
  count(id: string): number;
}

/** A program that asks every minute, with five connections, stays far below. */
const mostInTime = 200;
const timeMs = 15 * 60_000;
/** Of all texts together: beyond that the oldest count begins anew. */
const mostTexts = 20_000;

export function createRepeats({ clock }: { readonly clock: Clock }): Repeats {
  /** In the order of their beginnings. */
  const counts = new Map<string, { readonly since: number; times: number }>();

  const open = (id: string, since: number) => {
    const begun = { since, times: 0 };
    counts.delete(id);
    counts.set(id, begun);
    const [oldest] = counts.keys();
    if (counts.size > mostTexts && oldest !== undefined) {
      counts.delete(oldest);
    }
    return begun;
  };
  return {
    count: (id) => {
      const now = clock.now();
      const found = counts.get(id);
      // A clock set back must not make the wait longer than it ever was.
      const isOver = found === undefined || now - found.since >= timeMs || now < found.since;
      const current = isOver ? open(id, now) : found;
      current.times += 1;
      return current.times <= mostInTime ? 0 : Math.ceil((current.since + timeMs - now) / 1000);
    },
  };
}
