// Second factors are bound, listed and reset, and the set-up makes everything in one write.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hasSecondFactor, listUnusedRecoveryCodes } from '../../../src/accounts/account.ts';
import { AccountInputError } from '../../../src/accounts/adding/account-input-error.ts';
import { isGrantAlive, isSessionAlive } from '../../../src/accounts/alive.ts';
import { OtpauthUrlError, readOtpauthUrl } from '../../../src/accounts/second-factor/app/otpauth-url.ts';
import { codeOfStep, stepAt } from '../../../src/accounts/second-factor/app/totp.ts';
import { makeRecoveryCodes } from '../../../src/accounts/second-factor/verifying/recovery-codes.ts';
import { openTestAccounts, type TestAccountsOptions } from '../../support/accounts.ts';
import { forEachStore, type OpenTestStore } from '../../support/engines.ts';
import { withLatency } from '../../support/latency.ts';

const stranger = { address: '192.0.2.1' };
const secrets = ['A', 'B', 'C', 'D', 'E', 'F'].map((letter) => letter.repeat(32));
const urlOf = (secret = '') => `otpauth://totp/Hardware:token?secret=${secret}&issuer=Hardware`;

forEachStore((_engine, openTestStore) => {
  test('a factor that we make is labelled for the mail login, has the settings and is active at once', async () => {
    const { accounts, id } = await openWithAlice(openTestStore, {
      settings: {
        brandName: 'Acme Mail',
        mailLogin: 'email',
        mailDomains: ['example.org'],
        otpAlgorithm: 'SHA256',
        otpDigits: 8,
        otpPeriod: 60,
        otpT0: 7,
      },
    });
    const made = await accounts.factors.make(id);
    assert.ok(made.outcome === 'made');
    assert.match(made.url, /^otpauth:\/\/totp\/Acme%20Mail:a%40example\.org\?/);
    const { secret, ...rest } = readOtpauthUrl(made.url);
    assert.deepEqual(rest, {
      type: 'totp',
      label: 'a@example.org',
      issuer: 'Acme Mail',
      algorithm: 'SHA256',
      digits: 8,
      period: 60,
    });
    assert.equal(secret.length, 52);
    const [factor, ...more] = (await accounts.factors.list(id)) ?? [];
    assert.equal(more.length, 0);
    assert.deepEqual(
      [factor?.id, factor?.state, factor?.confirmed, factor?.type === 'totp' && factor.t0],
      [made.id, 'active', false, 7],
    );
    const account = await accounts.findById(id);
    assert.ok(account && hasSecondFactor(account) && listUnusedRecoveryCodes(account).length === 10);
  });

  test('what is stored shows neither secret nor recovery code', async () => {
    const { accounts, id, store } = await openWithAlice(openTestStore);
    const made = await accounts.factors.make(id);
    assert.ok(made.outcome === 'made');
    const stored = JSON.stringify(await store.collection('accounts').find(id));
    assert.ok(!stored.includes(readOtpauthUrl(made.url).secret) && !stored.includes('secret='));
    for (const code of made.recoveryCodes) {
      assert.ok(!stored.includes(code.slice(5)) && !stored.includes(code.slice(5).replaceAll('-', '')));
    }
  });

  test('parameters out of bounds are refused by name', async () => {
    const { accounts, id } = await openWithAlice(openTestStore);
    for (const [field, parameters] of [
      ['algorithm', { algorithm: 'MD5' as never }],
      ['digits', { digits: 5 }],
      ['digits', { digits: 6.5 }],
      ['period', { period: 14 }],
      ['period', { period: 121 }],
      ['t0', { t0: -1 }],
    ] as const) {
      await assert.rejects(
        accounts.factors.make(id, parameters),
        (error) => error instanceof AccountInputError && error.field === field,
      );
    }
    assert.deepEqual(await accounts.factors.list(id), []);
  });

  test('recovery codes are made with the first factor, and again only when none is left', async () => {
    const { accounts, id } = await openWithAlice(openTestStore);
    const first = await accounts.factors.make(id);
    assert.ok(first.outcome === 'made' && first.recoveryCodes.length === 10);
    const second = await accounts.factors.make(id);
    assert.ok(second.outcome === 'made' && second.recoveryCodes.length === 0);
    for (const code of first.recoveryCodes) {
      await accounts.verifyRecoveryCode(id, code, stranger);
    }
    const third = await accounts.factors.make(id);
    assert.ok(third.outcome === 'made' && third.recoveryCodes.length === 10);
    const account = await accounts.findById(id);
    assert.equal(account?.secrets.filter(({ kind }) => kind === 'recovery-code').length, 10);
  });

  test('of many factors made at once five stay, with one set of recovery codes', async () => {
    const { accounts, id } = await openWithAlice(openTestStore, { wrap: withLatency });
    const answers = await Promise.all(Array.from({ length: 12 }, () => accounts.factors.make(id)));
    const made = answers.filter((answer) => answer.outcome === 'made');
    assert.equal(made.length, 5);
    assert.ok(answers.every(({ outcome }) => outcome === 'made' || outcome === 'too-many'));
    const sets = made.filter(({ recoveryCodes }) => recoveryCodes.length > 0);
    assert.equal(sets.length, 1);
    const answer = await accounts.verifyRecoveryCode(id, sets[0]?.recoveryCodes[3] ?? '', stranger);
    assert.ok(answer.outcome === 'right' && answer.left === 9);
  });

  test('a factor that nobody named has a name that tells it from the others, also of many at once', async () => {
    const { accounts, id } = await openWithAlice(openTestStore, { wrap: withLatency });
    await accounts.factors.make(id, { name: 'Authenticator app 2' });
    await accounts.factors.make(id, { type: 'hotp' });
    await Promise.all([accounts.factors.make(id), accounts.factors.make(id)]);
    const owned = { setBy: 'owner', leave: 'none' } as const;
    await accounts.factors.add(id, urlOf(secrets[0]), owned);
    const listed = (await accounts.factors.list(id)) ?? [];
    assert.deepEqual(
      listed.map(({ label }) => label),
      ['Authenticator app 2', 'Token', 'Authenticator app', 'Authenticator app 3', 'Authenticator app 4'],
    );
  });

  test('a factor by URL is added without recovery codes, unconfirmed unless a code proves it', async () => {
    const { accounts, id, codeOf } = await openWithAlice(openTestStore);
    const plain = await accounts.factors.add(id, urlOf(secrets[0]), { t0: 50 });
    assert.ok(plain.outcome === 'added' && !plain.factor.confirmed);
    assert.ok(plain.factor.type === 'totp' && plain.factor.t0 === 50);
    assert.deepEqual([plain.factor.label, plain.factor.type, plain.factor.setBy], ['token', 'totp', 'admin']);

    const url = urlOf(secrets[1]);
    const wrong = await accounts.factors.add(id, url, { code: codeOf(url, 7) });
    assert.deepEqual(wrong, { outcome: 'wrong-code' });
    const proven = await accounts.factors.add(id, url, { code: codeOf(url, 0) });
    assert.ok(proven.outcome === 'added' && proven.factor.confirmed);
    assert.equal((await accounts.verifyCode(id, codeOf(url, 0), stranger)).outcome, 'used-before');
    assert.equal((await accounts.verifyCode(id, codeOf(url, 1), stranger)).outcome, 'right');
    const account = await accounts.findById(id);
    assert.ok(account && listUnusedRecoveryCodes(account).length === 0);
  });

  test('a bad URL, a second one of the same secret, and a sixth factor change nothing', async () => {
    const { accounts, id } = await openWithAlice(openTestStore);
    await assert.rejects(accounts.factors.add(id, 'otpauth://hotp/a?secret=AAAA'), OtpauthUrlError);
    await assert.rejects(accounts.factors.add(id, urlOf(secrets[0]), { t0: 0.5 }), AccountInputError);
    for (const secret of secrets.slice(0, 5)) {
      assert.equal((await accounts.factors.add(id, urlOf(secret))).outcome, 'added');
      const again = await accounts.factors.add(id, `${urlOf(secret.toLowerCase())}&digits=8`);
      assert.match(again.outcome, /^(duplicate|too-many)$/);
    }
    const before = await accounts.findById(id);
    assert.deepEqual(await accounts.factors.add(id, urlOf(secrets[5])), { outcome: 'too-many' });
    assert.deepEqual(await accounts.findById(id), before);
    assert.deepEqual(await accounts.factors.add('nobody', urlOf(secrets[0])), { outcome: 'not-found' });
  });

  test('shared mailboxes and machines have no second factor', async () => {
    const { accounts } = await openWithAlice(openTestStore);
    for (const kind of ['shared', 'device'] as const) {
      const added = await accounts.add({ username: kind, kind });
      const id = added.outcome === 'added' ? added.account.id : '';
      assert.deepEqual(await accounts.factors.make(id), { outcome: 'not-for-this-kind' });
      assert.deepEqual(await accounts.factors.add(id, urlOf(secrets[0])), { outcome: 'not-for-this-kind' });
    }
  });

  test('a new factor ends sessions and what was made with one factor, not what was made with two', async () => {
    const { accounts, id, clock } = await openWithAlice(openTestStore);
    const authTime = Math.floor(clock.now() / 1000);
    await accounts.factors.make(id);
    const account = (await accounts.findById(id)) ?? assert.fail();
    assert.equal(isSessionAlive(account, authTime, 2), false);
    assert.equal(isGrantAlive(account, authTime, 1), false);
    assert.equal(isGrantAlive(account, authTime, 2), true);
  });

  test('a reset takes all factors and recovery codes, ends sessions, and leaves the password and grants', async () => {
    const { accounts, id, clock } = await openWithAlice(openTestStore);
    await accounts.factors.make(id);
    clock.advance(60_000);
    const authTime = Math.floor(clock.now() / 1000);
    assert.deepEqual(await accounts.factors.reset(id), { outcome: 'reset' });
    const account = (await accounts.findById(id)) ?? assert.fail();
    assert.deepEqual(
      account.secrets.map(({ kind }) => kind),
      ['password'],
    );
    assert.equal(isSessionAlive(account, authTime, 2), false);
    assert.equal(isGrantAlive(account, authTime, 1), true);
    assert.deepEqual(await accounts.factors.reset('nobody'), { outcome: 'not-found' });
  });

  test('the set-up makes an account with password, factor and recovery codes in one write', async () => {
    const { accounts, hasher, codeOf } = await openWithAlice(openTestStore);
    const passwordHash = await accounts.hashPassword('six yellow bottles', ['chief']);
    const { url, t0 } = accounts.factors.draft('chief');
    const input = {
      id: 'chosen-id',
      username: 'Chief',
      name: 'The Chief',
      roles: ['superadmin'],
      passwordHash,
      factor: { url, t0, code: codeOf(url, 7) },
    } as const;
    assert.deepEqual(await accounts.addWithFactor(input), { outcome: 'wrong-code' });
    assert.equal(await accounts.hasSuperAdmin(), false);

    const right = { ...input, factor: { url, t0, code: codeOf(url, 0) } };
    const taken = await accounts.addWithFactor({ ...right, username: 'alice' });
    assert.deepEqual(taken, { outcome: 'taken' });
    const added = await accounts.addWithFactor(right);
    assert.ok(added.outcome === 'added' && added.account.id === 'chosen-id');
    assert.deepEqual(
      [added.account.signedInSince, added.account.sessionsSince, added.account.twoFactorSince],
      [0, 0, 0],
    );
    assert.equal(added.recoveryCodes.length, 10);
    assert.equal((await accounts.verifyPassword('chief', 'six yellow bottles', stranger)).outcome, 'right');
    assert.equal((await accounts.verifyCode('chosen-id', codeOf(url, 0), stranger)).outcome, 'used-before');
    assert.equal((await accounts.verifyCode('chosen-id', codeOf(url, 1), stranger)).outcome, 'right');
    const recovered = await accounts.verifyRecoveryCode('chosen-id', added.recoveryCodes[0] ?? '', stranger);
    assert.equal(recovered.outcome, 'right');
    assert.equal(await accounts.hasSuperAdmin(), true);
    assert.ok(hasher.calls.hash >= 10);
  });

  test('however many confirm one set-up at once, one account comes of it', async () => {
    const { accounts, codeOf } = await openWithAlice(openTestStore, { wrap: withLatency });
    const passwordHash = await accounts.hashPassword('six yellow bottles', ['chief']);
    const { url, t0 } = accounts.factors.draft('chief');
    const recoveryCodes = makeRecoveryCodes();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        accounts.addWithFactor({
          id: 'chosen-id',
          username: 'chief',
          roles: ['superadmin'],
          passwordHash,
          factor: { url, t0, code: codeOf(url, 0) },
          recoveryCodes,
        }),
      ),
    );
    assert.equal(answers.filter(({ outcome }) => outcome === 'added').length, 1);
    assert.equal(answers.filter(({ outcome }) => outcome === 'added-before').length, 19);
    const answer = await accounts.verifyRecoveryCode('chosen-id', recoveryCodes[9] ?? '', stranger);
    assert.equal(answer.outcome, 'right');
  });
});

async function openWithAlice(openTestStore: OpenTestStore, options: TestAccountsOptions = {}) {
  const opened = await openTestAccounts(openTestStore, options);
  const added = await opened.accounts.add({
    username: 'alice',
    emails: ['a@example.org'],
    password: { text: 'seven green bottles', setBy: 'owner' },
  });
  const id = added.outcome === 'added' ? added.account.id : assert.fail();
  const codeOf = (url: string, offset: number): string => {
    const parameters = readOtpauthUrl(url);
    return codeOfStep(parameters, stepAt(opened.clock.now(), 0, 30) + offset);
  };
  return { ...opened, id, codeOf };
}
