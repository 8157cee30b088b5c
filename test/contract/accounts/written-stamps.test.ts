// What a change answers is what it wrote: an ending by somebody else right behind it is not taken for its own.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Account } from '../../../src/accounts/account.ts';
import { isSessionAlive, stampsOf } from '../../../src/accounts/alive.ts';
import type { Collection, Store } from '../../../src/store/store.ts';
import { openTestAccounts, type TestAccounts } from '../../support/accounts.ts';
import { forEachStore, type OpenTestStore } from '../../support/engines.ts';

const phone = 'otpauth://totp/Phone?secret=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
const token = 'otpauth://totp/Token?secret=BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB';

interface World extends TestAccounts {
  readonly id: string;
  get(): Promise<Account>;
}

type Answer = { readonly outcome: string; readonly stamps?: string };

const changes: Readonly<Record<string, (world: World) => Promise<Answer>>> = {
  'a factor added': async ({ accounts, id, get }) =>
    accounts.factors.add(id, token, { stamps: stampsOf(await get()) }),
  'a factor removed': async ({ accounts, id, get }) => {
    const [factor] = (await accounts.factors.list(id)) ?? [];
    const options = { lastToo: true, stamps: stampsOf(await get()) };
    return accounts.factors.remove(id, factor?.id ?? '', { by: 'owner' }, options);
  },
  'the password changed': async ({ accounts, id, get }) =>
    accounts.changePassword(id, 'six yellow bottles', { stamps: stampsOf(await get()) }),
};

const endings: Readonly<Record<string, (world: World) => Promise<unknown>>> = {
  'a password set by an administrator': ({ accounts, id }) =>
    accounts.setPassword(id, 'nine blue doors ajar', { setBy: 'admin' }),
  'a reset': ({ accounts, id }) => accounts.factors.reset(id),
  'a lost device': ({ accounts, id }) => accounts.loseDevice(id),
  'an end of all access': ({ accounts, id }) => accounts.endAccess(id, { by: 'owner' }),
  'a disabled account that is enabled again': async ({ accounts, id }) => {
    await accounts.disable(id);
    await accounts.enable(id);
  },
};

forEachStore((_engine, openTestStore) => {
  for (const [what, change] of Object.entries(changes)) {
    test(`${what}: the stamps that are answered are the account's, and new`, async () => {
      const { world } = await openAlice(openTestStore);
      const before = stampsOf(await world.get());
      const { outcome, stamps } = await change(world);
      assert.match(outcome, /^(added|removed|changed)$/);
      assert.notEqual(stamps, before);
      assert.equal(stamps, stampsOf(await world.get()));
    });

    for (const [ending, end] of Object.entries(endings)) {
      test(`${what}, and ${ending} before anybody can read it: the answer is not as the account is then`, async () => {
        const { world, behindNextWrite } = await openAlice(openTestStore);
        let between: Account | undefined;
        behindNextWrite(async () => {
          between = await world.get();
          await end(world);
        });
        const { stamps } = await change(world);
        assert.ok(between && isSessionAlive(between, between.sessionsSince, 2));
        assert.equal(stamps, stampsOf(between));
        assert.notEqual(stamps, stampsOf(await world.get()));
      });
    }
  }
});

async function openAlice(openTestStore: OpenTestStore) {
  let next: (() => Promise<void>) | undefined;
  const behindWrite = async (): Promise<void> => {
    const act = next;
    next = undefined;
    await act?.();
  };
  const opened = await openTestAccounts(openTestStore, { wrap: (store) => interrupted(store, behindWrite) });
  const { accounts } = opened;
  const added = await accounts.add({
    username: 'alice',
    password: { text: 'seven green bottles', setBy: 'owner' },
  });
  const id = added.outcome === 'added' ? added.account.id : assert.fail();
  await accounts.factors.add(id, phone);
  const get = async (): Promise<Account> => (await accounts.findById(id)) ?? assert.fail();
  const behindNextWrite = (act: () => Promise<void>): void => {
    next = act;
  };
  return { world: { ...opened, id, get }, behindNextWrite };
}

/** Something else happens right behind a write of an account, before whoever wrote goes on. */
function interrupted(store: Store, behindWrite: () => Promise<void>): Store {
  const collection: Store['collection'] = (name) => {
    const inner: Collection<never> = store.collection(name);
    const replace = async (document: never) => {
      const outcome = await inner.replace(document);
      if (name === 'accounts' && outcome === 'replaced') {
        await behindWrite();
      }
      return outcome;
    };
    return { ...inner, replace };
  };
  return { ...store, collection };
}
