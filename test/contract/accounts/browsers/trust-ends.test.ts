// THE matrix: which writes of an account end trust in browsers in that same write, and which leave it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Account, findPassword, listTrustedBrowsers } from '../../../../src/accounts/account.ts';
import { isTrustAlive, stampsOf } from '../../../../src/accounts/alive.ts';
import { readOtpauthUrl } from '../../../../src/accounts/second-factor/app/otpauth-url.ts';
import { codeOfStep, stepAt } from '../../../../src/accounts/second-factor/app/totp.ts';
import type { Collection, Store } from '../../../../src/store/store.ts';
import { openTestAccounts, type TestAccounts } from '../../../support/accounts.ts';
import { forEachStore, type OpenTestStore } from '../../../support/engines.ts';

const password = 'seven green bottles';
const another = 'six yellow bottles';
/** Of trust in a browser, in seconds. */
const life = 30 * 86_400;
const from = { address: '192.0.2.1' };

interface World extends TestAccounts {
  readonly id: string;
  readonly url: string;
  readonly codes: readonly string[];
  readonly factorIds: readonly string[];
  get(): Promise<Account>;
}

type Act = (world: World) => Promise<unknown>;

const ends: Readonly<Record<string, Act>> = {
  'the password set by an administrator': ({ accounts, id }) =>
    accounts.setPassword(id, another, { setBy: 'admin' }),
  'a temporary password set': ({ accounts, id }) =>
    accounts.setPassword(id, another, { setBy: 'admin', temporary: true }),
  'the password changed by the owner': async ({ accounts, id, get }) =>
    accounts.changePassword(id, another, { stamps: stampsOf(await get()) }),
  'a factor added': ({ accounts, id, url }) =>
    accounts.factors.add(id, url.replace('secret=', 'secret=MFRGGZDFMZTWQ2LK')),
  'a factor made': ({ accounts, id }) => accounts.factors.make(id),
  'factors imported': ({ accounts, url }) => {
    const row = {
      line: 1,
      username: 'alice',
      url: url.replace('secret=', 'secret=NBSWY3DPEB3W64TM'),
      t0: '',
    };
    return accounts.factors.importAll([row], { dryRun: false });
  },
  'one of two factors removed': ({ accounts, id, factorIds }) =>
    accounts.factors.remove(id, factorIds[0] ?? ''),
  'the factors reset': ({ accounts, id }) => accounts.factors.reset(id),
  'the factors reset with a ticket': ({ accounts, id }) =>
    accounts.factors.reset(id, {}, { withTicket: true }),
  'a recovery code used': ({ accounts, id, codes }) => accounts.verifyRecoveryCode(id, codes[0] ?? '', from),
  'a device lost, said by an administrator': ({ accounts, id }) => accounts.loseDevice(id),
  'all access ended by the owner': ({ accounts, id }) => accounts.endAccess(id, { by: 'owner' }),
  'the account disabled': ({ accounts, id }) => accounts.disable(id),
  'the account removed': ({ accounts, id }) => accounts.remove(id),
};

const leaves: Readonly<Record<string, Act>> = {
  'a right code': ({ accounts, id, url, clock }) =>
    accounts.verifyCode(id, codeOfStep(readOtpauthUrl(url), stepAt(clock.now(), 0, 30)), from),
  'a factor renamed': ({ accounts, id, factorIds }) =>
    accounts.factors.rename(id, factorIds[0] ?? '', 'Other'),
  'new recovery codes': ({ accounts, id }) => accounts.recoveryCodes.renew(id),
  'a password hashed at today’s cost': ({ accounts, hasher }) => {
    hasher.cost = 'cost2';
    return accounts.verifyPassword('alice', password, from);
  },
  'a second factor asked for': ({ accounts, id }) => accounts.requireFactor(id, 2),
  'the account enabled': ({ accounts, id }) => accounts.enable(id),
  'another browser trusted': async ({ accounts, id, get }) =>
    accounts.trustedBrowsers.trust(id, { stamps: stampsOf(await get()), userAgent: 'other' }),
};

/** Where nothing is written, nothing ends. */
const writesNothing: Readonly<Record<string, Act>> = {
  'the same password again': async ({ accounts, id, get }) =>
    accounts.changePassword(id, password, { stamps: stampsOf(await get()) }),
  'a change behind an ended sign-in': ({ accounts, id }) =>
    accounts.changePassword(id, another, { stamps: '0.0.0' }),
  'a wrong code': ({ accounts, id }) => accounts.verifyCode(id, '000000', from),
  'a wrong recovery code': ({ accounts, id }) =>
    accounts.verifyRecoveryCode(id, '0000-0000-0000-0000-0000', from),
  'an import that is only tried': ({ accounts, url }) => {
    const row = {
      line: 1,
      username: 'alice',
      url: url.replace('secret=', 'secret=NBSWY3DPEB3W64TM'),
      t0: '',
    };
    return accounts.factors.importAll([row], { dryRun: true });
  },
  'a ticket for an account that has a factor': ({ accounts, id }) => accounts.enrolment.issueTicket(id),
};

forEachStore((_engine, openTestStore) => {
  for (const [what, act] of Object.entries(ends)) {
    test(`${what}: no browser is trusted from that very write on`, async () => {
      const { world, written, cookie } = await openTrusted(openTestStore);
      const before = await world.get();
      await act(world);
      const [first] = written;
      assert.ok(first, 'something was written');
      assert.deepEqual(written.flatMap(listTrustedBrowsers), []);
      assert.equal(
        world.accounts.trustedBrowsers.isTrusted(before, cookie),
        true,
        'it was trusted until then',
      );
      assert.equal(world.accounts.trustedBrowsers.isTrusted(first, cookie), false);
      const signedInAt = before.trustSince ?? 0;
      assert.equal(isTrustAlive(before, signedInAt, world.clock.now(), life), true);
      assert.equal(isTrustAlive(first, signedInAt, world.clock.now(), life), false, 'nor what it has opened');
    });
  }

  for (const [what, act] of Object.entries(leaves)) {
    test(`${what}: trust in browsers stays`, async () => {
      const { world, written, cookie } = await openTrusted(openTestStore);
      const signedInAt = (await world.get()).trustSince ?? 0;
      await act(world);
      assert.ok(written.length > 0, 'something was written');
      assert.equal(world.accounts.trustedBrowsers.isTrusted(await world.get(), cookie), true);
      assert.equal(isTrustAlive(await world.get(), signedInAt, world.clock.now(), life), true);
    });
  }

  test('a browser forgotten in the list, alone or with all: what trust has opened until then is over', async () => {
    for (const which of ['one', 'all'] as const) {
      const { world } = await openTrusted(openTestStore);
      const { accounts, clock, get, id } = world;
      const { end, list } = accounts.trustedBrowsers;
      const signedInAt = (await get()).trustSince ?? 0;
      assert.equal(await end(id, 'nothing'), 0);
      assert.equal(isTrustAlive(await get(), signedInAt, clock.now(), life), true);
      assert.equal(await end(id, which === 'all' ? 'all' : (list(await get())[0]?.id ?? '')), 1);
      assert.equal(isTrustAlive(await get(), signedInAt, clock.now(), life), false);
      assert.equal(isTrustAlive(await get(), signedInAt + 1, clock.now(), life), true);
    }
  });

  for (const [what, act] of Object.entries(writesNothing)) {
    test(`${what}: the account is not written`, async () => {
      const { world, written, cookie } = await openTrusted(openTestStore);
      await act(world);
      assert.deepEqual(written, []);
      assert.equal(world.accounts.trustedBrowsers.isTrusted(await world.get(), cookie), true);
    });
  }

  test('the last factor removed takes recovery codes and trust along in one write', async () => {
    const { world, written } = await openTrusted(openTestStore);
    const [first = '', second = ''] = world.factorIds;
    await world.accounts.factors.remove(world.id, first);
    const { trust } = world.accounts.trustedBrowsers;
    const given = { stamps: stampsOf(await world.get()), userAgent: 'x' };
    assert.ok(await trust(world.id, given));
    written.length = 0;
    assert.equal(
      (await world.accounts.factors.remove(world.id, second, {}, { lastToo: true })).outcome,
      'removed',
    );
    assert.deepEqual(
      written.map(({ secrets }) => secrets.map(({ kind }) => kind)),
      [['password']],
    );
  });

  test('a temporary password replaced ends trust in that very write', async () => {
    const { world, written } = await openTrusted(openTestStore);
    const { accounts, id, get } = world;
    await accounts.setPassword(id, another, { setBy: 'admin', temporary: true });
    const stamps = stampsOf(await get());
    assert.ok(await accounts.trustedBrowsers.trust(id, { stamps, userAgent: 'x' }));
    written.length = 0;
    const passwordId = findPassword(await get())?.id ?? '';
    assert.equal(await accounts.replaceTemporaryPassword(id, { passwordId, stamps }, password), 'replaced');
    assert.equal(written.length, 1);
    assert.deepEqual(written.flatMap(listTrustedBrowsers), []);
  });

  test('a retired password ends trust in that very write', async () => {
    const { world, written, cookie } = await openTrusted(openTestStore);
    const { accounts, id, get, clock } = world;
    for (let tries = 0; written.length === 0; tries += 1) {
      assert.ok(tries < 200);
      assert.equal(accounts.trustedBrowsers.isTrusted(await get(), cookie), true);
      await accounts.verifyCode(id, '000000', from);
      clock.advance(3_600_000);
    }
    assert.equal(written.length, 1);
    assert.notEqual(written.map(findPassword)[0]?.retiredAt, undefined);
    assert.deepEqual(written.flatMap(listTrustedBrowsers), []);
  });
});

async function openTrusted(openTestStore: OpenTestStore) {
  const written: Account[] = [];
  const opened = await openTestAccounts(openTestStore, { wrap: (store) => watched(store, written) });
  const { accounts } = opened;
  const added = await accounts.add({ username: 'alice', password: { text: password, setBy: 'owner' } });
  const id = added.outcome === 'added' ? added.account.id : assert.fail();
  const made = await accounts.factors.make(id);
  const { url, recoveryCodes: codes } = made.outcome === 'made' ? made : assert.fail();
  await accounts.factors.make(id);
  const factorIds = ((await accounts.factors.list(id)) ?? []).map((factor) => factor.id);
  const get = async (): Promise<Account> => (await accounts.findById(id)) ?? assert.fail();
  const stamps = stampsOf(await get());
  const cookie = (await accounts.trustedBrowsers.trust(id, { stamps, userAgent: 'x' })) ?? assert.fail();
  written.length = 0;
  const world: World = { ...opened, id, url, codes, factorIds, get };
  return { world, written, cookie };
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
    return { ...inner, replace };
  };
  return { ...store, collection };
}
