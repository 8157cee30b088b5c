// Which browsers an account knows, for how long, and what was proven there.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mostKnownBrowsers } from '../../../../src/accounts/browsers/known-browsers.ts';
import { createMovedClock, openTestAccounts } from '../../../support/accounts.ts';
import { forEachStore } from '../../../support/engines.ts';
import { withLatency } from '../../../support/latency.ts';

const day = 24 * 3_600_000;
const oneValue = /^[A-Za-z0-9_-]{43}$/;

forEachStore((_engine, openTestStore) => {
  test('a browser is known to the account for 90 days after the last finished sign-in', async () => {
    const clock = createMovedClock();
    const { accounts } = await openTestAccounts(openTestStore, { clock });
    const { browsers } = accounts;
    const cookie = await browsers.remember('alice', { factor: 1 });
    assert.match(cookie, oneValue);
    assert.equal(await browsers.isKnown('alice', cookie), true);
    assert.equal(await browsers.isKnown('bob', cookie), false);
    clock.advance(89 * day);
    assert.equal(await browsers.remember('alice', { factor: 1, cookie }), cookie);
    clock.advance(90 * day - 1);
    assert.equal(await browsers.isKnown('alice', cookie), true);
    clock.advance(1);
    assert.equal(await browsers.isKnown('alice', cookie), false);
  });

  test('one browser can be known to several people by one cookie, and each has a value of his own in it', async () => {
    const { accounts } = await openTestAccounts(openTestStore);
    const { browsers } = accounts;
    const alices = await browsers.remember('alice', { factor: 1 });
    const both = await browsers.remember('bob', { factor: 1, cookie: alices });
    assert.equal(await browsers.isKnown('alice', both), true);
    assert.equal(await browsers.isKnown('bob', both), true);
    assert.equal(
      await browsers.isKnown('bob', alices),
      false,
      'whoever kept the value is not known to the next',
    );
    const again = await browsers.remember('alice', { factor: 1, cookie: both });
    assert.deepEqual(again.split('.').sort(), both.split('.').sort());
  });

  test('a cookie holds the values of five people, the last ones', async () => {
    const { accounts } = await openTestAccounts(openTestStore);
    let cookie = '';
    for (const name of ['alice', 'bob', 'carol', 'dirk', 'erin', 'frank']) {
      cookie = await accounts.browsers.remember(name, { factor: 1, cookie });
    }
    assert.equal(cookie.split('.').length, 5);
    assert.equal(await accounts.browsers.isKnown('alice', cookie), false);
    assert.equal(await accounts.browsers.isKnown('bob', cookie), true);
  });

  test('a cookie that is none is never known, and is replaced', async () => {
    const { accounts } = await openTestAccounts(openTestStore);
    for (const garbage of ['', 'x', '.', 'a.b', 'y'.repeat(10_000), ['a'] as never, undefined]) {
      assert.equal(await accounts.browsers.isKnown('alice', garbage), false);
      assert.match(await accounts.browsers.remember('alice', { factor: 1, cookie: garbage }), oneValue);
    }
  });

  test('the store does not hold the cookie, and forgets the browsers of a deleted account', async () => {
    const { accounts, store } = await openTestAccounts(openTestStore);
    const added = await accounts.add({ username: 'alice' });
    const id = added.outcome === 'added' ? added.account.id : assert.fail();
    const cookie = await accounts.browsers.remember(id, { factor: 2 });
    const { documents } = await store.collection('browsers').page({ limit: 10 });
    assert.equal(documents.length, 1);
    assert.ok(!JSON.stringify(documents).includes(cookie));
    await accounts.remove(id);
    assert.equal(await accounts.browsers.isKnown(id, cookie), false);
  });

  test('a value that was planted is not taken over, not even one of ours', async () => {
    const { accounts } = await openTestAccounts(openTestStore);
    const mallorys = await accounts.browsers.remember('mallory', { factor: 2 });
    for (const planted of ['x'.repeat(43), mallorys]) {
      const cookie = await accounts.browsers.remember('alice', { factor: 2, cookie: planted });
      assert.equal(await accounts.browsers.isKnown('alice', cookie), true);
      assert.equal(await accounts.browsers.isKnown('alice', planted), false);
    }
  });

  test('an account knows twenty browsers at most, and the oldest go', async () => {
    const { accounts, clock, store } = await openTestAccounts(openTestStore);
    const { browsers } = accounts;
    const cookies: string[] = [];
    for (let index = 0; index < mostKnownBrowsers + 3; index += 1) {
      cookies.push(await browsers.remember('alice', { factor: 1 }));
      clock.advance(1000);
    }
    const known = await Promise.all(cookies.map((cookie) => browsers.isKnown('alice', cookie)));
    assert.deepEqual(known, [false, false, false, ...Array(mostKnownBrowsers).fill(true)]);
    assert.equal(
      (await store.collection('browsers').page({ limit: 100 })).documents.length,
      mostKnownBrowsers,
    );
  });

  test('however many sign in with the password alone, a browser that has proven more stays known', async () => {
    const { accounts, clock, store } = await openTestAccounts(openTestStore, { wrap: withLatency });
    const { browsers } = accounts;
    const owners = await browsers.remember('alice', { factor: 2 });
    clock.advance(day);
    const other = (): Promise<string> => browsers.remember('alice', { factor: 1 });
    await Promise.all(Array.from({ length: 2 * mostKnownBrowsers }, other));
    assert.equal(await browsers.isKnown('alice', owners), true);
    assert.ok(
      (await store.collection('browsers').page({ limit: 100 })).documents.length <= mostKnownBrowsers,
    );
  });
});
