// When a password that was refused is answered: after so long that it does not show whose hash, of which cost, it was held against.

import { setTimeout as wait } from 'node:timers/promises';
import { evenOut } from '../base/even-out.ts';

export interface RefusalStrokes {
  /** Learns how long a check takes here. */
  time<T>(check: () => Promise<T>): Promise<T>;
  /** As long as the last check took, if it is not long ago: the queue is about as long as then. */
  waitLikeACheck(): Promise<void>;
  evenOut(startedAt: number): Promise<void>;
}

/** Far more than store and counters take beside an Argon2id, and nothing to whoever was refused. */
const leastMs = 100;
/** A hash of a lower cost is checked in less than the time of two of the current one. */
const checksInStroke = 2;
/** After so long the queue is another one. */
const presentMs = 1000;

export function createRefusalStrokes(): RefusalStrokes {
  /** Of all so far: what had to wait in the queue says nothing. */
  let quickestMs = Number.POSITIVE_INFINITY;
  let last = { tookMs: 0, endedAt: Number.NEGATIVE_INFINITY };
  const leastTime = (): number => (Number.isFinite(quickestMs) ? quickestMs : 0);
  return {
    time: async (check) => {
      const startedAt = performance.now();
      const answer = await check();
      const endedAt = performance.now();
      last = { tookMs: endedAt - startedAt, endedAt };
      quickestMs = Math.min(quickestMs, last.tookMs);
      return answer;
    },
    waitLikeACheck: async () => {
      const isPresent = performance.now() - last.endedAt < presentMs;
      await wait(isPresent ? last.tookMs : leastTime());
    },
    evenOut: (startedAt) => {
      return evenOut(startedAt, Math.max(leastMs, Math.ceil(checksInStroke * leastTime())));
    },
  };
}
