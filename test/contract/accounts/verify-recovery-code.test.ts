// The recovery-code step against both stores: each code once, one hash a try, a count of its own.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Accounts } from '../../../src/accounts/accounts.ts';
import { openTestAccounts, type TestAccountsOptions } from '../../support/accounts.ts';
import { startRacer } from '../../support/code-racers.ts';
import { forEachStore, type OpenTestStore } from '../../support/engines.ts';
import { knownCookies } from '../../support/known-cookies.ts';
import { withLatency } from '../../support/latency.ts';

const stranger = { address: '192.0.2.1' };

forEachStore((_engine, openTestStore, makeTarget) => {
  test('each of the ten codes is right once, in any spelling, and the rest is counted down', async () => {
    const { accounts, id, codes } = await openWithCodes(openTestStore);
    for (const [index, code] of codes.entries()) {
      const typed = index % 2 ? code.toUpperCase().replaceAll('-', ' ') : code.replaceAll('-', '');
      const answer = await accounts.verifyRecoveryCode(id, typed, stranger);
      assert.ok(answer.outcome === 'right' && answer.left === 9 - index);
    }
    for (const code of codes.slice(0, 5)) {
      assert.deepEqual(await accounts.verifyRecoveryCode(id, code, stranger), { outcome: 'wrong-code' });
    }
  });

  test('whatever is wrong costs exactly one hash', async () => {
    const { accounts, id, codes, hasher, clock } = await openWithCodes(openTestStore);
    const used = codes[0] ?? '';
    await accounts.verifyRecoveryCode(id, used, stranger);
    const other = await openCodesOf(accounts, 'bob');
    const selector = codes[1]?.slice(0, 4);
    const tries: [string, unknown][] = [
      [id, used],
      [id, other.codes[0]],
      [id, `${selector}-0000-0000-0000-0000`],
      [id, '0000-0000-0000-0000-0000'],
      [id, ''],
      [id, 'x'.repeat(10_000)],
      [id, codes],
      [id, undefined],
      ['nobody', codes[1]],
      [other.id, codes[1]],
    ];
    for (const [account, typed] of tries) {
      clock.advance(24 * 3_600_000);
      const before = hasher.calls.verify + hasher.calls.verifyNothing;
      const answer = await accounts.verifyRecoveryCode(account, typed as string, stranger);
      assert.deepEqual(answer, { outcome: 'wrong-code' });
      assert.equal(hasher.calls.verify + hasher.calls.verifyNothing - before, 1);
    }
  });

  test('30 parallel uses of one code over a slow store: exactly one is right, and nine are left', async () => {
    const { accounts, id, codes, clock } = await openWithCodes(openTestStore, { wrap: withLatency });
    const browsers = await knownCookies(accounts, id, 30);
    for (const code of codes) {
      clock.advance(24 * 3_600_000);
      const answers = await Promise.all(
        browsers.map((browser) => accounts.verifyRecoveryCode(id, code, { ...stranger, browser })),
      );
      const outcomes = answers.map(({ outcome }) => outcome);
      assert.equal(outcomes.filter((outcome) => outcome === 'right').length, 1);
      assert.equal(outcomes.filter((outcome) => outcome === 'wrong-code').length, 29);
    }
  });

  test('parallel uses of different codes are all right: none undoes another', async () => {
    const { accounts, id, codes } = await openWithCodes(openTestStore, { wrap: withLatency });
    const browsers = await knownCookies(accounts, id, codes.length);
    const answers = await Promise.all(
      codes.map((code, index) =>
        accounts.verifyRecoveryCode(id, code, { ...stranger, browser: browsers[index] ?? '' }),
      ),
    );
    const left = answers.map((answer) => (answer.outcome === 'right' ? answer.left : undefined));
    assert.deepEqual(left.sort(), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  test('parallel uses from two processes: exactly one is right', async () => {
    const target = await makeTarget();
    const { accounts, clock } = await openTestAccounts(openTestStore, { target });
    const { id, codes } = await openCodesOf(accounts, 'alice');
    const browsers = await knownCookies(accounts, id, 30);
    const racers = await Promise.all([startRacer(target), startRacer(target)]);
    try {
      for (const code of codes) {
        clock.advance(24 * 3_600_000);
        const task = { accountId: id, kind: 'recovery', code, now: clock.now() } as const;
        const outcomes = await Promise.all(
          racers.map((racer, index) =>
            racer.race({ ...task, browsers: browsers.slice(15 * index, 15 * index + 15) }),
          ),
        );
        assert.equal(outcomes.flat().filter((outcome) => outcome === 'right').length, 1);
      }
    } finally {
      await Promise.all(racers.map((racer) => racer.close()));
    }
  });

  test('wrong recovery codes have a count of their own, which leaves the app codes free', async () => {
    const { accounts, id, codes } = await openWithCodes(openTestStore);
    const wrong = '0000-0000-0000-0000-0000';
    for (let round = 0; round < 5; round += 1) {
      assert.equal((await accounts.verifyRecoveryCode(id, wrong, stranger)).outcome, 'wrong-code');
    }
    assert.equal((await accounts.verifyRecoveryCode(id, codes[0] ?? '', stranger)).outcome, 'throttled');
    assert.equal((await accounts.verifyCode(id, '1', stranger)).outcome, 'wrong-code');
    const known = { ...stranger, browser: await accounts.browsers.remember(id, { factor: 2 }) };
    assert.equal((await accounts.verifyRecoveryCode(id, codes[0] ?? '', known)).outcome, 'right');
  });

  test('whoever tries without end waits a quarter of an hour himself, and the owner in a new browser elsewhere never', async () => {
    const { accounts, id, codes, clock, hasher } = await openWithCodes(openTestStore);
    const end = clock.now() + 48 * 3_600_000;
    const left = [...codes];
    let [tried, nextUse] = [0, clock.now() + 3_600_000];
    while (clock.now() < end) {
      const answer = await accounts.verifyRecoveryCode(id, '0000-0000-0000-0000-0000', stranger);
      if (answer.outcome === 'throttled') {
        assert.ok(answer.retryAfterSeconds <= 900);
        clock.advance(answer.retryAfterSeconds * 1000);
        continue;
      }
      tried += 1;
      if (clock.now() >= nextUse && left.length > 0) {
        const owner = { address: `198.51.100.${left.length}` };
        assert.equal((await accounts.verifyRecoveryCode(id, left.pop() ?? '', owner)).outcome, 'right');
        nextUse += 4 * 3_600_000;
      }
    }
    assert.deepEqual(left, []);
    assert.ok(tried > 150 && tried <= 5 + 10 + 2 * 96);
    assert.equal(hasher.calls.verify + hasher.calls.verifyNothing, tried + codes.length);
  });

  test('the delay is one for all addresses of a network', async () => {
    const { accounts, id, codes } = await openWithCodes(openTestStore);
    for (let host = 1; host <= 5; host += 1) {
      const answer = await accounts.verifyRecoveryCode(id, 'wrong', { address: `2001:db8::${host}` });
      assert.equal(answer.outcome, 'wrong-code');
    }
    const from = (address: string) => accounts.verifyRecoveryCode(id, codes[0] ?? '', { address });
    assert.equal((await from('2001:db8::6')).outcome, 'throttled');
    assert.equal((await from('2001:db8:0:1::6')).outcome, 'right');
  });

  test('two hundred parallel wrong ones never go beyond the budget', async () => {
    const { accounts, id } = await openWithCodes(openTestStore, { wrap: withLatency });
    const answers = await Promise.all(
      Array.from({ length: 200 }, () => accounts.verifyRecoveryCode(id, 'wrong', stranger)),
    );
    assert.equal(answers.filter(({ outcome }) => outcome === 'wrong-code').length, 5);
  });

  test('a disabled account has no right recovery code', async () => {
    const { accounts, id, codes } = await openWithCodes(openTestStore);
    await accounts.disable(id);
    assert.equal((await accounts.verifyRecoveryCode(id, codes[0] ?? '', stranger)).outcome, 'wrong-code');
    await accounts.enable(id);
    assert.equal((await accounts.verifyRecoveryCode(id, codes[0] ?? '', stranger)).outcome, 'right');
  });
});

async function openWithCodes(openTestStore: OpenTestStore, options: TestAccountsOptions = {}) {
  const opened = await openTestAccounts(openTestStore, options);
  return { ...opened, ...(await openCodesOf(opened.accounts, 'alice')) };
}

async function openCodesOf(accounts: Accounts, username: string) {
  const added = await accounts.add({ username });
  const id = added.outcome === 'added' ? added.account.id : assert.fail();
  const made = await accounts.factors.make(id);
  return { id, codes: made.outcome === 'made' ? made.recoveryCodes : assert.fail() };
}
