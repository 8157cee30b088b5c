// Strokes hide what was done before them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { evenOut } from '../../../src/base/even-out.ts';
import { createRefusalStrokes } from '../../../src/secrets/refusal-strokes.ts';

test('whatever took less than a stroke ends on it, and never before', async () => {
  for (const busyMs of [0, 3, 17, 30]) {
    const late: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      const startedAt = performance.now();
      await wait(busyMs);
      await evenOut(startedAt, 40);
      const passed = performance.now() - startedAt;
      assert.ok(passed >= 40, `${busyMs} ms of work ended after ${passed}`);
      late.push(passed % 40);
    }
    // A busy machine wakes nobody in time, now and then.
    assert.ok(Math.min(...late) < 20, `${busyMs} ms of work ended ${late} ms after a stroke`);
  }
});

test('where a check takes long the stroke is twice as long as one', async () => {
  const strokes = createRefusalStrokes();
  await strokes.time(() => wait(400));
  await strokes.time(() => wait(150));
  const startedAt = performance.now();
  await wait(160);
  await strokes.evenOut(startedAt);
  const passed = performance.now() - startedAt;
  assert.ok(passed >= 300, `it ended after ${passed}`);
});
