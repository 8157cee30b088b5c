// The table of what an account still honours after an ending.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  authTimeFor,
  isGrantAlive,
  isSessionAlive,
  isTrustAlive,
  nextStamp,
  stampsOf,
} from '../../../src/accounts/alive.ts';

const fresh = { status: 'active', signedInSince: 0, sessionsSince: 0, twoFactorSince: 0 } as const;

describe('a browser that stood in for the code', () => {
  const cases = [
    ['trust was never ended', {}, 100, 30, 110, true],
    ['trust was ended after it', { trustSince: 101 }, 100, 30, 110, false],
    ['trust was ended before it', { trustSince: 100 }, 100, 30, 110, true],
    ['its life is just not over', {}, 100, 30, 129.999, true],
    ['its life is over', {}, 100, 30, 130, false],
    ['trust is switched off by now', {}, 100, 0, 100, false],
  ] as const;
  for (const [title, account, authTime, life, now, expected] of cases) {
    test(`${title}: ${expected ? 'it counts' : 'it does not count'}`, () => {
      assert.equal(isTrustAlive(account, authTime, now * 1000, life), expected);
    });
  }
});

describe('what an account still honours', () => {
  const cases = [
    ['nothing was ever ended', {}, 100, 1, true, true],
    ['everything was ended after it', { signedInSince: 101 }, 100, 2, false, false],
    ['everything was ended before it', { signedInSince: 100 }, 100, 1, true, true],
    ['sessions were ended after it', { sessionsSince: 101 }, 100, 2, false, true],
    ['sessions were ended before it', { sessionsSince: 100 }, 100, 2, true, true],
    ['a factor came after it, one was proven', { twoFactorSince: 101 }, 100, 1, false, false],
    ['a factor came after it, two were proven', { twoFactorSince: 101 }, 100, 2, true, true],
    ['a factor came before it', { twoFactorSince: 100 }, 100, 1, true, true],
    ['the account is disabled', { status: 'disabled' }, 100, 2, false, false],
    ['the account is deleted', { status: 'deleted' }, 100, 2, false, false],
  ] as const;
  for (const [title, stamps, authTime, factor, session, grant] of cases) {
    test(`${title}: session ${session ? 'lives' : 'is dead'}, grant ${grant ? 'lives' : 'is dead'}`, () => {
      const account = { ...fresh, ...stamps };
      assert.equal(isSessionAlive(account, authTime, factor), session);
      assert.equal(isGrantAlive(account, authTime, factor), grant);
    });
  }
});

test('an ending kills what was proven in the same second, and spares what is proven right after it', () => {
  const now = 1_800_000_000_900;
  const before = authTimeFor(fresh, now - 800);
  const ended = { ...fresh, signedInSince: nextStamp(fresh, now) };
  const after = authTimeFor(ended, now + 50);
  assert.equal(isSessionAlive(ended, before, 2), false);
  assert.equal(isSessionAlive(ended, after, 2), true);
});

test('a second ending within one second kills the sign-in between the two, whichever two they are', () => {
  const now = 1_800_000_000_000;
  for (const first of ['signedInSince', 'sessionsSince', 'twoFactorSince'] as const) {
    for (const second of ['signedInSince', 'sessionsSince'] as const) {
      const once = { ...fresh, [first]: nextStamp(fresh, now) };
      const between = authTimeFor(once, now + 10);
      const twice = { ...once, [second]: nextStamp(once, now + 20) };
      assert.equal(isSessionAlive(twice, between, 2), false, `${first}, then ${second}`);
    }
  }
});

test('the time of a sign-in is whole seconds and never before any stamp', () => {
  assert.equal(authTimeFor(fresh, 5_999), 5);
  assert.equal(authTimeFor({ ...fresh, twoFactorSince: 9 }, 5_999), 9);
  assert.equal(authTimeFor({ ...fresh, sessionsSince: 9 }, 5_999), 9);
});

test('the stamps change as a whole whenever one of them changes', () => {
  const texts = [
    fresh,
    { ...fresh, signedInSince: 1 },
    { ...fresh, sessionsSince: 1 },
    { ...fresh, twoFactorSince: 1 },
  ].map(stampsOf);
  assert.equal(new Set(texts).size, 4);
});
