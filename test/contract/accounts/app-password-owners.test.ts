// Shared mailboxes and machines on both stores: who may look after their app passwords, and who hears of them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AccountInputError } from '../../../src/accounts/adding/account-input-error.ts';
import type { NewAccount } from '../../../src/accounts/adding/add-account.ts';
import { readAppPassword } from '../../../src/accounts/app-passwords/app-password-text.ts';
import { openTestAccounts } from '../../support/accounts.ts';
import { forEachStore, type OpenTestStore } from '../../support/engines.ts';

const use = { protocol: 'imap', service: 'mail', address: '192.0.2.7' };
const from = { address: '192.0.2.1' };
const mail = {
  smtp: { host: '127.0.0.1', port: 25, tls: 'none' },
  mailFrom: { address: 'postern@example.test' },
} as const;

forEachStore((_engine, openTestStore) => {
  for (const kind of ['shared', 'device'] as const) {
    test(`a ${kind} account has app passwords and no other way in`, async () => {
      const { accounts, add } = await open(openTestStore);
      const team = await add({ username: 'team', kind });
      const made = await accounts.appPasswords.add(team.id, { name: 'Front desk' });
      const { password } = made.outcome === 'added' ? made : assert.fail();
      const typed = readAppPassword(password) ?? assert.fail();
      const account = await accounts.findById(team.id);
      assert.ok(await accounts.appPasswords.verify(account, typed, use));
      assert.equal((await accounts.verifyPassword('team', password, from)).outcome, 'wrong');
      assert.equal((await accounts.factors.make(team.id)).outcome, 'not-for-this-kind');
      await accounts.loseDevice(team.id);
      const after = await accounts.findById(team.id);
      assert.equal(await accounts.appPasswords.verify(after, typed, use), undefined);
    });
  }

  test('owners find what they own, and nobody else does', async () => {
    const { accounts, add } = await open(openTestStore);
    const [alice, bob] = [await add({ username: 'alice' }), await add({ username: 'bob' })];
    await add({ username: 'team', kind: 'shared', owners: [alice.id, bob.id, alice.id] });
    await add({ username: 'printer', kind: 'device', owners: [alice.id] });
    await add({ username: 'nobodys', kind: 'device' });
    const owned = async (id: string) => (await accounts.listOwned(id)).map(({ username }) => username);
    assert.deepEqual(await owned(alice.id), ['printer', 'team']);
    assert.deepEqual(await owned(bob.id), ['team']);
    assert.deepEqual(await owned('nobody'), []);
    const team = (await accounts.findByName('team')) ?? assert.fail();
    assert.deepEqual(team.owners, [alice.id, bob.id]);
    await accounts.remove(team.id);
    assert.deepEqual(await owned(bob.id), []);
    assert.deepEqual(await owned(alice.id), ['printer']);
  });

  test('only people own, and no person is owned', async () => {
    const { accounts, add } = await open(openTestStore);
    const alice = await add({ username: 'alice' });
    const printer = await add({ username: 'printer', kind: 'device' });
    const gone = await add({ username: 'gone' });
    await accounts.remove(gone.id);
    for (const input of [
      { username: 'bob', owners: [alice.id] },
      { username: 'team', kind: 'shared', owners: [printer.id] },
      { username: 'team', kind: 'shared', owners: [alice.id, gone.id] },
      { username: 'team', kind: 'shared', owners: ['nobody'] },
      { username: 'team', kind: 'shared', owners: Array.from({ length: 51 }, (_, index) => `${index}`) },
    ] as const) {
      await assert.rejects(
        accounts.add(input),
        (error) => error instanceof AccountInputError && error.field === 'owner',
      );
    }
    assert.equal(await accounts.findByName('team'), undefined);
    assert.equal(await accounts.findByName('bob'), undefined);
  });

  test('an app password that is made or removed is told to its owner, once each', async () => {
    const { accounts, add, read } = await open(openTestStore);
    const { id } = await add({ username: 'alice', emails: ['alice@example.test'] });
    await read();
    const actor = { by: 'owner', from } as const;
    const made = await accounts.appPasswords.add(id, { name: 'Phone' }, { actor });
    const [added, ...others] = await read();
    assert.deepEqual(others, []);
    assert.equal(added?.to, 'alice@example.test');
    assert.match(added?.text ?? '', /An app password was made for your account: “Phone”/);
    const { id: phone, password } = made.outcome === 'added' ? made : assert.fail();
    for (const secret of [password, password.replaceAll('-', ''), phone]) {
      assert.ok(!JSON.stringify(added).includes(secret));
    }
    await accounts.appPasswords.remove(id, phone, actor);
    await accounts.appPasswords.remove(id, phone, actor);
    const removed = await read();
    assert.deepEqual(
      removed.map(({ subject }) => subject),
      ['Postern: an app password was removed'],
    );
  });

  test('of a shared mailbox the owners hear at their own addresses, each address once', async () => {
    const { accounts, add, read } = await open(openTestStore);
    const alice = await add({ username: 'alice', emails: ['alice@example.test', 'desk@example.test'] });
    const bob = await add({
      username: 'bob',
      recoveryEmail: 'bob@elsewhere.test',
      emails: ['bob@example.test'],
    });
    const gone = await add({ username: 'gone', emails: ['gone@example.test'] });
    const team = await add({
      username: 'team',
      kind: 'shared',
      emails: ['team@example.test'],
      owners: [alice.id, bob.id, gone.id],
    });
    await accounts.remove(gone.id);
    await read();
    await accounts.appPasswords.add(team.id, { name: 'Phone' });
    const told = await read();
    assert.deepEqual(told.map(({ to }) => to).sort(), [
      'alice@example.test',
      'bob@elsewhere.test',
      'desk@example.test',
      'team@example.test',
    ]);
    assert.ok(told.every(({ text }) => text.startsWith('Hello team,')));
  });
});

async function open(openTestStore: OpenTestStore) {
  const opened = await openTestAccounts(openTestStore, { mail });
  const { accounts, outbox } = opened;
  const add = async (input: NewAccount) => {
    const added = await accounts.add(input);
    return added.outcome === 'added' ? added.account : assert.fail();
  };
  /** The mails since the last time it was called. */
  const read = async () => {
    const mails = [];
    for (let taken = await outbox.waiting.take(); taken; taken = await outbox.waiting.take()) {
      mails.push(taken.mail);
      await outbox.waiting.forget(taken.id);
    }
    return mails;
  };
  return { ...opened, add, read };
}
