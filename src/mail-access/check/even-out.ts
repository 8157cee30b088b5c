// Refusals leave on the stroke of a clock of their own: what was read and written on the way to one does not show in its time.

import { setTimeout as wait } from 'node:timers/promises';

/** Far more than store and counters take beside an Argon2id, and nothing to a program that was refused. */
const strokeMs = 100;

/** Resolves a whole number of strokes after `startedAt` (of `performance.now`). */
export async function evenOut(startedAt: number): Promise<void> {
  const passed = performance.now() - startedAt;
  await wait(strokeMs - (passed % strokeMs));
}
