// Accounts come, end and are found: one namespace, tombstones, and stamps that only grow.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Accounts } from '../../../src/accounts/accounts.ts';
import { AccountInputError } from '../../../src/accounts/adding/account-input-error.ts';
import type { NewAccount } from '../../../src/accounts/adding/add-account.ts';
import { isSessionAlive, stampsOf } from '../../../src/accounts/alive.ts';
import { heldBackMs } from '../../../src/accounts/held-names.ts';
import { openTestAccounts } from '../../support/accounts.ts';
import { forEachStore } from '../../support/engines.ts';
import { withLatency } from '../../support/latency.ts';

const goodPassword = 'seven green bottles';

async function add(accounts: Accounts, input: NewAccount) {
  const answer = await accounts.add(input);
  assert.equal(answer.outcome, 'added');
  return answer.outcome === 'added' ? answer.account : assert.fail();
}

forEachStore((_engine, openTestStore) => {
  test('an account is added with canonical names and found by each of them in any spelling', async () => {
    const { accounts, clock } = await openTestAccounts(openTestStore);
    const alice = await add(accounts, {
      username: ' Alice ',
      name: 'Alice Example',
      emails: ['Alice@Example.ORG', 'alice@example.org', 'a@example.org'],
      groups: ['staff'],
    });
    assert.equal(alice.username, 'alice');
    assert.deepEqual(alice.names, ['alice', 'alice@example.org', 'a@example.org']);
    assert.deepEqual(
      [alice.kind, alice.roles, alice.groups, alice.status, alice.createdAt, alice.secrets],
      ['person', ['user'], ['staff'], 'active', clock.now(), []],
    );
    for (const typed of ['alice', 'ALICE', ' alice@example.org', 'A@EXAMPLE.org', 'ａｌｉｃｅ']) {
      assert.equal((await accounts.findByName(typed))?.id, alice.id, typed);
    }
    assert.deepEqual(await accounts.findById(alice.id), alice);
    assert.equal(await accounts.findByName('bob'), undefined);
    assert.equal(await accounts.findByName('al ice'), undefined);
  });

  test('user names and addresses are one namespace: a taken one changes nothing', async () => {
    const { accounts } = await openTestAccounts(openTestStore);
    await add(accounts, { username: 'alice', emails: ['shared@example.org'] });
    for (const input of [
      { username: 'ALICE' },
      { username: 'shared@example.org' },
      { username: 'bob', emails: ['Shared@example.org'] },
      { username: 'bob', emails: ['bob@example.org', 'shared@example.org'] },
    ]) {
      assert.deepEqual(await accounts.add(input), { outcome: 'taken' });
    }
    assert.equal(await accounts.findByName('bob'), undefined);
    assert.equal(await accounts.findByName('bob@example.org'), undefined);
  });

  test('of twenty who want one name at once, one has it', async () => {
    const { accounts } = await openTestAccounts(openTestStore, { wrap: withLatency });
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        accounts.add(index % 2 ? { username: 'a@b' } : { username: `u${index}`, emails: ['a@b'] }),
      ),
    );
    assert.equal(answers.filter(({ outcome }) => outcome === 'added').length, 1);
  });

  test('bad input names the field and adds nothing', async () => {
    const { accounts } = await openTestAccounts(openTestStore);
    const cases: [string, NewAccount][] = [
      ['username', { username: 'a:b' }],
      ['username', { username: 7 as never }],
      ['email', { username: 'bad', emails: ['a@b, c@d'] }],
      ['email', { username: 'bad', emails: [['a@b'] as never] }],
      ['name', { username: 'bad', name: 'x'.repeat(201) }],
      ['name', { username: 'bad', name: 'two\nlines' }],
      ['locale', { username: 'bad', locale: 'not a locale' }],
      ['role', { username: 'bad', roles: ['root' as never] }],
      ['kind', { username: 'bad', kind: 'robot' as never }],
      ['group', { username: 'bad', groups: ['Bad Group'] }],
      ['password', { username: 'bad', password: { text: 'short', setBy: 'admin' } }],
      ['password', { username: 'bad', kind: 'shared', password: { text: goodPassword, setBy: 'admin' } }],
    ];
    for (const [field, input] of cases) {
      await assert.rejects(
        accounts.add(input),
        (error) => error instanceof AccountInputError && error.field === field,
        field,
      );
    }
    assert.deepEqual((await accounts.list({ limit: 10 })).documents, []);
  });

  test('accounts are listed by user name, page by page, deleted ones left out', async () => {
    const { accounts } = await openTestAccounts(openTestStore);
    const names = Array.from({ length: 12 }, (_, index) => `user${String(index).padStart(2, '0')}`);
    for (const username of [...names].reverse()) {
      const { id } = await add(accounts, { username });
      if (/[2-6]$/.test(username)) {
        await accounts.remove(id);
      }
    }
    await add(accounts, { username: 'other' });
    const found: string[] = [];
    let pages = 0;
    let after: Parameters<Accounts['list']>[0]['after'];
    do {
      const page = await accounts.list({ prefix: 'USER', limit: 3, ...(after ? { after } : {}) });
      found.push(...page.documents.map(({ username }) => username));
      after = page.after;
      pages += 1;
    } while (after);
    assert.deepEqual(found, ['user00', 'user01', 'user07', 'user08', 'user09', 'user10', 'user11']);
    assert.equal(pages, 3);
    assert.equal((await accounts.list({ limit: 100 })).documents.length, 8);
  });

  test('a deleted account is found nowhere, and its names are held back for 180 days', async () => {
    const { accounts, clock } = await openTestAccounts(openTestStore);
    const account = await add(accounts, {
      username: 'alice',
      name: 'Alice',
      emails: ['a@example.org'],
      roles: ['superadmin'],
      password: { text: goodPassword, setBy: 'admin' },
    });
    assert.equal(await accounts.hasSuperAdmin(), true);
    assert.equal(await accounts.remove(account.id, { evenLast: true }), 'removed');
    assert.equal(await accounts.remove(account.id), 'not-found');
    assert.equal(await accounts.findById(account.id), undefined);
    assert.equal(await accounts.findByName('alice'), undefined);
    assert.equal(await accounts.findByName('a@example.org'), undefined);
    assert.equal(await accounts.hasSuperAdmin(), false);
    assert.equal(await accounts.enable(account.id), 'not-found');
    assert.equal(await accounts.disable(account.id), 'not-found');
    assert.equal(await accounts.setPassword(account.id, goodPassword, { setBy: 'admin' }), 'not-found');
    assert.deepEqual(await accounts.factors.reset(account.id), { outcome: 'not-found' });
    assert.equal(await accounts.factors.list(account.id), undefined);
    assert.deepEqual(await accounts.factors.make(account.id), { outcome: 'not-found' });

    clock.advance(heldBackMs - 1);
    assert.deepEqual(await accounts.add({ username: 'alice' }), { outcome: 'taken' });
    assert.deepEqual(await accounts.add({ username: 'b', emails: ['a@example.org'] }), { outcome: 'taken' });
    clock.advance(1);
    const next = await add(accounts, { username: 'alice', emails: ['a@example.org'] });
    assert.notEqual(next.id, account.id);
    assert.equal(await accounts.findById(account.id), undefined);
  });

  test('a tombstone keeps nothing personal but the names', async () => {
    const { accounts, store } = await openTestAccounts(openTestStore);
    const { id } = await add(accounts, {
      username: 'alice',
      name: 'Alice Example',
      locale: 'en-GB',
      groups: ['staff'],
      password: { text: goodPassword, setBy: 'admin' },
    });
    await accounts.remove(id);
    const stone = await store.collection('accounts').find(id);
    assert.deepEqual(
      { ...stone, revision: '', expiresAt: 0, createdAt: 0, signedInSince: 0, trustSince: 0 },
      {
        id,
        revision: '',
        kind: 'person',
        username: 'alice',
        names: ['alice'],
        emails: [],
        roles: [],
        groups: [],
        status: 'deleted',
        createdAt: 0,
        signedInSince: 0,
        sessionsSince: 0,
        twoFactorSince: 0,
        trustSince: 0,
        secrets: [],
        expiresAt: 0,
      },
    );
  });

  test('a super administrator counts also while disabled', async () => {
    const { accounts } = await openTestAccounts(openTestStore);
    await add(accounts, { username: 'admin', roles: ['admin', 'user'] });
    assert.equal(await accounts.hasSuperAdmin(), false);
    const { id } = await add(accounts, { username: 'chief', roles: ['superadmin'] });
    await accounts.disable(id, { evenLast: true });
    assert.equal(await accounts.hasSuperAdmin(), true);
  });

  test('disabling ends what was signed in before, for good: enabling does not revive it', async () => {
    const { accounts, clock } = await openTestAccounts(openTestStore);
    const { id } = await add(accounts, { username: 'alice' });
    const authTime = Math.floor(clock.now() / 1000);
    assert.equal(await accounts.disable(id), 'disabled');
    const disabled = await accounts.findById(id);
    assert.equal(disabled?.status, 'disabled');
    assert.equal(await accounts.enable(id), 'enabled');
    const enabled = await accounts.findById(id);
    assert.ok(enabled?.status === 'active' && !isSessionAlive(enabled, authTime, 2));
    assert.equal(enabled.signedInSince, authTime + 1);
  });

  test('a first password ends nothing, another one ends everything', async () => {
    const { accounts } = await openTestAccounts(openTestStore);
    const before = await add(accounts, { username: 'alice' });
    assert.equal(await accounts.setPassword(before.id, goodPassword, { setBy: 'owner' }), 'set');
    const first = await accounts.findById(before.id);
    assert.ok(first && stampsOf(first) === stampsOf(before));
    const options = { setBy: 'admin', temporary: true } as const;
    assert.equal(await accounts.setPassword(before.id, 'six yellow bottles', options), 'set');
    const second = await accounts.findById(before.id);
    assert.ok(second && second.signedInSince > first.signedInSince);
    assert.deepEqual(
      second.secrets.map((secret) => secret.kind === 'password' && [secret.setBy, secret.temporary]),
      [['admin', true]],
    );
    assert.equal(await accounts.setPassword('nobody', goodPassword, { setBy: 'admin' }), 'not-found');
  });

  test('a password is refused when it is made of the names of its owner', async () => {
    const { accounts } = await openTestAccounts(openTestStore);
    const { id } = await add(accounts, { username: 'rumpel', name: 'Rumpel Stiltskin' });
    for (const text of ['rumpel2024', 'Stiltskin1']) {
      await assert.rejects(
        accounts.setPassword(id, text, { setBy: 'owner' }),
        (error) => error instanceof AccountInputError && error.problem === 'too-common',
      );
    }
    await assert.rejects(accounts.hashPassword('rumpel2024', ['rumpel']), AccountInputError);
  });

  test('endings at one moment are all counted, and none undoes another', async () => {
    const { accounts, clock } = await openTestAccounts(openTestStore, { wrap: withLatency });
    const { id } = await add(accounts, {
      username: 'alice',
      password: { text: goodPassword, setBy: 'admin' },
    });
    const second = Math.floor(clock.now() / 1000);
    await Promise.all([
      ...Array.from({ length: 10 }, () => accounts.disable(id)),
      ...Array.from({ length: 5 }, () => accounts.setPassword(id, 'six yellow bottles', { setBy: 'admin' })),
      ...Array.from({ length: 5 }, () => accounts.factors.reset(id)),
      accounts.factors.make(id),
    ]);
    const { signedInSince = 0, sessionsSince = 0, twoFactorSince = 0 } = (await accounts.findById(id)) ?? {};
    // Each of the twenty-one is later than whatever stood there before it.
    assert.equal(Math.max(signedInSince, sessionsSince, twoFactorSince), second + 21);
    assert.ok(signedInSince >= second + 15);
    assert.ok(sessionsSince >= second + 6);
    assert.ok(twoFactorSince > second);
  });
});
