// Browsers that are not asked for a code, on both stores: for whom, for how long, how many, and what ends them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Account, listTrustedBrowsers } from '../../../../src/accounts/account.ts';
import { stampsOf } from '../../../../src/accounts/alive.ts';
import { openTestAccounts, type TestAccountsOptions } from '../../../support/accounts.ts';
import { forEachStore, type OpenTestStore } from '../../../support/engines.ts';
import { withLatency } from '../../../support/latency.ts';

const day = 24 * 3_600_000;
const userAgent = 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0';

forEachStore((_engine, openTestStore, makeTarget) => {
  test('a browser is trusted for thirty days, by the cookie it was given and no other', async () => {
    const { get, isTrusted, trust, clock } = await openWithFactor(openTestStore);
    const cookie = await trust();
    assert.match(cookie, /^[A-Za-z0-9_-]{43}$/);
    assert.equal(await isTrusted(cookie), true);
    const stored = listTrustedBrowsers(await get());
    const [{ id = '', hash = '' } = {}] = stored;
    for (const other of [undefined, '', 'x'.repeat(43), cookie.slice(1), `${cookie}x`, hash, id, [cookie]]) {
      assert.equal(await isTrusted(other), false, String(other));
    }
    assert.ok(!JSON.stringify(await get()).includes(cookie), 'what is stored does not work');
    clock.advance(30 * day - 1);
    assert.equal(await isTrusted(cookie), true);
    clock.advance(1);
    assert.equal(await isTrusted(cookie), false);
  });

  test('a value works for the account that gave it only', async () => {
    const { accounts, isTrusted, trust } = await openWithFactor(openTestStore);
    const cookie = await trust();
    const added = await accounts.add({ username: 'bob' });
    const bob = added.outcome === 'added' ? added.account : assert.fail();
    await accounts.factors.make(bob.id);
    const now = (await accounts.findById(bob.id)) ?? assert.fail();
    const given = { stamps: stampsOf(now), userAgent, cookie };
    const his = (await accounts.trustedBrowsers.trust(bob.id, given)) ?? assert.fail();
    assert.notEqual(his, cookie, 'a value that was sent is not taken over');
    const after = (await accounts.findById(bob.id)) ?? assert.fail();
    assert.equal(accounts.trustedBrowsers.isTrusted(after, cookie), false);
    assert.equal(accounts.trustedBrowsers.isTrusted(after, his), true);
    assert.equal(await isTrusted(his), false);
    assert.equal(await isTrusted(cookie), true, 'another account’s trust takes nothing from this one');
  });

  test('nobody is trusted without a factor, while disabled, or after something was ended', async () => {
    const { accounts, id, get } = await openWithFactor(openTestStore);
    const { trust } = accounts.trustedBrowsers;
    const before = stampsOf(await get());
    await accounts.changePassword(id, 'six yellow bottles', { stamps: before });
    assert.equal(await trust(id, { stamps: before, userAgent }), undefined);
    await accounts.disable(id);
    assert.equal(await trust(id, { stamps: stampsOf(await get()), userAgent }), undefined);
    await accounts.enable(id);
    await accounts.factors.reset(id);
    assert.equal(await trust(id, { stamps: stampsOf(await get()), userAgent }), undefined);
    assert.equal(await trust('nobody', { stamps: before, userAgent }), undefined);
    assert.deepEqual(listTrustedBrowsers(await get()), []);
    await accounts.factors.make(id);
    assert.ok(await trust(id, { stamps: stampsOf(await get()), userAgent }));
  });

  test('a disabled account trusts nobody, and none of its browsers once it is enabled again', async () => {
    const { accounts, id, get, isTrusted, trust } = await openWithFactor(openTestStore);
    const cookie = await trust();
    const then = await get();
    await accounts.disable(id);
    assert.equal(await isTrusted(cookie), false);
    assert.equal(accounts.trustedBrowsers.isTrusted({ ...then, status: 'disabled' }, cookie), false);
    await accounts.enable(id);
    assert.equal(await isTrusted(cookie), false);
  });

  test('switched off, no browser is trusted, old ones included; a shorter life binds them too', async () => {
    const target = await makeTarget();
    const { id, get, trust, clock } = await openWithFactor(openTestStore, { target });
    const cookie = await trust();
    const open = async (trustedBrowserLife: number) => {
      const settings = { trustedBrowserLife };
      return (await openTestAccounts(openTestStore, { target, clock, settings })).accounts.trustedBrowsers;
    };
    const account = await get();
    const off = await open(0);
    assert.equal(off.isTrusted(account, cookie), false);
    assert.deepEqual(off.list(account), []);
    assert.equal(await off.trust(id, { stamps: stampsOf(account), userAgent }), undefined);
    const short = await open(3600);
    assert.equal(short.isTrusted(account, cookie), true);
    assert.equal(short.list(account)[0]?.expiresAt, clock.now() + 3_600_000);
    clock.advance(3_600_000);
    assert.equal(short.isTrusted(account, cookie), false);
    assert.equal((await open(30 * 24 * 3600)).isTrusted(account, cookie), true);
  });

  test('the living ones are listed, newest first, and say nothing that works', async () => {
    const { accounts, get, trust, clock } = await openWithFactor(openTestStore);
    await trust({ userAgent: 'first' });
    clock.advance(29 * day);
    const cookie = await trust({ userAgent: 'x'.repeat(1000) });
    const at = clock.now();
    const listed = accounts.trustedBrowsers.list(await get());
    assert.deepEqual(
      listed.map((browser) => [browser.userAgent, browser.createdAt, browser.expiresAt]),
      [
        ['x'.repeat(256), at, at + 30 * day],
        ['first', at - 29 * day, at + day],
      ],
    );
    for (const browser of listed) {
      const keys = ['createdAt', 'expiresAt', 'id', 'isThis', 'userAgent'];
      assert.deepEqual(Object.keys(browser).sort(), keys);
    }
    const here = async (shown: string | undefined) =>
      accounts.trustedBrowsers.list(await get(), shown).map(({ isThis }) => isThis);
    assert.deepEqual(await here(cookie), [true, false]);
    assert.deepEqual(await here('nonsense'), [false, false]);
    assert.deepEqual(await here(undefined), [false, false]);
    clock.advance(day);
    assert.equal(accounts.trustedBrowsers.list(await get()).length, 1);
  });

  test('one is ended, or all of them, and it is told how many', async () => {
    const { accounts, id, get, isTrusted, trust, clock } = await openWithFactor(openTestStore);
    const cookies = [await trust(), await trust(), await trust()];
    const { end, list } = accounts.trustedBrowsers;
    const [newest] = list(await get());
    assert.equal(await end(id, newest?.id ?? ''), 1);
    assert.deepEqual(await Promise.all(cookies.map(isTrusted)), [true, true, false]);
    assert.equal(await end(id, newest?.id ?? ''), 0);
    assert.equal(await end(id, 'nothing'), 0);
    assert.equal(await end('nobody', 'all'), 0);
    assert.equal(await end(id, 'all'), 2);
    assert.deepEqual(list(await get()), []);
    await trust();
    clock.advance(30 * day);
    assert.equal(await end(id, 'all'), 0, 'what has run out was not ended now');
    await accounts.remove(id);
    assert.equal(await end(id, 'all'), 0);
  });

  test('a browser that is trusted again has one entry', async () => {
    const { accounts, get, isTrusted, trust } = await openWithFactor(openTestStore);
    const other = await trust({ userAgent: 'other' });
    const first = await trust();
    const again = await trust({ cookie: first });
    assert.notEqual(again, first);
    assert.deepEqual(await Promise.all([other, first, again].map(isTrusted)), [true, false, true]);
    assert.equal(accounts.trustedBrowsers.list(await get()).length, 2);
  });

  test('thirty at one moment over a slow store: every one answered is new, twenty stay', async () => {
    const { get, isTrusted, trust } = await openWithFactor(openTestStore, { wrap: withLatency });
    const oldest = await trust();
    const cookies = await Promise.all(Array.from({ length: 30 }, () => trust()));
    assert.equal(new Set(cookies).size, 30);
    const alive = await Promise.all(cookies.map(isTrusted));
    assert.equal(alive.filter((is) => is).length, 20);
    assert.equal(await isTrusted(oldest), false);
    assert.equal(listTrustedBrowsers(await get()).length, 20);
  });

  test('trust that races an ending never outlives it', async () => {
    for (const act of Object.values(endings)) {
      const opened = await openWithFactor(openTestStore, { wrap: withLatency });
      const { accounts, id, get } = opened;
      const given = { stamps: stampsOf(await get()), userAgent };
      const attempts = Array.from({ length: 5 }, () => accounts.trustedBrowsers.trust(id, given));
      await Promise.all([...attempts, act(opened)]);
      assert.deepEqual(listTrustedBrowsers(await get()), []);
    }
  });
});

type World = Awaited<ReturnType<typeof openWithFactor>>;

const endings: Readonly<Record<string, (world: World) => Promise<unknown>>> = {
  password: async ({ accounts, id, get }) =>
    accounts.changePassword(id, 'six yellow bottles', { stamps: stampsOf(await get()) }),
  reset: ({ accounts, id }) => accounts.factors.reset(id),
  anotherFactor: ({ accounts, id }) => accounts.factors.make(id),
  access: ({ accounts, id }) => accounts.endAccess(id, { by: 'owner' }),
  device: ({ accounts, id }) => accounts.loseDevice(id),
};

async function openWithFactor(openTestStore: OpenTestStore, options: TestAccountsOptions = {}) {
  const opened = await openTestAccounts(openTestStore, options);
  const { accounts } = opened;
  const password = { text: 'seven green bottles', setBy: 'owner' } as const;
  const added = await accounts.add({ username: 'alice', password });
  const id = added.outcome === 'added' ? added.account.id : assert.fail();
  await accounts.factors.make(id);
  const get = async (): Promise<Account> => (await accounts.findById(id)) ?? assert.fail();
  const isTrusted = async (cookie: unknown): Promise<boolean> =>
    accounts.trustedBrowsers.isTrusted(await get(), cookie as string);
  const trust = async (given: { userAgent?: string; cookie?: string } = {}): Promise<string> =>
    (await accounts.trustedBrowsers.trust(id, { stamps: stampsOf(await get()), userAgent, ...given })) ??
    assert.fail();
  return { ...opened, id, get, isTrusted, trust };
}
