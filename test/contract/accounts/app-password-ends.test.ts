// THE matrix: which writes of an account end its app passwords in that same write, which refuse them, and which leave them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Account, listAppPasswords } from '../../../src/accounts/account.ts';
import { stampsOf } from '../../../src/accounts/alive.ts';
import { readAppPassword } from '../../../src/accounts/app-passwords/app-password-text.ts';
import type { Collection, Store } from '../../../src/store/store.ts';
import { openTestAccounts, type TestAccounts } from '../../support/accounts.ts';
import { forEachStore, type OpenTestStore } from '../../support/engines.ts';

const text = 'seven green bottles';
const another = 'six yellow bottles';
const from = { address: '192.0.2.1' };
const use = { protocol: 'imap', service: 'mail', address: '192.0.2.7' };

interface World extends TestAccounts {
  readonly id: string;
  readonly codes: readonly string[];
  readonly factorIds: readonly string[];
  readonly appPasswordId: string;
  readonly written: Account[];
  get(): Promise<Account>;
  isRight(account?: Account): Promise<boolean>;
}

type Act = (world: World) => Promise<unknown>;

const ends: Readonly<Record<string, Act>> = {
  'the app password removed': ({ accounts, id, appPasswordId }) =>
    accounts.appPasswords.remove(id, appPasswordId),
  'a device lost, said by an administrator': ({ accounts, id }) => accounts.loseDevice(id),
  'a device lost, with a ticket': ({ accounts, id }) => accounts.loseDevice(id, {}, { withTicket: true }),
  'all access ended by the owner': ({ accounts, id }) => accounts.endAccess(id, { by: 'owner' }),
  'the account removed': ({ accounts, id }) => accounts.remove(id),
};

const leaves: Readonly<Record<string, Act>> = {
  'the factors reset': ({ accounts, id }) => accounts.factors.reset(id),
  'the factors reset with a ticket': ({ accounts, id }) =>
    accounts.factors.reset(id, {}, { withTicket: true }),
  'one of two factors removed': ({ accounts, id, factorIds }) =>
    accounts.factors.remove(id, factorIds[0] ?? ''),
  'the last factor removed': async ({ accounts, id, factorIds }) => {
    await accounts.factors.remove(id, factorIds[0] ?? '');
    assert.equal(
      (await accounts.factors.remove(id, factorIds[1] ?? '', {}, { lastToo: true })).outcome,
      'removed',
    );
  },
  'another factor': ({ accounts, id }) => accounts.factors.make(id),
  'a recovery code used': ({ accounts, id, codes }) => accounts.verifyRecoveryCode(id, codes[0] ?? '', from),
  'new recovery codes': ({ accounts, id }) => accounts.recoveryCodes.renew(id),
  'the password set by an administrator': ({ accounts, id }) =>
    accounts.setPassword(id, another, { setBy: 'admin' }),
  'the password changed by the owner': async ({ accounts, id, get }) =>
    accounts.changePassword(id, another, { stamps: stampsOf(await get()) }),
  'another app password': ({ accounts, id }) => accounts.appPasswords.add(id, { name: 'Laptop' }),
  'a second factor asked for': ({ accounts, id }) => accounts.requireFactor(id, 2),
  'a browser trusted': async ({ accounts, id, get }) =>
    accounts.trustedBrowsers.trust(id, { stamps: stampsOf(await get()), userAgent: 'x' }),
};

forEachStore((_engine, openTestStore) => {
  for (const [what, act] of Object.entries(ends)) {
    test(`${what}: the app password is gone from that very write on, and its last use with it`, async () => {
      const world = await open(openTestStore);
      const before = await world.get();
      await act(world);
      const [first] = world.written;
      assert.ok(first, 'something was written');
      assert.deepEqual(world.written.flatMap(listAppPasswords), []);
      assert.equal(await world.isRight(before), true, 'it was right until then');
      assert.equal(await world.isRight(first), false);
      const lastUses = world.store.collection('lastUses');
      assert.deepEqual(await lastUses.findBy('accountId', world.id), []);
    });
  }

  for (const [what, act] of Object.entries(leaves)) {
    test(`${what}: the app password stays`, async () => {
      const world = await open(openTestStore);
      await act(world);
      assert.ok(world.written.length > 0, 'something was written');
      assert.equal(await world.isRight(), true);
      const lastUses = world.store.collection('lastUses');
      assert.equal((await lastUses.findBy('accountId', world.id)).length, 1);
    });
  }

  test('a disabled account is refused in that very write, and let in again once it is enabled', async () => {
    const world = await open(openTestStore);
    await world.accounts.disable(world.id);
    assert.equal(await world.isRight(world.written[0]), false);
    assert.equal(await world.isRight(), false);
    await world.accounts.enable(world.id);
    assert.equal(await world.isRight(), true);
  });

  test('a first factor leaves the app passwords that were there before it', async () => {
    const { accounts } = await openTestAccounts(openTestStore);
    const added = await accounts.add({ username: 'carol', password: { text, setBy: 'owner' } });
    const id = added.outcome === 'added' ? added.account.id : assert.fail();
    const made = await accounts.appPasswords.add(id, { name: 'Phone' });
    const password = made.outcome === 'added' ? made.password : assert.fail();
    await accounts.factors.make(id);
    const account = await accounts.findById(id);
    const typed = readAppPassword(password) ?? assert.fail();
    assert.ok(await accounts.appPasswords.verify(account, typed, use));
  });

  test('endings of one account touch no other', async () => {
    for (const act of Object.values(ends)) {
      const world = await open(openTestStore);
      const { accounts } = world;
      const added = await accounts.add({ username: 'bob' });
      const bob = added.outcome === 'added' ? added.account : assert.fail();
      const made = await accounts.appPasswords.add(bob.id, { name: 'Phone' });
      await accounts.appPasswords.noteUse(bob.id, made.outcome === 'added' ? made.id : assert.fail(), use);
      await act(world);
      const [listed] = (await accounts.appPasswords.list(bob.id)) ?? [];
      assert.equal(listed?.lastAddress, use.address);
    }
  });
});

async function open(openTestStore: OpenTestStore): Promise<World> {
  const written: Account[] = [];
  const opened = await openTestAccounts(openTestStore, { wrap: (store) => watched(store, written) });
  const { accounts } = opened;
  const added = await accounts.add({ username: 'alice', password: { text, setBy: 'owner' } });
  const id = added.outcome === 'added' ? added.account.id : assert.fail();
  const factor = await accounts.factors.make(id);
  const { recoveryCodes: codes } = factor.outcome === 'made' ? factor : assert.fail();
  await accounts.factors.make(id);
  const factorIds = ((await accounts.factors.list(id)) ?? []).map((one) => one.id);
  const made = await accounts.appPasswords.add(id, { name: 'Phone' });
  const { id: appPasswordId, password } = made.outcome === 'added' ? made : assert.fail();
  await accounts.appPasswords.noteUse(id, appPasswordId, use);
  const get = async (): Promise<Account> => (await accounts.findById(id)) ?? assert.fail();
  const typed = readAppPassword(password) ?? assert.fail();
  const isRight = async (account?: Account): Promise<boolean> =>
    (await accounts.appPasswords.verify(account ?? (await get()), typed, use)) !== undefined;
  written.length = 0;
  return { ...opened, id, codes, factorIds, appPasswordId, written, get, isRight };
}

/** Keeps every account that was written over another. */
function watched(store: Store, written: Account[]): Store {
  const collection: Store['collection'] = (name) => {
    const inner: Collection<never> = store.collection(name);
    const replace = async (document: never) => {
      const outcome = await inner.replace(document);
      if (name === 'accounts' && outcome === 'replaced') {
        written.push(document);
      }
      return outcome;
    };
    return { ...inner, replace } as Collection<never>;
  };
  return { ...store, collection };
}
