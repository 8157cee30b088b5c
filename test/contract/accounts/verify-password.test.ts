// The password step against both stores: one answer and one cost for all that is wrong, and its budget.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import type { Accounts } from '../../../src/accounts/accounts.ts';
import { AppError } from '../../../src/base/app-error.ts';
import type { Store, StoredDocument } from '../../../src/store/store.ts';
import { type CountingHasher, openTestAccounts, type TestAccountsOptions } from '../../support/accounts.ts';
import { forEachStore, type OpenTestStore } from '../../support/engines.ts';
import { withLatency } from '../../support/latency.ts';

const password = 'seven green bottles';
const from = { address: '192.0.2.1' };

forEachStore((_engine, openTestStore, makeTarget) => {
  test('the right password is right under each name, and what was typed is not changed', async () => {
    const { accounts, id } = await openWithAlice(openTestStore);
    for (const name of ['alice', 'ALICE ', 'a@example.org']) {
      const answer = await accounts.verifyPassword(name, password, from);
      assert.ok(answer.outcome === 'right' && answer.account.id === id);
    }
    for (const wrong of [password.toUpperCase(), ` ${password}`, `${password}\n`, password.slice(0, -1)]) {
      assert.deepEqual(await accounts.verifyPassword('alice', wrong, from), { outcome: 'wrong' });
    }
  });

  test('whatever is wrong is answered alike and costs exactly one hash', async () => {
    const { accounts, hasher } = await openWithAlice(openTestStore);
    await accounts.add({ username: 'nopassword' });
    await accounts.add({ username: 'team', kind: 'shared' });
    await accounts.add({ username: 'printer', kind: 'device' });
    for (const [username, end] of [
      ['disabled', accounts.disable],
      ['deleted', accounts.remove],
    ] as const) {
      const added = await accounts.add({ username, password: { text: password, setBy: 'admin' } });
      await end(added.outcome === 'added' ? added.account.id : '');
    }
    const tries: [unknown, unknown][] = [
      ['alice', 'wrong password'],
      ['alice', ''],
      ['alice', 'x'.repeat(10_000)],
      ['alice', [password]],
      ['alice', { toString: () => password }],
      ['alice', undefined],
      ['nobody', password],
      ['', password],
      ['a b', password],
      ['x'.repeat(10_000), password],
      [['alice'], password],
      [{ $ne: '' }, password],
      ['nopassword', password],
      ['nopassword', ''],
      ['team', password],
      ['printer', password],
      ['disabled', password],
      ['deleted', password],
    ];
    for (const [name, typed] of tries) {
      const before = costOf(hasher);
      const { evenOut } = hasher.calls;
      const answer = await accounts.verifyPassword(name as string, typed as string, from);
      assert.deepEqual(answer, { outcome: 'wrong' }, `${String(name).slice(0, 20)}`);
      assert.equal(costOf(hasher) - before, 1, `${String(name).slice(0, 20)}`);
      assert.equal(hasher.calls.evenOut - evenOut, 1, 'its time tells what was wrong');
    }
  });

  test('ten wrong ones are free, then the delay grows; a right one waits as well, and does not count', async () => {
    const { accounts, clock, hasher } = await openWithAlice(openTestStore);
    for (const name of ['alice', 'nobody']) {
      const answer = () => accounts.verifyPassword(name, 'wrong password', from);
      for (let round = 0; round < 10; round += 1) {
        assert.deepEqual(await answer(), { outcome: 'wrong' });
      }
      for (const seconds of [2, 4, 8]) {
        const before = costOf(hasher);
        assert.deepEqual(await answer(), { outcome: 'throttled', retryAfterSeconds: seconds });
        assert.equal(costOf(hasher), before, 'a throttled try costs no hash');
        clock.advance(seconds * 1000 - 1);
        assert.deepEqual(await answer(), { outcome: 'throttled', retryAfterSeconds: 1 });
        clock.advance(1);
        assert.deepEqual(await answer(), { outcome: 'wrong' });
      }
    }
    assert.equal((await accounts.verifyPassword('alice', password, from)).outcome, 'throttled');
    clock.advance(16_000);
    for (let round = 0; round < 12; round += 1) {
      assert.equal((await accounts.verifyPassword('alice', password, from)).outcome, 'right');
    }
  });

  test('all names and spellings of an account share one count', async () => {
    const { accounts } = await openWithAlice(openTestStore);
    for (const name of ['alice', 'ALICE', ' alice', 'a@example.org', 'A@EXAMPLE.ORG'].flatMap((n) => [
      n,
      n,
    ])) {
      assert.equal((await accounts.verifyPassword(name, 'wrong password', from)).outcome, 'wrong');
    }
    for (const name of ['alice', 'a@example.org']) {
      assert.equal((await accounts.verifyPassword(name, 'wrong password', from)).outcome, 'throttled');
    }
    assert.equal((await accounts.verifyPassword('bob', 'wrong password', from)).outcome, 'wrong');
  });

  test('one source has a hundred wrong ones in 15 minutes, whatever the names; others are not slowed', async () => {
    const { accounts, clock } = await openWithAlice(openTestStore);
    const source = (host: number) => ({ address: `2001:db8::${host.toString(16)}` });
    for (let round = 0; round < 100; round += 1) {
      assert.equal((await accounts.verifyPassword(`nobody${round}`, 'x', source(round))).outcome, 'wrong');
    }
    const throttled = await accounts.verifyPassword('alice', password, source(200));
    assert.deepEqual(throttled, { outcome: 'throttled', retryAfterSeconds: 900 });
    assert.equal((await accounts.verifyPassword('alice', password, from)).outcome, 'right');
    clock.advance(900_000);
    assert.equal((await accounts.verifyPassword('alice', password, source(200))).outcome, 'right');
  });

  test('a source that is used up takes no place in the count of an account', async () => {
    const { accounts, store } = await openWithAlice(openTestStore);
    const program = { service: 'mail', address: from.address, isKnownAddress: false, password: 'x' };
    const { verifyPassword } = accounts.serviceDoor;
    for (let round = 0; round < 100; round += 1) {
      const name = `nobody${round}`;
      assert.equal((await accounts.verifyPassword(name, 'x', from)).outcome, 'wrong');
      assert.equal((await verifyPassword({ ...program, name, account: undefined })).outcome, 'wrong');
    }
    const listCounts = async () => (await store.collection('attempts').page({ limit: 300 })).documents;
    const before = await listCounts();
    assert.equal((await accounts.verifyPassword('alice', 'x', from)).outcome, 'throttled');
    const account = await accounts.findByName('alice');
    assert.equal((await verifyPassword({ ...program, name: 'alice', account })).outcome, 'throttled');
    assert.deepEqual(await listCounts(), before);
  });

  test('two hundred parallel wrong ones never go beyond the budget', async () => {
    const { accounts, hasher } = await openWithAlice(openTestStore, { wrap: withLatency });
    for (const name of ['alice', 'nobody']) {
      const before = costOf(hasher);
      const answers = await Promise.all(
        Array.from({ length: 200 }, (_, index) =>
          accounts.verifyPassword(name, 'wrong password', { address: `192.0.2.${index}` }),
        ),
      );
      assert.equal(answers.filter(({ outcome }) => outcome === 'wrong').length, 10);
      assert.equal(answers.filter(({ outcome }) => outcome === 'throttled').length, 190);
      assert.equal(costOf(hasher) - before, 10);
    }
  });

  test('thirty windows of one person that sign in at once all get in', async () => {
    const { accounts } = await openWithAlice(openTestStore, { wrap: withLatency });
    const answers = await Promise.all(
      Array.from({ length: 30 }, () => accounts.verifyPassword('alice', password, from)),
    );
    assert.ok(answers.every(({ outcome }) => outcome === 'right'));
  });

  test('the owner gets in from a known browser while strangers guess', async () => {
    const { accounts, id, clock } = await openWithAlice(openTestStore);
    const browser = await accounts.browsers.remember(id, { factor: 2 });
    const known = { ...from, browser };
    for (let round = 0; round < 10; round += 1) {
      await accounts.verifyPassword('alice', 'wrong password', from);
    }
    assert.equal((await accounts.verifyPassword('alice', password, from)).outcome, 'throttled');
    assert.equal((await accounts.verifyPassword('alice', password, known)).outcome, 'right');
    for (let round = 0; round < 10; round += 1) {
      assert.equal((await accounts.verifyPassword('alice', 'wrong password', known)).outcome, 'wrong');
    }
    assert.equal((await accounts.verifyPassword('alice', password, known)).outcome, 'throttled');
    clock.advance(2000);
    assert.equal((await accounts.verifyPassword('alice', password, known)).outcome, 'right');
    assert.equal((await accounts.verifyPassword('alice', 'wrong password', known)).outcome, 'wrong');
  });

  test('an invented or foreign browser cookie gives no count of its own', async () => {
    const { accounts } = await openWithAlice(openTestStore);
    const added = await accounts.add({ username: 'bob' });
    const bobs = await accounts.browsers.remember(added.outcome === 'added' ? added.account.id : '', {
      factor: 2,
    });
    for (let round = 0; round < 10; round += 1) {
      const browser = [bobs, 'A'.repeat(43), `${round}`][round % 3] ?? '';
      await accounts.verifyPassword('alice', 'wrong password', { ...from, browser });
    }
    const answer = await accounts.verifyPassword('alice', 'wrong password', { ...from, browser: bobs });
    assert.equal(answer.outcome, 'throttled');
  });

  test('an old hash is renewed at a sign-in, once, and never over a newer password', async () => {
    const { accounts, id, hasher } = await openWithAlice(openTestStore);
    hasher.cost = 'cost2';
    await accounts.verifyPassword('alice', 'wrong password', from);
    assert.match(await hashOf(accounts, id), /^cost1/);
    const answers = await Promise.all([1, 2, 3].map(() => accounts.verifyPassword('alice', password, from)));
    assert.ok(answers.every(({ outcome }) => outcome === 'right'));
    assert.match(await hashOf(accounts, id), /^cost2/);
    assert.equal((await accounts.verifyPassword('alice', password, from)).outcome, 'right');

    hasher.cost = 'cost3';
    hasher.beforeCheck = async () => {
      hasher.beforeCheck = async () => {};
      await accounts.setPassword(id, 'six yellow bottles', { setBy: 'owner' });
    };
    await accounts.verifyPassword('alice', password, from);
    assert.equal((await accounts.verifyPassword('alice', password, from)).outcome, 'wrong');
    assert.equal((await accounts.verifyPassword('alice', 'six yellow bottles', from)).outcome, 'right');
  });

  test('a hash that cannot be renewed does not hinder the sign-in', async () => {
    const { accounts, hasher } = await openWithAlice(openTestStore);
    hasher.cost = 'cost2';
    hasher.hash = () => Promise.reject(new AppError('too-busy'));
    assert.equal((await accounts.verifyPassword('alice', password, from)).outcome, 'right');
  });

  test('a try that could not be checked does not count', async () => {
    const { accounts, hasher } = await openWithAlice(openTestStore);
    hasher.beforeCheck = () => Promise.reject(new AppError('too-busy'));
    for (let round = 0; round < 15; round += 1) {
      await assert.rejects(accounts.verifyPassword('alice', 'wrong password', from), { code: 'too-busy' });
    }
    hasher.beforeCheck = async () => {};
    assert.equal((await accounts.verifyPassword('alice', password, from)).outcome, 'right');
  });

  test('tries of a process that died count as failures after a minute', async () => {
    const { accounts, store, clock, hasher } = await openWithAlice(openTestStore);
    hasher.beforeCheck = () => new Promise(() => {});
    for (let round = 0; round < 10; round += 1) {
      void accounts.verifyPassword('alice', 'wrong password', from);
    }
    await untilUnderWay(store, 10);
    hasher.beforeCheck = async () => {};
    clock.advance(60_000);
    assert.equal((await accounts.verifyPassword('alice', 'wrong password', from)).outcome, 'wrong');
    assert.deepEqual(await accounts.verifyPassword('alice', 'wrong password', from), {
      outcome: 'throttled',
      retryAfterSeconds: 4,
    });
  });

  test('counts survive a restart, and no name that was typed lies in the store', async () => {
    const target = await makeTarget();
    const first = await openTestAccounts(openTestStore, { target });
    const { clock, store } = first;
    for (let round = 0; round < 10; round += 1) {
      await first.accounts.verifyPassword('my-secret-typed-as-name', 'x', from);
    }
    const second = await openTestAccounts(openTestStore, { target, clock });
    const answer = await second.accounts.verifyPassword('my-secret-typed-as-name', 'x', from);
    assert.equal(answer.outcome, 'throttled');
    const { documents } = await store.collection('attempts').page({ limit: 100 });
    assert.equal(documents.length, 2);
    assert.ok(!JSON.stringify(documents).includes('my-secret'));
    clock.advance(25 * 3_600_000);
    assert.deepEqual((await store.collection('attempts').page({ limit: 100 })).documents, []);
  });
});

async function openWithAlice(openTestStore: OpenTestStore, options: TestAccountsOptions = {}) {
  const opened = await openTestAccounts(openTestStore, options);
  const added = await opened.accounts.add({
    username: 'alice',
    emails: ['a@example.org'],
    password: { text: password, setBy: 'owner' },
  });
  return { ...opened, id: added.outcome === 'added' ? added.account.id : assert.fail() };
}

function costOf({ calls }: CountingHasher): number {
  return calls.hash + calls.verify + calls.verifyNothing;
}

async function hashOf(accounts: Accounts, id: string): Promise<string> {
  const password = (await accounts.findById(id))?.secrets.find(({ kind }) => kind === 'password');
  return password?.kind === 'password' ? password.hash : '';
}

/** Until the tries that were begun have taken their tickets. */
async function untilUnderWay(store: Store, tries: number): Promise<void> {
  const attempts = store.collection<StoredDocument & { pending: readonly unknown[] }>('attempts');
  for (let round = 0; round < 2000; round += 1) {
    const { documents } = await attempts.page({ limit: 10 });
    if (documents.length === 2 && documents.every(({ pending }) => pending.length === tries)) {
      return;
    }
    await wait(5);
  }
  assert.fail('the tries never began');
}
