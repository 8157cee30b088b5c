// Factors are named and taken away one by one, recovery codes renewed as a set, a lost device shut out in one write.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findPassword, hasSecondFactor, listUnusedRecoveryCodes } from '../../../src/accounts/account.ts';
import { AccountInputError } from '../../../src/accounts/adding/account-input-error.ts';
import { isGrantAlive, isSessionAlive } from '../../../src/accounts/alive.ts';
import { openTestAccounts, type TestAccountsOptions } from '../../support/accounts.ts';
import { forEachStore, type OpenTestStore } from '../../support/engines.ts';
import { withLatency } from '../../support/latency.ts';

const stranger = { address: '192.0.2.1' };

forEachStore((_engine, openTestStore, makeTarget) => {
  test('a factor has the name it was given, or that of what it is, and can be renamed', async () => {
    const { accounts, id, names } = await openWithFactors(openTestStore, ['Phone', undefined]);
    assert.deepEqual(await names(), ['Phone', 'Authenticator app']);
    const [, second] = (await accounts.factors.list(id)) ?? [];
    assert.equal(await accounts.factors.rename(id, second?.id ?? '', '  Schlüssel \u{1f511} '), 'renamed');
    assert.deepEqual(await names(), ['Phone', 'Schlüssel \u{1f511}']);
    assert.equal(await accounts.factors.rename(id, 'nothing', 'x'), 'not-found');
    assert.equal(await accounts.factors.rename('nobody', second?.id ?? '', 'x'), 'not-found');
  });

  test('a name has nothing that is not seen or turns the text round; what joins letters and emoji stands inside', async () => {
    const { accounts, id } = await openWithFactors(openTestStore, ['Phone']);
    const [factor] = (await accounts.factors.list(id)) ?? [];
    const rename = (name: string) => accounts.factors.rename(id, factor?.id ?? '', name);
    const hidden = ['\u200b', 'a\u200bb', 'a\u202eb', '\u2066a', 'a\u00adb', 'a\ufeffb', '\u{e0041}a'];
    for (const name of [...hidden, '\u200d', '\u200ca', 'a\u200d', ' a\u200c ']) {
      await assert.rejects(
        rename(name),
        (error) => error instanceof AccountInputError && error.field === 'name',
      );
    }
    for (const name of ['\u{1f468}\u200d\u{1f4bb}', 'می\u200cخواهم', 'é ß 你']) {
      assert.equal(await rename(name), 'renamed');
    }
  });

  test('a name is one line of 1 to 64 characters', async () => {
    const { accounts, id, names } = await openWithFactors(openTestStore, ['Phone']);
    const [factor] = (await accounts.factors.list(id)) ?? [];
    for (const name of ['', '  ', 'x'.repeat(65), 'a\nb', 'a\u2028b', '\ud800']) {
      const isNamed = (error: unknown) => error instanceof AccountInputError && error.field === 'name';
      await assert.rejects(accounts.factors.rename(id, factor?.id ?? '', name), isNamed);
      await assert.rejects(accounts.factors.make(id, { name }), isNamed);
    }
    assert.deepEqual(await names(), ['Phone']);
    assert.equal(await accounts.factors.rename(id, factor?.id ?? '', 'x'.repeat(64)), 'renamed');
  });

  test('one of several factors is taken away and ends sessions; the last one stays', async () => {
    const { accounts, id, clock, names } = await openWithFactors(openTestStore, ['Phone', 'Key']);
    const [phone, key] = (await accounts.factors.list(id)) ?? [];
    clock.advance(60_000);
    const authTime = Math.floor(clock.now() / 1000);
    assert.equal((await accounts.factors.remove(id, 'nothing')).outcome, 'not-found');
    assert.equal((await accounts.factors.remove('nobody', phone?.id ?? '')).outcome, 'not-found');
    assert.equal((await accounts.factors.remove(id, phone?.id ?? '')).outcome, 'removed');
    assert.deepEqual(await names(), ['Key']);
    const account = (await accounts.findById(id)) ?? assert.fail();
    assert.equal(isSessionAlive(account, authTime, 2), false);
    assert.equal(isGrantAlive(account, authTime, 2), true);
    assert.equal(listUnusedRecoveryCodes(account).length, 10);
    assert.equal((await accounts.factors.remove(id, key?.id ?? '')).outcome, 'last');
    assert.deepEqual(await accounts.findById(id), account);
  });

  test('however many are taken away at once, one stays', async () => {
    const five = ['a', 'b', 'c', 'd', 'e'];
    const { accounts, id, names } = await openWithFactors(openTestStore, five, { wrap: withLatency });
    const factors = (await accounts.factors.list(id)) ?? [];
    const answers = await Promise.all(factors.map((factor) => accounts.factors.remove(id, factor.id)));
    assert.deepEqual(answers.map(({ outcome }) => outcome).sort(), [
      'last',
      'removed',
      'removed',
      'removed',
      'removed',
    ]);
    assert.equal((await names()).length, 1);
  });

  test('new recovery codes replace the whole set, used and unused', async () => {
    const { accounts, id, codes, clock } = await openWithFactors(openTestStore, ['Phone']);
    assert.equal((await accounts.verifyRecoveryCode(id, codes[0] ?? '', stranger)).outcome, 'right');
    const used = (await accounts.findById(id))?.secrets.filter(
      (secret) => secret.kind === 'recovery-code' && secret.usedAt !== undefined,
    );
    assert.equal(used?.length, 1, 'used ones are remembered');
    const renewed = await accounts.recoveryCodes.renew(id);
    assert.ok(renewed.outcome === 'renewed' && new Set(renewed.codes).size === 10);
    for (const code of codes) {
      clock.advance(3_600_000);
      assert.equal((await accounts.verifyRecoveryCode(id, code, stranger)).outcome, 'wrong-code');
    }
    clock.advance(24 * 3_600_000);
    for (const [index, code] of renewed.codes.entries()) {
      const answer = await accounts.verifyRecoveryCode(id, code, stranger);
      assert.ok(answer.outcome === 'right' && answer.left === 9 - index);
    }
    const account = (await accounts.findById(id)) ?? assert.fail();
    assert.equal(account.secrets.filter(({ kind }) => kind === 'recovery-code').length, 10);
  });

  test('parallel renewals from two openings of one store leave one set, whole', async () => {
    const target = await makeTarget();
    const first = await openWithFactors(openTestStore, ['Phone'], { target, wrap: withLatency });
    const { id, clock } = first;
    const second = await openTestAccounts(openTestStore, { target, clock, wrap: withLatency });
    const rooms = [first.accounts, second.accounts];
    for (let round = 0; round < 10; round += 1) {
      const answers = await Promise.all(rooms.map((accounts) => accounts.recoveryCodes.renew(id)));
      const stored = listUnusedRecoveryCodes((await first.accounts.findById(id)) ?? assert.fail());
      const selectors = stored.map((secret) => secret.id).join();
      const sets = answers.map((answer) => (answer.outcome === 'renewed' ? answer.codes : assert.fail()));
      assert.equal(sets.filter((set) => set.map((code) => code.slice(0, 4)).join() === selectors).length, 1);
    }
  });

  test('a use that races a renewal leaves ten unused codes', async () => {
    const { accounts, id, codes } = await openWithFactors(openTestStore, ['Phone'], { wrap: withLatency });
    const [renewed] = await Promise.all([
      accounts.recoveryCodes.renew(id),
      ...codes.slice(0, 4).map((code) => accounts.verifyRecoveryCode(id, code, stranger)),
    ]);
    assert.equal(renewed.outcome, 'renewed');
    const account = (await accounts.findById(id)) ?? assert.fail();
    assert.equal(listUnusedRecoveryCodes(account).length, 10);
  });

  test('who has no second factor gets no recovery codes', async () => {
    const { accounts, id } = await openWithFactors(openTestStore, []);
    assert.deepEqual(await accounts.recoveryCodes.renew(id), { outcome: 'no-factor' });
    assert.deepEqual(await accounts.recoveryCodes.renew('nobody'), { outcome: 'not-found' });
    await accounts.remove(id);
    assert.deepEqual(await accounts.recoveryCodes.renew(id), { outcome: 'not-found' });
  });

  test('a lost device ends sessions, grants, factors and known browsers; the password stays', async () => {
    const { accounts, id, clock } = await openWithFactors(openTestStore, ['Phone', 'Key']);
    const browser = await accounts.browsers.remember(id, { factor: 2 });
    const authTime = Math.floor(clock.now() / 1000);
    assert.deepEqual(await accounts.loseDevice(id), { outcome: 'ended' });
    const account = (await accounts.findById(id)) ?? assert.fail();
    assert.equal(isSessionAlive(account, authTime, 2), false);
    assert.equal(isGrantAlive(account, authTime, 2), false);
    assert.equal(hasSecondFactor(account), false);
    assert.equal(listUnusedRecoveryCodes(account).length, 0);
    assert.ok(findPassword(account));
    assert.equal(await accounts.browsers.isKnown(id, browser), false);
    assert.equal((await accounts.verifyPassword('alice', 'seven green bottles', stranger)).outcome, 'right');
    assert.deepEqual(await accounts.loseDevice('nobody'), { outcome: 'not-found' });
    await accounts.remove(id);
    assert.deepEqual(await accounts.loseDevice(id), { outcome: 'not-found' });
  });
});

async function openWithFactors(
  openTestStore: OpenTestStore,
  given: readonly (string | undefined)[],
  options: TestAccountsOptions = {},
) {
  const opened = await openTestAccounts(openTestStore, options);
  const { accounts } = opened;
  const password = { text: 'seven green bottles', setBy: 'owner' } as const;
  const added = await accounts.add({ username: 'alice', password });
  const id = added.outcome === 'added' ? added.account.id : assert.fail();
  const codes: string[] = [];
  for (const name of given) {
    const made = await accounts.factors.make(id, name === undefined ? {} : { name });
    codes.push(...(made.outcome === 'made' ? made.recoveryCodes : assert.fail()));
  }
  const names = async () => ((await accounts.factors.list(id)) ?? []).map(({ label }) => label);
  return { ...opened, id, codes, names };
}
