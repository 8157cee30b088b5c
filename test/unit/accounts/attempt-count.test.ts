// The arithmetic of throttling, with a clock moved by hand.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type AttemptCount,
  type AttemptPolicy,
  countAt,
  countsUntil,
  emptyCount,
  undecidedMs,
  waitFor,
  withFailure,
  withoutTicket,
} from '../../../src/accounts/attempts/attempt-count.ts';
import { policies } from '../../../src/accounts/attempts/throttles.ts';

const hour = 3_600_000;
const start = 1_800_000_000_000;

/** Fails again and again, each time as soon as it is allowed; tells the waits in seconds. */
function waitsOf(policy: AttemptPolicy, failures: number): number[] {
  let now = start;
  let count = emptyCount;
  return Array.from({ length: failures }, () => {
    count = countAt(count, policy, now, '');
    const wait = waitFor(count, policy, now);
    now += wait;
    count = withFailure(countAt(count, policy, now, ''), policy, 'none', now);
    return wait / 1000;
  });
}

test('ten wrong passwords are free, then the delay doubles from 2 s to 15 min', () => {
  const free = Array<number>(10).fill(0);
  const growing = [2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900];
  assert.deepEqual(waitsOf(policies.password, 22), [...free, ...growing]);
});

test('five wrong codes are free, then the delay doubles, and the thirty-first waits for a day since the first', () => {
  const waits = waitsOf(policies.code, 31);
  assert.deepEqual(waits.slice(0, 16), [0, 0, 0, 0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]);
  const sum = waits.reduce((total, wait) => total + wait, 0);
  assert.equal(sum, 24 * 3600);
});

test('no strategy gets more than thirty wrong codes into any 24 hours of a month', () => {
  const times: number[] = [];
  let now = start;
  let count = emptyCount;
  while (now < start + 30 * 24 * hour) {
    count = countAt(count, policies.code, now, '');
    const wait = waitFor(count, policies.code, now);
    now += wait;
    if (wait === 0) {
      count = withFailure(count, policies.code, 'none', now);
      times.push(now);
    }
  }
  for (const time of times) {
    assert.ok(times.filter((other) => other >= time && other < time + 24 * hour).length <= 30);
  }
});

test('a hundred wrong codes in all, tries under way included; then one a day', () => {
  const policy = policies.code;
  const ninetyEight: AttemptCount = { ...emptyCount, all: 98, lastFailureAt: start };
  const later = start + 24 * hour;
  const first = { ...ninetyEight, pending: [{ ticket: 'first', at: later }] };
  const both = { ...first, pending: [...first.pending, { ticket: 'second', at: later }] };
  assert.deepEqual(
    [ninetyEight, first, both].map((count) => waitFor(count, policy, later)),
    [0, 0, 1000],
  );
  const done = withFailure(withFailure(both, policy, 'first', later), policy, 'second', later);
  assert.equal(waitFor(done, policy, later + 10_000), 24 * hour - 10_000);
  assert.equal(waitFor(done, policy, later + 24 * hour), 0);
  assert.equal(waitFor(countAt(done, policy, later, 'a new password'), policy, later), 0);
});

test('one source has a hundred wrong passwords in 15 minutes without a delay between them', () => {
  const waits = waitsOf(policies.passwordSource, 101);
  assert.deepEqual(waits.slice(0, 100), Array(100).fill(0));
  assert.equal(waits[100], 900);
});

describe('tries under way', () => {
  const pend = (tickets: number, count: AttemptCount = emptyCount): AttemptCount => ({
    ...count,
    pending: Array.from({ length: tickets }, (_, index) => ({ ticket: `t${index}`, at: start })),
  });

  test('count like failures until they are decided', () => {
    assert.equal(waitFor(pend(9), policies.password, start), 0);
    assert.equal(waitFor(pend(10), policies.password, start), 1000);
    assert.equal(waitFor(pend(100), policies.passwordSource, start), 1000);
  });
  test('leave room for one only once nothing is free', () => {
    const failed = Array.from({ length: 10 }).reduce<AttemptCount>(
      (count) => withFailure(count, policies.password, 'none', start),
      emptyCount,
    );
    const later = start + 2000;
    assert.equal(waitFor(failed, policies.password, later), 0);
    assert.equal(waitFor(pend(1, failed), policies.password, later), 1000);
  });
  test('hand their ticket back when they were right', () => {
    assert.equal(waitFor(withoutTicket(pend(10), 't3'), policies.password, start), 0);
  });
  test('have failed when nobody decided them for a minute', () => {
    const lost = countAt(pend(3), policies.password, start + undecidedMs, '');
    assert.equal(lost.failures, 3);
    assert.deepEqual(lost.pending, []);
    assert.equal(countAt(pend(3), policies.password, start + undecidedMs - 1, '').failures, 0);
  });
});

describe('forgetting', () => {
  const failed = (times: number, policy: AttemptPolicy): AttemptCount =>
    Array.from({ length: times }).reduce<AttemptCount>(
      (count) => withFailure(count, policy, 'none', start),
      emptyCount,
    );
  /** Seconds to wait after one more failure at that moment. */
  const waitAfterOneMore = (count: AttemptCount, policy: AttemptPolicy, at: number): number =>
    waitFor(withFailure(countAt(count, policy, at, ''), policy, 'none', at), policy, at) / 1000;

  test('a day without a failure makes all free ones free again', () => {
    const after = start + 24 * hour;
    assert.equal(waitAfterOneMore(failed(50, policies.password), policies.password, after - 1), 8);
    assert.equal(waitAfterOneMore(failed(50, policies.password), policies.password, after), 0);
  });
  test('a tenth of a day frees one of ten', () => {
    assert.equal(waitAfterOneMore(failed(10, policies.password), policies.password, start + 2.3 * hour), 4);
    assert.equal(waitAfterOneMore(failed(10, policies.password), policies.password, start + 2.4 * hour), 2);
    assert.equal(waitAfterOneMore(failed(10, policies.password), policies.password, start + 4.8 * hour), 0);
  });
  test('somebody who mistypes every morning never waits', () => {
    let count = emptyCount;
    for (let day = 0; day < 100; day += 1) {
      const at = start + day * 23 * hour;
      count = countAt(count, policies.password, at, '');
      assert.equal(waitFor(count, policies.password, at), 0);
      count = withFailure(count, policies.password, 'none', at);
    }
  });
  test('the count of all failures forgets nothing until something else is guarded', () => {
    const count = failed(7, policies.code);
    assert.equal(countAt(count, policies.code, start + 300 * 24 * hour, '').all, 7);
    assert.equal(countAt(count, policies.code, start, 'a new password').all, 0);
  });
  test('a clock set back makes no wait longer than it was', () => {
    const count = failed(11, policies.password);
    assert.equal(waitFor(count, policies.password, start - hour), 4000);
  });
  test('a count is kept for as long as it says something', () => {
    assert.equal(countsUntil(failed(1, policies.password), policies.password, start), start + 24 * hour);
    assert.equal(countsUntil(failed(1, policies.code), policies.code, start), start + 400 * 24 * hour);
    assert.equal(countsUntil(emptyCount, policies.code, start), start + undecidedMs);
  });
});
