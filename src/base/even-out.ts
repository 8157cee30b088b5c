// Refusals leave on the stroke of a clock of their own: what was read and written on the way to one does not show in its time.

import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises';

/** Timers keep whole milliseconds, which would pass on the part that is to be hidden. */
const timersAreOffByMs = 2;

/** Resolves a whole number of strokes after `startedAt` (of `performance.now`). */
export async function evenOut(startedAt: number, strokeMs: number): Promise<void> {
  const passed = performance.now() - startedAt;
  const end = startedAt + Math.ceil(passed / strokeMs) * strokeMs;
  const rest = Math.floor(end - performance.now()) - timersAreOffByMs;
  if (rest > 0) {
    await wait(rest);
  }
  while (performance.now() < end) {
    await turn();
  }
}
