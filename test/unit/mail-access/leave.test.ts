// How `password$code` is taken apart, as a table: at the last `$`, with exactly as many digits as a factor has.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Account } from '../../../src/accounts/account.ts';
import { leaveFor } from '../../../src/mail-access/check/decisions/leave.ts';

const withApp = {
  kind: 'person',
  roles: ['user'],
  secrets: [
    { kind: 'password', id: 'p' },
    { kind: 'otpauth', id: 'f', state: 'active' },
  ],
} as unknown as Account;
const policy = { concatenated: 'once', plain: 'without-factor' } as const;

const table: readonly [
  text: string,
  lengths: readonly number[],
  password: string,
  code: string | undefined,
][] = [
  ['secret$123456', [6], 'secret', '123456'],
  ['se$cret$123456', [6], 'se$cret', '123456'],
  ['secret$111111$123456', [6], 'secret$111111', '123456'],
  ['secret$$123456', [6], 'secret$', '123456'],
  ['secret$12345678', [6, 8], 'secret', '12345678'],
  ['$123456', [6], '', '123456'],
  ['secret$1234567', [6, 8], 'secret$1234567', undefined],
  ['secret$12345678', [6], 'secret$12345678', undefined],
  ['secret$12345', [6], 'secret$12345', undefined],
  ['secret123456', [6], 'secret123456', undefined],
  ['secret$123456 ', [6], 'secret$123456 ', undefined],
  ['secret$12 456', [6], 'secret$12 456', undefined],
  ['secret$１２３４５６', [6], 'secret$１２３４５６', undefined],
  ['secret$123456$', [6], 'secret$123456$', undefined],
  ['$', [6], '$', undefined],
  ['', [6], '', undefined],
];

for (const [text, lengths, password, code] of table) {
  test(`${JSON.stringify(text)} with codes of ${lengths.join(' or ')} digits`, () => {
    const leave = leaveFor({ policy, account: withApp, text, codeLengths: new Set(lengths) });
    const expected = code === undefined ? { kind: 'nothing', password } : { kind: 'code', password, code };
    assert.deepEqual(leave, expected);
  });
}

test('without a factor the whole text is the password, whatever it looks like', () => {
  const account = { ...withApp, secrets: withApp.secrets.slice(0, 1) };
  for (const text of ['secret$123456', 'secret', '$']) {
    const leave = leaveFor({ policy, account, text, codeLengths: new Set([6]) });
    assert.deepEqual(leave, { kind: 'plain', password: text });
  }
});

test('a factor that is still pending asks for no code', () => {
  const secrets = withApp.secrets.map((secret) => ({ ...secret, state: 'pending' })) as Account['secrets'];
  const account = { ...withApp, secrets };
  assert.equal(leaveFor({ policy, account, text: 'x', codeLengths: new Set() }).kind, 'plain');
});
