// What runs in a hashing thread: one task in, one answer out.

import { type Argon2Parameters, argon2Sync } from 'node:crypto';
import { parentPort } from 'node:worker_threads';

export interface HashingTask extends Argon2Parameters {
  /** Computed as well and thrown away, in the same turn: for how long it takes. */
  readonly padding?: Pick<Argon2Parameters, 'memory' | 'passes'>;
}
export type HashingAnswer = { readonly hash: Uint8Array } | { readonly failure: string };

parentPort?.on('message', (task: HashingTask) => {
  parentPort?.postMessage(answer(task));
});

function answer({ padding, ...task }: HashingTask): HashingAnswer {
  try {
    const hash = argon2Sync('argon2id', task);
    if (padding !== undefined) {
      argon2Sync('argon2id', { ...task, parallelism: 1, ...padding });
    }
    return { hash };
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  }
}
