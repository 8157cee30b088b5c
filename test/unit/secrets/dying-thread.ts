// A hashing thread for tests: dies of a task of one pass, answers any other with zeros.

import { parentPort } from 'node:worker_threads';
import type { HashingTask } from '../../../src/secrets/hashing-thread.ts';

parentPort?.on('message', (task: HashingTask) => {
  if (task.passes === 1) {
    process.exit(1);
  }
  parentPort?.postMessage({ hash: new Uint8Array(task.tagLength) });
});
