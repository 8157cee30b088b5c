// Waiting for what another process or a later turn does: never a fixed time, and never for ever.

import { setTimeout as wait } from 'node:timers/promises';

/** However busy the machine is. */
const mostMs = 60_000;

/** Comes back once it is so; throws, with what was waited for, where it is not within a minute. */
export async function until(isSo: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const end = performance.now() + mostMs;
  while (!(await isSo())) {
    if (performance.now() > end) {
      throw new Error(`waited in vain: ${what}`);
    }
    await wait(5);
  }
}
