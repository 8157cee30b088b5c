// Where a browser counts apart from strangers: at the password after any sign-in, at the codes only where a factor was proven in it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findPassword } from '../../../../src/accounts/account.ts';
import { createKnownBrowsers } from '../../../../src/accounts/browsers/known-browsers.ts';
import { readOtpauthUrl } from '../../../../src/accounts/second-factor/app/otpauth-url.ts';
import { codeOfStep, stepAt } from '../../../../src/accounts/second-factor/app/totp.ts';
import type { Collection, CollectionName, Store, StoredDocument } from '../../../../src/store/store.ts';
import { createMovedClock, openTestAccounts, type TestAccountsOptions } from '../../../support/accounts.ts';
import { forEachStore, type OpenTestStore } from '../../../support/engines.ts';
import { withLatency } from '../../../support/latency.ts';

const password = 'seven green lamps at noon';
const stranger = { address: '192.0.2.1' };
const hour = 3_600_000;

forEachStore((_engine, openTestStore) => {
  for (const [what, factor, outcome] of [
    ['the password alone counts as a stranger', 1, 'throttled'],
    ['a second factor counts apart', 2, 'right'],
  ] as const) {
    test(`at the code and the recovery code, a browser that proved ${what}`, async () => {
      const { accounts, id, code, recoveryCode } = await openAlice(openTestStore);
      const known = { ...stranger, browser: await accounts.browsers.remember(id, { factor }) };
      await exhaust(accounts, id);
      assert.equal((await accounts.verifyCode(id, code(), known)).outcome, outcome);
      assert.equal((await accounts.verifyRecoveryCode(id, recoveryCode, known)).outcome, outcome);
    });
  }

  test('a browser that was written down before that was asked proved the password alone', async () => {
    const { accounts, id, code, store } = await openAlice(openTestStore);
    const browser = await accounts.browsers.remember(id, { factor: 2 });
    const browsers = store.collection('browsers');
    const { documents } = await browsers.page({ limit: 10 });
    const { factor: _, ...old } = documents[0] as unknown as { id: string; factor: number; revision: number };
    await browsers.put(old);
    await exhaust(accounts, id);
    assert.equal((await accounts.verifyCode(id, code(), { ...stranger, browser })).outcome, 'throttled');
  });

  test('a later sign-in with less, as in a trusted browser, does not lower what was proven', async () => {
    const { accounts, id, code } = await openAlice(openTestStore);
    const cookie = await accounts.browsers.remember(id, { factor: 2 });
    assert.equal(await accounts.browsers.remember(id, { factor: 1, cookie }), cookie);
    await exhaust(accounts, id);
    assert.equal((await accounts.verifyCode(id, code(), { ...stranger, browser: cookie })).outcome, 'right');
  });

  test('the password door knows a browser of either kind', async () => {
    const { accounts, id } = await openAlice(openTestStore);
    const browser = await accounts.browsers.remember(id, { factor: 1 });
    for (let tries = 0; tries < 12; tries += 1) {
      await accounts.verifyPassword('alice', 'wrong', stranger);
    }
    assert.equal((await accounts.verifyPassword('alice', password, stranger)).outcome, 'throttled');
    assert.equal(
      (await accounts.verifyPassword('alice', password, { ...stranger, browser })).outcome,
      'right',
    );
  });

  for (const [what, factor, outcome] of [
    ['the password alone', 1, 'wrong'],
    ['a second factor', 2, 'right'],
  ] as const) {
    test(`a retired password is ${outcome} in a browser that proved ${what}, as the codes behind it are`, async () => {
      const { accounts, id, code, clock, get } = await openAlice(openTestStore);
      const known = { ...stranger, browser: await accounts.browsers.remember(id, { factor }) };
      while (findPassword(await get())?.retiredAt === undefined) {
        await accounts.verifyCode(id, '000000', stranger);
        clock.advance(hour);
      }
      assert.equal((await accounts.verifyPassword('alice', password, known)).outcome, outcome);
      assert.equal((await accounts.verifyPassword('alice', password, stranger)).outcome, 'wrong');
      assert.equal((await accounts.verifyCode(id, code(), known)).outcome === 'right', outcome === 'right');
    });
  }

  test('a reset of the factors does not open a retired password to whoever had it before', async () => {
    const { accounts, id, clock, get } = await openAlice(openTestStore);
    const thief = { ...stranger, browser: await accounts.browsers.remember(id, { factor: 1 }) };
    const owner = { ...stranger, browser: await accounts.browsers.remember(id, { factor: 2 }) };
    while (findPassword(await get())?.retiredAt === undefined) {
      await accounts.verifyCode(id, '000000', stranger);
      clock.advance(hour);
    }
    await accounts.factors.reset(id);
    assert.equal((await accounts.verifyPassword('alice', password, thief)).outcome, 'wrong');
    assert.equal((await accounts.verifyPassword('alice', password, owner)).outcome, 'right');
  });

  test('a browser that proves more while the others are being forgotten stays', async () => {
    const clock = createMovedClock();
    const store = await openTestStore({ clock });
    let behindRead = async (): Promise<void> => {};
    const watched: Store = {
      ...store,
      collection: <T extends StoredDocument>(name: CollectionName): Collection<T> => {
        const inner = store.collection<T>(name);
        const findBy: Collection<T>['findBy'] = async (key, value) => {
          const found = await inner.findBy(key, value);
          await behindRead();
          return found;
        };
        return { ...inner, findBy };
      },
    };
    const browsers = createKnownBrowsers({ store: watched, clock });
    const [cookie, other] = [
      await browsers.remember('alice', { factor: 1 }),
      await browsers.remember('alice', { factor: 1 }),
    ];
    behindRead = async () => {
      behindRead = async () => {};
      await browsers.remember('alice', { factor: 2, cookie });
    };
    await browsers.forgetUnproven('alice');
    assert.equal(await browsers.isKnown('alice', cookie), true);
    assert.equal(await browsers.isKnown('alice', other), false);
  });

  test('what was proven with factors that were reset counts no more with the next one', async () => {
    const { accounts, id, clock } = await openAlice(openTestStore);
    const browser = await accounts.browsers.remember(id, { factor: 2 });
    await accounts.factors.reset(id);
    const made = await accounts.factors.make(id);
    const { url } = made.outcome === 'made' ? made : assert.fail();
    await exhaust(accounts, id);
    const code = codeOfStep(readOtpauthUrl(url), stepAt(clock.now(), 0, 30));
    assert.equal((await accounts.verifyCode(id, code, { ...stranger, browser })).outcome, 'throttled');
    assert.equal(await accounts.browsers.isKnown(id, browser), true, 'at the password it is known still');
  });

  test('a hundred wrong codes in a known browser, however many at once, make a stranger of it and retire nothing', async () => {
    const { accounts, id, clock, get } = await openAlice(openTestStore, { wrap: withLatency });
    const browser = await accounts.browsers.remember(id, { factor: 2 });
    let judged = 0;
    for (let round = 0; await accounts.browsers.isKnown(id, browser); round += 1) {
      assert.ok(round < 300 && judged <= 100);
      const from = { ...stranger, browser };
      const tries = Array.from({ length: round % 10 === 0 ? 10 : 1 }, () =>
        accounts.verifyCode(id, '000000', from),
      );
      judged += (await Promise.all(tries)).filter(({ outcome }) => outcome === 'wrong-code').length;
      clock.advance(hour);
    }
    assert.equal(judged, 100);
    assert.equal(findPassword(await get())?.retiredAt, undefined);
  });
});

type Accounts = Awaited<ReturnType<typeof openAlice>>['accounts'];

/** Strangers have nothing left, at either door. */
async function exhaust(accounts: Accounts, id: string): Promise<void> {
  for (let tries = 0; tries < 6; tries += 1) {
    await accounts.verifyCode(id, '000000', stranger);
    await accounts.verifyRecoveryCode(id, '0000-0000-0000-0000-0000', stranger);
  }
}

async function openAlice(openTestStore: OpenTestStore, options: TestAccountsOptions = {}) {
  const opened = await openTestAccounts(openTestStore, options);
  const { accounts, clock } = opened;
  const added = await accounts.add({ username: 'alice', password: { text: password, setBy: 'owner' } });
  const id = added.outcome === 'added' ? added.account.id : assert.fail();
  const made = await accounts.factors.make(id);
  const { url, recoveryCodes } = made.outcome === 'made' ? made : assert.fail();
  return {
    ...opened,
    id,
    recoveryCode: recoveryCodes[0] ?? '',
    code: () => codeOfStep(readOtpauthUrl(url), stepAt(clock.now(), 0, 30)),
    get: async () => (await accounts.findById(id)) ?? assert.fail(),
  };
}
