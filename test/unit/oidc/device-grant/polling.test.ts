// How often a device may ask, as a table of moments.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgePoll, type Poll } from '../../../../src/oidc/device-grant/polling.ts';

interface Case {
  readonly title: string;
  /** Seconds between the polls; the first is made at once. */
  readonly waits: readonly number[];
  /** Which of all polls, counted from 1, are too fast. */
  readonly tooFast: readonly number[];
  readonly interval: number;
}

const cases: readonly Case[] = [
  { title: 'the first poll may come at once', waits: [], tooFast: [], interval: 5 },
  { title: 'every five seconds is right', waits: [5, 5, 5], tooFast: [], interval: 5 },
  {
    title: 'a network may bring them closer by up to a second',
    waits: [4.2, 5.8, 4],
    tooFast: [],
    interval: 5,
  },
  { title: 'two at once are too fast', waits: [0], tooFast: [2], interval: 10 },
  { title: 'after a warning the old pace is too fast', waits: [3.9, 5], tooFast: [2, 3], interval: 15 },
  { title: 'whoever heeds the warning is let through', waits: [1, 10, 10], tooFast: [2], interval: 10 },
  { title: 'the longest interval is a minute', waits: Array(30).fill(1), tooFast: from(2, 31), interval: 60 },
];

for (const { title, waits, tooFast, interval } of cases) {
  test(title, () => {
    let now = 1_800_000_000_000;
    let last: Poll | undefined;
    const judged = [0, ...waits].map((wait) => {
      now += wait * 1000;
      const { poll, isTooFast } = judgePoll(last, now);
      last = poll;
      return isTooFast;
    });
    const found = judged.flatMap((isTooFast, index) => (isTooFast ? [index + 1] : []));
    assert.deepEqual(found, tooFast);
    assert.equal(last?.intervalSeconds, interval);
  });
}

function from(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
