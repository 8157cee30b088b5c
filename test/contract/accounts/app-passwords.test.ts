// App passwords on both stores: made, shown once, checked without the store, limited, used, removed; and what races do.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Account, listAppPasswords } from '../../../src/accounts/account.ts';
import { AccountInputError } from '../../../src/accounts/adding/account-input-error.ts';
import { stampsOf } from '../../../src/accounts/alive.ts';
import { readAppPassword } from '../../../src/accounts/app-passwords/app-password-text.ts';
import type { AppPasswordUse } from '../../../src/accounts/app-passwords/limits.ts';
import { collections } from '../../../src/store/collections.ts';
import type { Collection, CollectionName, Store, StoredDocument } from '../../../src/store/store.ts';
import { update } from '../../../src/store/update.ts';
import { openTestAccounts, type TestAccounts, type TestAccountsOptions } from '../../support/accounts.ts';
import { forEachStore, type OpenTestStore } from '../../support/engines.ts';
import { withLatency } from '../../support/latency.ts';

const text = 'seven green bottles';
const from = { address: '192.0.2.1' };
const use: AppPasswordUse = { protocol: 'imap', service: 'mail', address: '192.0.2.7' };
const minute = 60_000;

forEachStore((_engine, openTestStore, makeTarget) => {
  test('one is made, works however it is typed, and is listed without what works', async () => {
    const { accounts, id, add, isRight, clock } = await open(openTestStore);
    const made = await add({ name: ' Phone ', protocols: ['IMAP', 'smtp'], services: ['mail'] });
    const password = made.password;
    for (const typed of [password, password.toUpperCase(), password.replaceAll('-', ''), ` ${password} `]) {
      assert.equal(await isRight(typed), true, typed);
    }
    const listed = await accounts.appPasswords.list(id);
    assert.deepEqual(listed, [
      {
        id: made.id,
        name: 'Phone',
        protocols: ['imap', 'smtp'],
        services: ['mail'],
        networks: [],
        createdAt: clock.now(),
        setBy: 'admin',
      },
    ]);
    assert.ok(password.replaceAll('-', '').startsWith(`ap${made.id}`));
  });

  test('a stolen store has nothing that works, not even with its hashes to try', async () => {
    const { add, get, id, accounts, store } = await open(openTestStore);
    const { password } = await add();
    await accounts.appPasswords.noteUse(id, listAppPasswords(await get())[0]?.id ?? '', use);
    const stolen = await dump(store);
    const letters = password.replaceAll('-', '');
    for (const part of [password, letters, letters.slice(8), letters.toUpperCase(), letters.slice(12, 20)]) {
      assert.ok(!stolen.includes(part), part);
    }
    const [{ hash = '' } = {}] = listAppPasswords(await get());
    assert.ok(stolen.includes(hash));
    const guess = readAppPassword(password) ?? assert.fail();
    for (const bare of [guess.secret, `app-password:${id}:${guess.selector}:${guess.secret}`]) {
      const { createHash, createHmac } = await import('node:crypto');
      assert.notEqual(hash, createHash('sha256').update(bare).digest('base64url'));
      assert.notEqual(hash, createHmac('sha256', '').update(bare).digest('base64url'), 'the key matters');
    }
  });

  test('another process on the same store, which never made one, finds the same ones right', async () => {
    const target = await makeTarget();
    const one = await open(openTestStore, { target });
    const { password } = await one.add();
    const other = await openTestAccounts(openTestStore, { target, clock: one.clock });
    const account = (await other.accounts.findById(one.id)) ?? assert.fail();
    const typed = readAppPassword(password) ?? assert.fail();
    assert.ok(await other.accounts.appPasswords.verify(account, typed, use));
  });

  test('a check asks the store nothing, once the key is known', async () => {
    const calls: string[] = [];
    const { accounts, add, get } = await open(openTestStore, { wrap: (store) => counted(store, calls) });
    const { password } = await add();
    const account = await get();
    const typed = readAppPassword(password) ?? assert.fail();
    calls.length = 0;
    for (const asked of [account, undefined, { ...account, secrets: [] }]) {
      await accounts.appPasswords.verify(asked, typed, use);
    }
    assert.deepEqual(calls, []);
  });

  test('every letter counts, and so does the account', async () => {
    const { accounts, add, isRight, hasher } = await open(openTestStore);
    const { password } = await add();
    const letters = password.replaceAll('-', '');
    const before = { ...hasher.calls };
    for (let place = 2; place < letters.length; place += 1) {
      const other = letters[place] === '2' ? '3' : '2';
      assert.equal(
        await isRight(letters.slice(0, place) + other + letters.slice(place + 1)),
        false,
        `${place}`,
      );
    }
    const added = await accounts.add({ username: 'bob' });
    const bob = added.outcome === 'added' ? added.account : assert.fail();
    const typed = readAppPassword(password) ?? assert.fail();
    assert.equal(await accounts.appPasswords.verify(bob, typed, use), undefined);
    assert.equal(await accounts.appPasswords.verify(undefined, typed, use), undefined);
    assert.deepEqual(hasher.calls, before, 'no Argon2id for any of it');
    assert.equal(await isRight(password), true);
  });

  test('moved into another account it opens nothing', async () => {
    const { accounts, add, get, store } = await open(openTestStore);
    const { password } = await add();
    const added = await accounts.add({ username: 'mallory' });
    const mallory = added.outcome === 'added' ? added.account : assert.fail();
    const { secrets } = await get();
    await update(store.collection<Account>('accounts'), mallory.id, (current) => ({
      next: { ...current, secrets },
      result: true,
    }));
    const moved = (await accounts.findById(mallory.id)) ?? assert.fail();
    assert.equal(listAppPasswords(moved).length, 1);
    const typed = readAppPassword(password) ?? assert.fail();
    assert.equal(await accounts.appPasswords.verify(moved, typed, use), undefined);
  });

  test('it is good for its protocols, services, networks and time, and nothing beside them', async () => {
    const { add, isRight, clock } = await open(openTestStore);
    const expiresAt = clock.now() + minute;
    const { password } = await add({
      name: 'Phone',
      protocols: ['imap', 'smtp'],
      services: ['mail'],
      networks: ['192.0.2.0/24'],
      expiresAt,
    });
    assert.equal(await isRight(password), true);
    assert.equal(await isRight(password, { protocol: 'smtp' }), true);
    for (const at of [
      { protocol: 'pop3' },
      { service: 'files' },
      { address: '198.51.100.1' },
      { address: undefined },
    ]) {
      assert.equal(await isRight(password, at), false, JSON.stringify(at));
    }
    clock.advance(minute - 1);
    assert.equal(await isRight(password), true);
    clock.advance(1);
    assert.equal(await isRight(password), false);
  });

  test('no other door takes it, also when it is the very text of the account password', async () => {
    const { accounts, add, id, store, hasher } = await open(openTestStore);
    const { password } = await add();
    await accounts.factors.make(id);
    const wrong = { outcome: 'wrong' };
    assert.deepEqual(await accounts.verifyPassword('alice', password, from), wrong);
    assert.equal((await accounts.verifyCode(id, password, from)).outcome, 'wrong-code');
    assert.equal((await accounts.verifyRecoveryCode(id, password, from)).outcome, 'wrong-code');
    assert.equal((await accounts.enrolment.checkTicket(id, password, from)).outcome, 'wrong-code');
    assert.equal(
      accounts.trustedBrowsers.isTrusted((await accounts.findById(id)) ?? assert.fail(), password),
      false,
    );
    assert.equal(await accounts.enrolment.findLink(password), undefined);
    const hash = await hasher.hash(password);
    await update(store.collection<Account>('accounts'), id, (current) => ({
      next: {
        ...current,
        secrets: current.secrets.map((one) => (one.kind === 'password' ? { ...one, hash } : one)),
      },
      result: true,
    }));
    const calls = { ...hasher.calls };
    assert.deepEqual(await accounts.verifyPassword('alice', password, from), wrong);
    const checks = hasher.calls.verify + hasher.calls.verifyNothing;
    assert.equal(checks - calls.verify - calls.verifyNothing, 1, 'at the same cost as any wrong one');
  });

  test('nobody can choose one as the password of an account', async () => {
    const { accounts, add, id, get } = await open(openTestStore);
    const { password } = await add();
    const refused = (error: unknown) => error instanceof AccountInputError && error.field === 'password';
    for (const chosen of [password, password.replaceAll('-', '').toUpperCase()]) {
      await assert.rejects(accounts.setPassword(id, chosen, { setBy: 'admin' }), refused);
      const given = { stamps: stampsOf(await get()) };
      await assert.rejects(accounts.changePassword(id, chosen, given), refused);
      await assert.rejects(
        accounts.add({ username: 'carol', password: { text: chosen, setBy: 'owner' } }),
        refused,
      );
    }
  });

  test('one that is removed is refused at once, and the others go on', async () => {
    const { accounts, id, add, isRight } = await open(openTestStore);
    const [phone, laptop] = [await add({ name: 'Phone' }), await add({ name: 'Laptop' })];
    await accounts.appPasswords.noteUse(id, phone.id, use);
    assert.equal(await accounts.appPasswords.remove(id, phone.id), 'removed');
    assert.equal(await isRight(phone.password), false);
    assert.equal(await isRight(laptop.password), true);
    assert.equal(await accounts.appPasswords.remove(id, phone.id), 'not-found');
    assert.equal(await accounts.appPasswords.remove('nobody', laptop.id), 'not-found');
    assert.equal(await accounts.appPasswords.remove(id, ''), 'not-found');
    assert.deepEqual(
      (await accounts.appPasswords.list(id))?.map(({ name }) => name),
      ['Laptop'],
    );
  });

  test('its last use is kept with time, address, service and protocol: at a new address, or after five minutes', async () => {
    const { accounts, id, add, clock } = await open(openTestStore);
    const { id: phone } = await add();
    const last = async () => {
      const [found] = (await accounts.appPasswords.list(id)) ?? [];
      return [found?.lastUsedAt, found?.lastAddress, found?.lastService, found?.lastProtocol];
    };
    const start = clock.now();
    assert.deepEqual(await last(), [undefined, undefined, undefined, undefined]);
    await accounts.appPasswords.noteUse(id, phone, use);
    assert.deepEqual(await last(), [start, '192.0.2.7', 'mail', 'imap']);
    clock.advance(5 * minute - 1);
    await accounts.appPasswords.noteUse(id, phone, { ...use, protocol: 'smtp' });
    assert.deepEqual(await last(), [start, '192.0.2.7', 'mail', 'imap']);
    await accounts.appPasswords.noteUse(id, phone, { ...use, address: '192.0.2.8' });
    assert.deepEqual(await last(), [start + 5 * minute - 1, '192.0.2.8', 'mail', 'imap']);
    clock.advance(5 * minute);
    const other = { protocol: 'smtp', service: 'relay', address: '192.0.2.8' };
    await accounts.appPasswords.noteUse(id, phone, other);
    assert.deepEqual(await last(), [start + 10 * minute - 1, '192.0.2.8', 'relay', 'smtp']);
    await accounts.appPasswords.noteUse(id, phone, { ...use, address: undefined });
    assert.deepEqual(await last(), [start + 10 * minute - 1, undefined, 'mail', 'imap']);
  });

  test('a thousand uses in a minute are one write, and none to the account', async () => {
    const calls: string[] = [];
    const { accounts, id, add, get } = await open(openTestStore, { wrap: (store) => counted(store, calls) });
    const { id: phone } = await add();
    const { revision } = await get();
    calls.length = 0;
    for (let round = 0; round < 1000; round += 1) {
      await accounts.appPasswords.noteUse(id, phone, use);
    }
    assert.equal(calls.filter((call) => call === 'lastUses.put').length, 1);
    assert.deepEqual([...new Set(calls)].sort(), ['lastUses.find', 'lastUses.put']);
    assert.equal((await get()).revision, revision);
  });

  test('of two accounts with app passwords each sees its own last uses', async () => {
    const { accounts, id, add } = await open(openTestStore);
    const { id: phone } = await add();
    await accounts.appPasswords.noteUse('somebody else', phone, use);
    assert.equal((await accounts.appPasswords.list(id))?.[0]?.lastUsedAt, undefined);
  });

  test('fifty are the most, by however many at once; expired ones make room', async () => {
    const { accounts, id, add, clock, isRight } = await open(openTestStore, { wrap: withLatency });
    for (let count = 0; count < 45; count += 1) {
      await add({ name: 'old', expiresAt: clock.now() + minute });
    }
    const many = await Promise.all(
      Array.from({ length: 12 }, () => accounts.appPasswords.add(id, { name: 'new' })),
    );
    assert.equal(many.filter(({ outcome }) => outcome === 'added').length, 5);
    assert.equal(many.filter(({ outcome }) => outcome === 'too-many').length, 7);
    clock.advance(minute);
    const { password } = await add({ name: 'after' });
    assert.deepEqual(
      (await accounts.appPasswords.list(id))?.map(({ name }) => name),
      ['after', 'new', 'new', 'new', 'new', 'new'],
    );
    assert.equal(await isRight(password), true);
  });

  test('twenty made and ten removed at one moment over a slow store: every answer is so', async () => {
    const { accounts, id, add, get, isRight } = await open(openTestStore, { wrap: withLatency });
    const before = [];
    for (let count = 0; count < 10; count += 1) {
      before.push(await add({ name: `before ${count}` }));
    }
    const [made, removed] = await Promise.all([
      Promise.all(Array.from({ length: 20 }, (_, index) => add({ name: `made ${index}` }))),
      Promise.all([...before, ...before].map((one) => accounts.appPasswords.remove(id, one.id))),
    ]);
    assert.equal(removed.filter((outcome) => outcome === 'removed').length, 10, 'each once');
    assert.equal(new Set(made.map((one) => one.id)).size, 20);
    for (const { password } of made) {
      assert.equal(await isRight(password), true);
    }
    for (const { password } of before) {
      assert.equal(await isRight(password), false);
    }
    assert.equal(listAppPasswords(await get()).length, 20);
  });

  test('behind a sign-in that was ended none is made, and none for who is gone', async () => {
    const { accounts, id, get } = await open(openTestStore);
    const stamps = stampsOf(await get());
    const given = { name: 'Phone' };
    const outcomeOf = async (options = {}) => (await accounts.appPasswords.add(id, given, options)).outcome;
    assert.equal(await outcomeOf({ stamps }), 'added');
    await accounts.endAccess(id, { by: 'owner' });
    assert.equal(await outcomeOf({ stamps }), 'changed');
    const later = stampsOf(await get());
    await accounts.disable(id);
    assert.equal(await outcomeOf({ stamps: later }), 'changed');
    assert.deepEqual(listAppPasswords(await get()), []);
    await accounts.remove(id);
    assert.equal(await outcomeOf(), 'not-found');
    assert.equal((await accounts.appPasswords.add('nobody', given)).outcome, 'not-found');
    assert.equal(await accounts.appPasswords.list(id), undefined);
    assert.equal(await accounts.appPasswords.list('nobody'), undefined);
  });

  test('made behind a sign-in, it never outlives an ending of the same moment', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { accounts, id, get } = await open(openTestStore, { wrap: withLatency });
      const stamps = stampsOf(await get());
      const adding = Array.from({ length: 5 }, () =>
        accounts.appPasswords.add(id, { name: 'Phone' }, { stamps }),
      );
      await Promise.all([...adding, accounts.endAccess(id, { by: 'owner' })]);
      assert.deepEqual(listAppPasswords(await get()), []);
    }
  });

  for (const [field, given] of [
    ['name', { name: '' }],
    ['name', { name: 'x'.repeat(65) }],
    ['name', { name: 'two\nlines' }],
    ['protocols', { name: 'x', protocols: ['im_ap'] }],
    ['services', { name: 'x', services: ['a b'] }],
    ['network', { name: 'x', networks: ['here'] }],
    ['expires', { name: 'x', expiresAt: 1 }],
  ] as const) {
    test(`${JSON.stringify(given).slice(0, 40)} is refused, naming ${field}, and nothing is written`, async () => {
      const { accounts, id, get } = await open(openTestStore);
      const { revision } = await get();
      await assert.rejects(
        accounts.appPasswords.add(id, given),
        (error) => error instanceof AccountInputError && error.field === field,
      );
      assert.equal((await get()).revision, revision);
    });
  }
});

async function open(openTestStore: OpenTestStore, options: TestAccountsOptions = {}) {
  const opened = await openTestAccounts(openTestStore, options);
  const { accounts } = opened;
  const added = await accounts.add({ username: 'alice', password: { text, setBy: 'owner' } });
  const id = added.outcome === 'added' ? added.account.id : assert.fail();
  const get = async (): Promise<Account> => (await accounts.findById(id)) ?? assert.fail();
  type Given = Parameters<TestAccounts['accounts']['appPasswords']['add']>[1];
  const add = async (given: Given = { name: 'Phone' }) => {
    const made = await accounts.appPasswords.add(id, given);
    return made.outcome === 'added' ? made : assert.fail(made.outcome);
  };
  const isRight = async (typed: string, at: Partial<AppPasswordUse> = {}): Promise<boolean> => {
    const read = readAppPassword(typed) ?? assert.fail(typed);
    return (await accounts.appPasswords.verify(await get(), read, { ...use, ...at })) !== undefined;
  };
  return { ...opened, id, get, add, isRight };
}

/** Everything that the store holds, as text. */
async function dump(store: Store): Promise<string> {
  const names = Object.keys(collections) as CollectionName[];
  const pages = await Promise.all(names.map((name) => store.collection(name).page({ limit: 1000 })));
  return JSON.stringify(pages);
}

/** Notes every call of a collection, as `accounts.find`. */
function counted(store: Store, calls: string[]): Store {
  return {
    ...store,
    collection: <T extends StoredDocument>(name: CollectionName): Collection<T> =>
      new Proxy(store.collection<T>(name), {
        get: (target, method) => {
          const call = Reflect.get(target, method);
          return (...given: unknown[]) => {
            calls.push(`${name}.${String(method)}`);
            return Reflect.apply(call, target, given);
          };
        },
      }),
  };
}
