// What goes wrong in one hashing thread stays there.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHashingThreads } from '../../../src/secrets/hashing-threads.ts';

const task = { message: 'x', nonce: Buffer.alloc(16), parallelism: 1, tagLength: 32, memory: 64, passes: 2 };
const one = { threads: 1, waiting: 10, waitMs: 10_000 };

test('a task that cannot be computed fails alone, and its thread goes on', async () => {
  const threads = createHashingThreads(one);
  const results = Promise.allSettled([threads.derive({ ...task, tagLength: 1 }), threads.derive(task)]);
  const [bad, good] = await results;
  assert.match(String(bad?.status === 'rejected' && bad.reason), /password hashing failed/);
  assert.equal(good?.status === 'fulfilled' && good.value.length, 32);
  await threads.close();
});

test('a thread that dies rejects its job, and the next jobs get a new thread', async () => {
  const threads = createHashingThreads({ ...one, file: new URL('./dying-thread.ts', import.meta.url) });
  const deadly = { ...task, passes: 1 };
  const [bad, good, better] = await Promise.allSettled([
    threads.derive(deadly),
    threads.derive(task),
    threads.derive(task),
  ]);
  assert.match(String(bad?.status === 'rejected' && bad.reason), /thread died/);
  assert.deepEqual([good?.status, better?.status], ['fulfilled', 'fulfilled']);
  await threads.close();
});
