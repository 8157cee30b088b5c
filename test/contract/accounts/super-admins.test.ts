// The last super administrator stays, unless it is said that even the last one goes; also where several go at once.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Accounts } from '../../../src/accounts/accounts.ts';
import { AppError } from '../../../src/base/app-error.ts';
import { openTestAccounts } from '../../support/accounts.ts';
import { forEachStore } from '../../support/engines.ts';
import { withLatency } from '../../support/latency.ts';
import { createWatchedStore } from '../../support/watched-store.ts';

async function addChief(accounts: Accounts, username: string): Promise<string> {
  const added = await accounts.add({ username, roles: ['superadmin', 'user'] });
  return added.outcome === 'added' ? added.account.id : assert.fail();
}

forEachStore((_engine, openTestStore) => {
  test('the last one that can act is neither deleted nor disabled', async () => {
    const { accounts } = await openTestAccounts(openTestStore);
    const [one, other] = [await addChief(accounts, 'one'), await addChief(accounts, 'other')];
    assert.equal(await accounts.disable(other), 'disabled');
    assert.equal(await accounts.remove(one), 'last');
    assert.equal(await accounts.disable(one), 'last');
    assert.equal((await accounts.findById(one))?.status, 'active');
    await accounts.enable(other);
    assert.equal(await accounts.remove(one), 'removed');
    assert.equal(await accounts.disable(other), 'last');
    assert.equal(await accounts.disable(other, { evenLast: true }), 'disabled');
    assert.equal(await accounts.remove(other), 'last', 'nor the last one of those that are disabled');
    assert.equal(await accounts.remove(other, { evenLast: true }), 'removed');
    assert.equal(await accounts.hasSuperAdmin(), false);
  });

  test('whoever has another role goes as ever', async () => {
    const { accounts } = await openTestAccounts(openTestStore);
    const added = await accounts.add({ username: 'helper', roles: ['admin'] });
    assert.ok(added.outcome === 'added');
    assert.equal(await accounts.disable(added.account.id), 'disabled');
    assert.equal(await accounts.remove(added.account.id), 'removed');
    assert.equal(await accounts.disable('nobody'), 'not-found');
    assert.equal(await accounts.remove('nobody'), 'not-found');
  });

  test('of those that go at once, one stays', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { accounts } = await openTestAccounts(openTestStore, { wrap: withLatency });
      const ids = await Promise.all(
        ['ada', 'ben', 'carl'].map((name) => addChief(accounts, `${name}${round}`)),
      );
      await Promise.all(
        Array.from({ length: 30 }, (_, index) => {
          const id = ids[index % ids.length] ?? '';
          return index % 2 === 0 ? accounts.remove(id) : accounts.disable(id);
        }),
      );
      const left = await accounts.superAdmins.list();
      assert.equal(left.filter(({ status }) => status === 'active').length, 1);
    }
  });

  for (const act of ['remove', 'disable'] as const) {
    test(`${act}: whoever is held up until nobody waits for it any more does not go`, async () => {
      const watched = createWatchedStore();
      const { accounts, clock } = await openTestAccounts(openTestStore, { wrap: watched.wrap });
      const [one, other] = [await addChief(accounts, 'one'), await addChief(accounts, 'other')];
      watched.arm(async (write) => {
        if (write === 1) {
          clock.advance(60_000);
          assert.equal(await accounts.disable(other), 'disabled');
        }
      });
      const isTooBusy = (error: unknown): boolean => error instanceof AppError && error.code === 'too-busy';
      await assert.rejects(accounts[act](one), isTooBusy);
      assert.equal((await accounts.findById(one))?.status, 'active');
      assert.equal(await accounts[act](one), 'last');
    });
  }

  test('whoever is only a little late goes, and the other one stays', async () => {
    const watched = createWatchedStore();
    const { accounts, clock } = await openTestAccounts(openTestStore, { wrap: watched.wrap });
    const [one, other] = [await addChief(accounts, 'one'), await addChief(accounts, 'other')];
    watched.arm(async (write) => {
      if (write === 1) {
        clock.advance(9_000);
        assert.equal(await accounts.disable(other), 'last');
      }
    });
    assert.equal(await accounts.remove(one), 'removed');
    assert.equal((await accounts.findById(other))?.status, 'active');
  });
});
