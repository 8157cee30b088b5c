// What runs in a hashing thread: one task in, one answer out.

import { type Argon2Parameters, argon2Sync } from 'node:crypto';
import { parentPort } from 'node:worker_threads';

export type HashingTask = Argon2Parameters;
export type HashingAnswer = { readonly hash: Uint8Array } | { readonly failure: string };

parentPort?.on('message', (task: HashingTask) => {
  parentPort?.postMessage(answer(task));
});

function answer(task: HashingTask): HashingAnswer {
  try {
    return { hash: argon2Sync('argon2id', task) };
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  }
}
