// When a password that was refused is answered: after so long that it does not show whose hash, of which cost, it was held against.

import { evenOut } from '../base/even-out.ts';

export interface RefusalStrokes {
  /** Learns how long a check takes here. */
  time<T>(check: () => Promise<T>): Promise<T>;
  evenOut(startedAt: number): Promise<void>;
}

/** Far more than store and counters take beside an Argon2id, and nothing to whoever was refused. */
const leastMs = 100;
/** A hash of a lower cost is checked in less than the time of two of the current one. */
const checksInStroke = 2;

export function createRefusalStrokes(): RefusalStrokes {
  /** Of all so far: what had to wait in the queue says nothing. */
  let quickestMs = Number.POSITIVE_INFINITY;
  return {
    time: async (check) => {
      const startedAt = performance.now();
      const answer = await check();
      quickestMs = Math.min(quickestMs, performance.now() - startedAt);
      return answer;
    },
    evenOut: (startedAt) => {
      const checkMs = Number.isFinite(quickestMs) ? quickestMs : 0;
      return evenOut(startedAt, Math.max(leastMs, Math.ceil(checksInStroke * checkMs)));
    },
  };
}
