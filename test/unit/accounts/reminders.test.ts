// Which reminder is due when, and who is meant by it: tables.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Account } from '../../../src/accounts/account.ts';
import { findDueReminder, isMeant } from '../../../src/accounts/rules/reminders.ts';
import type { Policy } from '../../../src/accounts/rules/required-factor.ts';

const dayMs = 24 * 60 * 60 * 1000;
const from = Date.UTC(2050, 5, 1);
const policy: Policy = { mfa: 'required', from, exemptRoles: ['superadmin'] };

const moments: readonly (readonly [daysBefore: number, reminder: number | undefined, daysLeft?: number])[] = [
  [400, undefined],
  [14 + 1 / dayMs, undefined],
  [14, 14, 14],
  [13.5, 14, 14],
  [7 + 1 / dayMs, 14, 8],
  [7, 7, 7],
  [3, 7, 3],
  [1 + 1 / dayMs, 7, 2],
  [1, 1, 1],
  [1 / dayMs, 1, 1],
  [0, undefined],
  [-1, undefined],
];
for (const [before, reminder, daysLeft] of moments) {
  test(`${before} days before the date the reminder is ${reminder}`, () => {
    const due = findDueReminder(policy, from - before * dayMs);
    assert.deepEqual(due, reminder === undefined ? undefined : { date: from, reminder, daysLeft });
  });
}

test('without a date, or while the second factor is optional, nobody is reminded', () => {
  for (const mfa of ['optional', 'required'] as const) {
    assert.equal(findDueReminder({ mfa, exemptRoles: [] }, from), undefined);
  }
  assert.equal(findDueReminder({ ...policy, mfa: 'optional' }, from - dayMs), undefined);
});

const alice: Account = {
  id: 'alice',
  revision: '1',
  kind: 'person',
  username: 'alice',
  names: ['alice'],
  emails: [{ address: 'alice@example.test', verified: true }],
  roles: ['user'],
  groups: [],
  status: 'active',
  createdAt: 0,
  signedInSince: 0,
  sessionsSince: 0,
  twoFactorSince: 0,
  secrets: [],
};
const factor = (state: 'pending' | 'active'): Account['secrets'][number] => ({
  kind: 'otpauth',
  id: 'phone',
  sealedUrl: '',
  label: 'Phone',
  type: 'totp',
  t0: 0,
  state,
  confirmed: false,
  drift: 0,
  createdAt: 0,
  setBy: 'owner',
});

const people: readonly (readonly [string, Partial<Account>, boolean])[] = [
  ['somebody without a second step', {}, true],
  ['an administrator without one', { roles: ['user', 'admin'] }, true],
  ['whose app was never confirmed', { secrets: [factor('pending')] }, true],
  ['who has one', { secrets: [factor('active')] }, false],
  ['of an exempt role', { roles: ['superadmin'] }, false],
  ['a team mailbox', { kind: 'shared' }, false],
  ['a printer', { kind: 'device' }, false],
  ['a disabled account', { status: 'disabled' }, false],
  ['a deleted account', { status: 'deleted' }, false],
  ['without any address', { emails: [] }, false],
  ['with an unverified address', { emails: [{ address: 'a@b.test', verified: false }] }, false],
  [
    'with a recovery address only',
    { emails: [], recoveryEmail: { address: 'a@b.test', verified: true } },
    true,
  ],
];
for (const [who, changes, isReminded] of people) {
  test(`${who} is ${isReminded ? '' : 'not '}reminded`, () => {
    assert.equal(isMeant({ ...alice, ...changes }, policy), isReminded);
  });
}
