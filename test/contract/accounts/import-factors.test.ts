// A box of hardware tokens is bound at once, or not at all: whatever is wrong is named by line and field.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readOtpauthUrl } from '../../../src/accounts/second-factor/app/otpauth-url.ts';
import { codeOfStep, stepAt } from '../../../src/accounts/second-factor/app/totp.ts';
import { openTestAccounts } from '../../support/accounts.ts';
import { forEachStore, type OpenTestStore } from '../../support/engines.ts';

const stranger = { address: '192.0.2.1' };
const secretOf = (letter: string) => letter.repeat(32);
const totp = (letter: string) => `otpauth://totp/Token:${letter}?secret=${secretOf(letter)}`;
const hotp = (letter: string) => `otpauth://hotp/Token:${letter}?secret=${secretOf(letter)}&counter=3`;
const row = (line: number, username: string, url: string, t0 = '') => ({ line, username, url, t0 });

forEachStore((_engine, openTestStore) => {
  test('tokens of several people are bound, active, unconfirmed, and usable', async () => {
    const { accounts, ids, labelsOf, clock } = await openWithPeople(openTestStore);
    const rows = [
      row(1, 'Alice', totp('A'), '1000'),
      row(2, 'b@example.org', hotp('B')),
      row(4, 'alice', hotp('C')),
    ];
    const outcome = await accounts.factors.importAll(rows, { dryRun: false });
    assert.deepEqual(outcome, { imported: 3, problems: [] });
    assert.deepEqual(await labelsOf('alice'), ['A', 'C']);
    assert.deepEqual(await labelsOf('bob'), ['B']);
    const byTime = codeOfStep(readOtpauthUrl(totp('A')), stepAt(clock.now(), 1000, 30));
    const byCounter = codeOfStep(readOtpauthUrl(hotp('B')), 3);
    assert.equal((await accounts.verifyCode(ids.alice ?? '', byTime, stranger)).outcome, 'right');
    assert.equal((await accounts.verifyCode(ids.bob ?? '', byCounter, stranger)).outcome, 'right');
  });

  test('everything that is wrong is named at once, and nothing is written', async () => {
    const { accounts, ids, labelsOf } = await openWithPeople(openTestStore);
    await accounts.factors.add(ids.bob ?? '', totp('Z'));
    const rows = [
      row(1, 'alice', totp('A')),
      row(2, 'nobody', totp('B')),
      row(3, 'printer', totp('B')),
      row(4, 'alice', `${totp('C')}&digits=5&period=1`),
      row(5, 'alice', `otpauth://hotp/Token:D?secret=${secretOf('D')}`),
      row(6, 'alice', hotp('E'), '5'),
      row(7, 'alice', totp('F'), '-1'),
      row(8, 'alice', `${totp('A')}&digits=8`),
      row(9, 'bob', totp('Z')),
      row(10, 'nobody', ''),
    ];
    const { imported, problems } = await accounts.factors.importAll(rows, { dryRun: false });
    assert.equal(imported, 0);
    assert.deepEqual(
      problems.map(({ line, field }) => `${line} ${field}`),
      [
        '2 username',
        '3 username',
        '4 digits',
        '4 period',
        '5 counter',
        '6 t0',
        '7 t0',
        '8 url',
        '9 url',
        '10 username',
        '10 url',
      ],
    );
    assert.ok(!/[A-Z]{16}/.test(JSON.stringify(problems)));
    assert.deepEqual(await labelsOf('alice'), []);
    assert.deepEqual(await labelsOf('bob'), ['Z']);
  });

  test('a sixth factor of one account is wrong, those it has counted', async () => {
    const { accounts, ids, labelsOf } = await openWithPeople(openTestStore);
    await accounts.factors.add(ids.alice ?? '', totp('Z'));
    const rows = ['A', 'B', 'C', 'D', 'E'].map((letter, index) => row(index + 1, 'alice', totp(letter)));
    const outcome = await accounts.factors.importAll(rows, { dryRun: false });
    const reason = 'would have more than five second factors';
    assert.deepEqual(outcome, { imported: 0, problems: [{ line: 5, field: 'username', reason }] });
    assert.deepEqual(await labelsOf('alice'), ['Z']);
    assert.equal((await accounts.factors.importAll(rows.slice(0, 4), { dryRun: false })).imported, 4);
  });

  test('a dry run tells the same and writes nothing', async () => {
    const { accounts, ids } = await openWithPeople(openTestStore);
    const before = await accounts.findById(ids.alice ?? '');
    const right = await accounts.factors.importAll([row(1, 'alice', totp('A'))], { dryRun: true });
    assert.deepEqual(right, { imported: 1, problems: [] });
    const wrong = await accounts.factors.importAll([row(7, 'alice', 'x')], { dryRun: true });
    assert.deepEqual([wrong.imported, wrong.problems[0]?.line], [0, 7]);
    assert.deepEqual(await accounts.findById(ids.alice ?? ''), before);
  });
});

async function openWithPeople(openTestStore: OpenTestStore) {
  const opened = await openTestAccounts(openTestStore);
  const { accounts } = opened;
  const ids: Record<string, string> = {};
  for (const input of [
    { username: 'alice' },
    { username: 'bob', emails: ['b@example.org'] },
    { username: 'printer', kind: 'device' },
  ] as const) {
    const added = await accounts.add({ ...input });
    ids[input.username] = added.outcome === 'added' ? added.account.id : assert.fail();
  }
  const labelsOf = async (username: string) =>
    ((await accounts.factors.list(ids[username] ?? '')) ?? []).map(({ label }) => label);
  return { ...opened, ids, labelsOf };
}
