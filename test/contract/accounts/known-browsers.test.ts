// Which browsers an account knows, and for how long.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMovedClock, openTestAccounts } from '../../support/accounts.ts';
import { forEachStore } from '../../support/engines.ts';

const day = 24 * 3_600_000;

forEachStore((_engine, openTestStore) => {
  test('a browser is known to the account for 90 days after the last finished sign-in', async () => {
    const clock = createMovedClock();
    const { accounts } = await openTestAccounts(openTestStore, { clock });
    const { browsers } = accounts;
    const cookie = await browsers.remember('alice');
    assert.match(cookie, /^[A-Za-z0-9_-]{43}$/);
    assert.equal(await browsers.isKnown('alice', cookie), true);
    assert.equal(await browsers.isKnown('bob', cookie), false);
    clock.advance(89 * day);
    assert.equal(await browsers.remember('alice', cookie), cookie);
    clock.advance(90 * day - 1);
    assert.equal(await browsers.isKnown('alice', cookie), true);
    clock.advance(1);
    assert.equal(await browsers.isKnown('alice', cookie), false);
  });

  test('one browser can be known to several people by one cookie', async () => {
    const { accounts } = await openTestAccounts(openTestStore);
    const cookie = await accounts.browsers.remember('alice');
    assert.equal(await accounts.browsers.remember('bob', cookie), cookie);
    assert.equal(await accounts.browsers.isKnown('alice', cookie), true);
    assert.equal(await accounts.browsers.isKnown('bob', cookie), true);
  });

  test('a cookie that is none is never known, and is replaced', async () => {
    const { accounts } = await openTestAccounts(openTestStore);
    for (const garbage of ['', 'x', 'y'.repeat(10_000), ['a'] as never, undefined]) {
      assert.equal(await accounts.browsers.isKnown('alice', garbage), false);
      const given = garbage === undefined ? [] : [garbage];
      assert.match(await accounts.browsers.remember('alice', ...given), /^[A-Za-z0-9_-]{43}$/);
    }
  });

  test('the store does not hold the cookie, and forgets the browsers of a deleted account', async () => {
    const { accounts, store } = await openTestAccounts(openTestStore);
    const added = await accounts.add({ username: 'alice' });
    const id = added.outcome === 'added' ? added.account.id : assert.fail();
    const cookie = await accounts.browsers.remember(id);
    const { documents } = await store.collection('browsers').page({ limit: 10 });
    assert.equal(documents.length, 2);
    assert.ok(!JSON.stringify(documents).includes(cookie));
    await accounts.remove(id);
    assert.equal(await accounts.browsers.isKnown(id, cookie), false);
  });

  test('a value that was planted is not taken over; one of ours serves several people', async () => {
    const { accounts } = await openTestAccounts(openTestStore);
    const [one, other] = await Promise.all(
      ['alice', 'bob'].map(async (username) => {
        const added = await accounts.add({ username });
        return added.outcome === 'added' ? added.account.id : assert.fail();
      }),
    );
    const planted = 'x'.repeat(43);
    const cookie = await accounts.browsers.remember(one ?? '', planted);
    assert.notEqual(cookie, planted);
    assert.equal(await accounts.browsers.isKnown(one ?? '', planted), false);
    assert.equal(await accounts.browsers.remember(other ?? '', cookie), cookie);
    assert.equal(await accounts.browsers.isKnown(one ?? '', cookie), true);
  });
});
