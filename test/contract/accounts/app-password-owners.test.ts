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

  test('of a shared mailbox the owners hear at their own addresses, in their own language, each address once', async () => {
    const { accounts, add, read } = await open(openTestStore);
    const alice = await add({ username: 'alice', emails: ['alice@example.test', 'desk@example.test'] });
    const shut = await add({ username: 'shut', emails: ['shut@example.test'] });
    const bob = await add({
      username: 'bob',
      name: 'Bob Baker',
      locale: 'de',
      recoveryEmail: 'bob@elsewhere.test',
      emails: ['bob@example.test'],
    });
    const gone = await add({ username: 'gone', emails: ['gone@example.test'] });
    const team = await add({
      username: 'team',
      kind: 'shared',
      emails: ['team@example.test'],
      owners: [alice.id, bob.id, gone.id, shut.id],
    });
    await accounts.remove(gone.id);
    await accounts.disable(shut.id);
    await read();
    const everybody = ['alice@example.test', 'bob@elsewhere.test', 'desk@example.test', 'team@example.test'];
    const made = await accounts.appPasswords.add(team.id, { name: 'Phone' });
    const told = await read();
    assert.deepEqual(told.map(({ to }) => to).sort(), everybody);
    const begins = new Map(told.map(({ to, text }) => [to, text.split('\n')[0]]));
    assert.deepEqual(
      everybody.map((to) => begins.get(to)),
      ['Hello alice,', 'Guten Tag Bob Baker,', 'Hello alice,', 'Hello team,'],
    );
    assert.match(told[0]?.text ?? '', /^By: an administrator$/m);

    const actor = { by: 'owner', person: alice, from } as const;
    await accounts.appPasswords.remove(team.id, made.outcome === 'added' ? made.id : assert.fail(), actor);
    const removed = new Map((await read()).map(({ to, text }) => [to, text]));
    assert.match(removed.get('bob@elsewhere.test') ?? '', /^Durch: alice$/m);
    assert.match(removed.get('alice@example.test') ?? '', /^If this was you: nothing to do\.$/m);

    await accounts.loseDevice(team.id);
    assert.deepEqual((await read()).map(({ to }) => to).sort(), everybody);
  });

  test('what a former owner made for a shared mailbox ends, and the owners from now on hear of each', async () => {
    const { accounts, add, read } = await open(openTestStore);
    const bob = await add({ username: 'bob', emails: ['bob@example.test'] });
    const dora = await add({ username: 'dora', emails: ['dora@example.test'] });
    const team = await add({ username: 'team', kind: 'shared', owners: [bob.id, dora.id] });
    for (const [name, maker] of [
      ['Bob’s', bob],
      ['Dora’s', dora],
    ] as const) {
      await accounts.appPasswords.add(team.id, { name }, { actor: { by: 'owner', person: maker }, maker });
    }
    await read();
    await accounts.setOwners(team.id, [dora.id]);
    const told = await read();
    assert.deepEqual(
      told.map(({ to, subject }) => [to, subject]),
      [['dora@example.test', 'Postern: an app password of team was removed']],
    );
    assert.match(told[0]?.text ?? '', /“Bob’s”.*^By: an administrator$/ms);
    await accounts.setOwners(team.id, [dora.id]);
    assert.deepEqual(await read(), []);
  });

  test('what is kept of it names the owner who did it by id, and holds no secret and no name of theirs', async () => {
    const { accounts, add, read, store } = await open(openTestStore);
    const bob = await add({ username: 'bob', name: 'Bob Baker', emails: ['bob@example.test'] });
    const team = await add({ username: 'team', kind: 'shared', owners: [bob.id] });
    const actor = { by: 'owner', person: bob, from } as const;
    const made = await accounts.appPasswords.add(team.id, { name: 'Phone' }, { actor, maker: bob });
    const { password } = made.outcome === 'added' ? made : assert.fail();
    const [event] = await store.collection('events').findBy('accountId', team.id);
    const {
      id: _,
      at: __,
      revision: ___,
      ...kept
    } = (event ?? assert.fail()) as unknown as Record<string, unknown>;
    assert.deepEqual(kept, {
      accountId: team.id,
      type: 'app-password-added',
      by: 'owner',
      actorId: bob.id,
      from,
      facts: { name: 'Phone' },
    });
    const mails = JSON.stringify(await read());
    for (const secret of [password, password.replaceAll('-', ''), bob.id]) {
      assert.ok(!mails.includes(secret));
    }
    await accounts.appPasswords.add(bob.id, { name: 'Own' }, { actor, maker: bob });
    const [own] = await store.collection('events').findBy('accountId', bob.id);
    assert.equal('actorId' in (own ?? assert.fail()), false, 'of the own account there is nobody to name');
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
