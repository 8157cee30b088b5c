// Factors by counter against both stores: the same door, once and never again, lost and found, side by side with time.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AccountInputError } from '../../../src/accounts/adding/account-input-error.ts';
import { readOtpauthUrl } from '../../../src/accounts/second-factor/app/otpauth-url.ts';
import { codeOfStep, stepAt } from '../../../src/accounts/second-factor/app/totp.ts';
import { createMovedClock, openTestAccounts, type TestAccountsOptions } from '../../support/accounts.ts';
import { startRacer } from '../../support/code-racers.ts';
import { forEachStore, type OpenTestStore } from '../../support/engines.ts';
import { knownCookies } from '../../support/known-cookies.ts';
import { withLatency } from '../../support/latency.ts';

const stranger = { address: '192.0.2.1' };
const day = 24 * 3_600_000;
const urlOf = (counter: number, letter = 'A') =>
  `otpauth://hotp/Hardware:token?secret=${letter.repeat(32)}&counter=${counter}&digits=8`;

forEachStore((_engine, openTestStore, makeTarget) => {
  test('a code by counter is right once; it and all before it never work again, the next does', async () => {
    const { accounts, id, codeAt, counterOf } = await openWithToken(openTestStore);
    assert.equal(await counterOf(), 5);
    const answer = await accounts.verifyCode(id, codeAt(8), stranger);
    assert.ok(answer.outcome === 'right' && answer.step === 8);
    assert.equal(await counterOf(), 9);
    for (const passed of [8, 7, 5]) {
      assert.deepEqual(await accounts.verifyCode(id, codeAt(passed), stranger), { outcome: 'used-before' });
    }
    assert.equal((await accounts.verifyCode(id, codeAt(9), stranger)).outcome, 'right');
  });

  test('neither time nor the window matters, and the first right code confirms it', async () => {
    const { accounts, id, codeAt, clock } = await openWithToken(openTestStore, {
      settings: { otpWindow: 0 },
    });
    const confirmed = async () => (await accounts.factors.list(id))?.map((factor) => factor.confirmed);
    assert.deepEqual(await confirmed(), [false]);
    clock.advance(400 * day);
    assert.equal((await accounts.verifyCode(id, codeAt(5), stranger)).outcome, 'right');
    assert.deepEqual(await confirmed(), [true]);
  });

  test('ten codes may have been missed, not eleven', async () => {
    const { accounts, id, codeAt } = await openWithToken(openTestStore);
    assert.equal((await accounts.verifyCode(id, codeAt(16), stranger)).outcome, 'wrong-code');
    assert.equal((await accounts.verifyCode(id, codeAt(15), stranger)).outcome, 'right');
    assert.equal((await accounts.verifyCode(id, codeAt(4), stranger)).outcome, 'wrong-code');
  });

  test('two codes in a row bring a token back from far ahead, also after a restart, and are spent', async () => {
    const clock = createMovedClock();
    const target = await makeTarget();
    const first = await openWithToken(openTestStore, { clock, target });
    const { id, codeAt } = first;
    assert.equal((await first.accounts.verifyCode(id, codeAt(80), stranger)).outcome, 'wrong-code');
    await first.store.close();
    const { accounts } = await openTestAccounts(openTestStore, { clock, target });
    const second = await accounts.verifyCode(id, codeAt(81), stranger);
    assert.ok(second.outcome === 'right' && second.step === 81);
    for (const passed of [81, 80, 72]) {
      assert.equal((await accounts.verifyCode(id, codeAt(passed), stranger)).outcome, 'used-before');
    }
    assert.equal((await accounts.verifyCode(id, codeAt(82), stranger)).outcome, 'right');
  });

  test('a wrong code between the two, a gap, or more than a hundred brings nothing back', async () => {
    const { accounts, id, codeAt, clock } = await openWithToken(openTestStore);
    for (const counters of [
      [80, 9000, 81],
      [60, 62],
      [90, 90],
      [106, 107],
      [50, 49],
    ]) {
      for (const counter of counters) {
        clock.advance(day);
        assert.equal((await accounts.verifyCode(id, codeAt(counter), stranger)).outcome, 'wrong-code');
      }
    }
    assert.equal((await accounts.verifyCode(id, codeAt(5), stranger)).outcome, 'right');
  });

  test('both tries of a re-synchronisation are throttled like any', async () => {
    const { accounts, id, codeAt, clock } = await openWithToken(openTestStore);
    for (let round = 0; round < 4; round += 1) {
      assert.equal((await accounts.verifyCode(id, codeAt(9000), stranger)).outcome, 'wrong-code');
    }
    assert.equal((await accounts.verifyCode(id, codeAt(40), stranger)).outcome, 'wrong-code');
    const second = await accounts.verifyCode(id, codeAt(41), stranger);
    assert.deepEqual(second, { outcome: 'throttled', retryAfterSeconds: 2 });
    clock.advance(2000);
    assert.equal((await accounts.verifyCode(id, codeAt(41), stranger)).outcome, 'right');
  });

  test('30 parallel uses of one code over a slow store: exactly one is right, 30 times', async () => {
    const { accounts, id, codeAt, clock } = await openWithToken(openTestStore, { wrap: withLatency });
    const browsers = await knownCookies(accounts, id, 30);
    for (let round = 0; round < 30; round += 1) {
      clock.advance(25 * 3_600_000);
      const answers = await Promise.all(
        browsers.map((browser) => accounts.verifyCode(id, codeAt(5 + 3 * round), { ...stranger, browser })),
      );
      const outcomes = answers.map(({ outcome }) => outcome);
      assert.equal(outcomes.filter((outcome) => outcome === 'right').length, 1);
      assert.equal(outcomes.filter((outcome) => outcome === 'used-before').length, 29);
    }
  });

  test('30 parallel uses from two processes: exactly one is right, 30 times, re-synchronised each time', async () => {
    const target = await makeTarget();
    const { accounts, id, codeAt, clock } = await openWithToken(openTestStore, { target });
    const browsers = await knownCookies(accounts, id, 30);
    const halves = [browsers.slice(0, 15), browsers.slice(15)];
    const racers = await Promise.all(halves.map(() => startRacer(target)));
    try {
      for (let round = 0; round < 30; round += 1) {
        clock.advance(25 * 3_600_000);
        const far = 100 + 50 * round;
        const { outcome } = await accounts.verifyCode(id, codeAt(far), stranger);
        assert.equal(outcome, 'wrong-code');
        const task = { accountId: id, kind: 'code', code: codeAt(far + 1), now: clock.now() } as const;
        const outcomes = await Promise.all(
          racers.map((racer, index) => racer.race({ ...task, browsers: halves[index] ?? [] })),
        );
        assert.equal(outcomes.flat().filter((answer) => answer === 'right').length, 1);
        assert.equal(outcomes.flat().filter((answer) => answer === 'used-before').length, 29);
      }
    } finally {
      await Promise.all(racers.map((racer) => racer.close()));
    }
  });

  test('a token proven by a code has spent it', async () => {
    const { accounts, id, codeAt } = await openWithToken(openTestStore);
    const codeOf = (counter: number) => codeOfStep(readOtpauthUrl(urlOf(0, 'B')), counter);
    const wrong = await accounts.factors.add(id, urlOf(20, 'B'), { code: codeOf(31) });
    assert.deepEqual(wrong, { outcome: 'wrong-code' });
    const added = await accounts.factors.add(id, urlOf(20, 'B'), { code: codeOf(22) });
    assert.ok(added.outcome === 'added' && added.factor.type === 'hotp');
    assert.deepEqual([added.factor.confirmed, added.factor.counter], [true, 23]);
    assert.equal((await accounts.verifyCode(id, codeOf(22), stranger)).outcome, 'used-before');
    assert.equal((await accounts.verifyCode(id, codeOf(23), stranger)).outcome, 'right');
    assert.equal((await accounts.verifyCode(id, codeAt(5), stranger)).outcome, 'right');
  });

  test('codes by time and by counter stand side by side: each moves only its own factor', async () => {
    const { accounts, id, codeAt, counterOf, clock } = await openWithToken(openTestStore);
    const made = await accounts.factors.make(id, { digits: 8 });
    const parameters = readOtpauthUrl(made.outcome === 'made' ? made.url : assert.fail());
    const codeByTime = codeOfStep(parameters, stepAt(clock.now(), 0, 30));
    const answer = await accounts.verifyCode(id, codeByTime, stranger);
    assert.ok(answer.outcome === 'right' && made.outcome === 'made' && answer.factorId === made.id);
    assert.equal(await counterOf(), 5);
    assert.equal((await accounts.verifyCode(id, codeAt(5), stranger)).outcome, 'right');
    assert.equal((await accounts.verifyCode(id, codeByTime, stranger)).outcome, 'used-before');
  });

  test('a token that we make begins at 0 and knows no time', async () => {
    const { accounts, id } = await openWithToken(openTestStore, { settings: { otpT0: 7 } });
    const made = await accounts.factors.make(id, { type: 'hotp', algorithm: 'SHA256', name: ' Key ring ' });
    assert.ok(made.outcome === 'made');
    assert.match(made.url, /^otpauth:\/\/hotp\/Postern:alice\?.*counter=0/);
    const [, factor] = (await accounts.factors.list(id)) ?? [];
    assert.ok(factor?.type === 'hotp' && factor.counter === 0 && factor.algorithm === 'SHA256');
    assert.equal(factor.label, 'Key ring');
    const code = codeOfStep(readOtpauthUrl(made.url), 0);
    assert.equal((await accounts.verifyCode(id, code, stranger)).outcome, 'right');
    for (const [field, rest] of [
      ['period', { period: 30 }],
      ['t0', { t0: 0 }],
    ] as const) {
      const isNamed = (error: unknown) => error instanceof AccountInputError && error.field === field;
      await assert.rejects(accounts.factors.make(id, { type: 'hotp', ...rest }), isNamed);
    }
    await assert.rejects(accounts.factors.add(id, urlOf(0, 'C'), { t0: 5 }), AccountInputError);
  });

  test('what is stored shows no secret and no code', async () => {
    const { accounts, id, store, codeAt } = await openWithToken(openTestStore);
    await accounts.verifyCode(id, codeAt(70), stranger);
    const stored = JSON.stringify(await store.collection('accounts').find(id));
    assert.ok(stored.includes('"ahead":[70]'));
    assert.ok(
      !stored.includes('A'.repeat(32)) && !stored.includes(codeAt(70)) && !stored.includes(codeAt(71)),
    );
  });
});

/** Alice has a token whose next counter is 5. */
async function openWithToken(openTestStore: OpenTestStore, options: TestAccountsOptions = {}) {
  const opened = await openTestAccounts(openTestStore, options);
  const { accounts } = opened;
  const added = await accounts.add({ username: 'alice' });
  const id = added.outcome === 'added' ? added.account.id : assert.fail();
  const bound = await accounts.factors.add(id, urlOf(5));
  const factorId = bound.outcome === 'added' ? bound.factor.id : assert.fail();
  const codeAt = (counter: number): string => codeOfStep(readOtpauthUrl(urlOf(0)), counter);
  const counterOf = async () => {
    const factor = (await accounts.factors.list(id))?.find((one) => one.id === factorId);
    return factor?.type === 'hotp' ? factor.counter : assert.fail();
  };
  return { ...opened, id, codeAt, counterOf };
}
