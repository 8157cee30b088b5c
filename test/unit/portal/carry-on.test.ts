// Behind an own change: this browser goes on only while the account is as that very change left it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Account } from '../../../src/accounts/account.ts';
import { isSessionAlive, stampsOf } from '../../../src/accounts/alive.ts';
import { carryOn } from '../../../src/portal/carry-on.ts';
import type { GuardParts } from '../../../src/portal/guard.ts';
import type { PortalVisit } from '../../../src/portal/page.ts';
import type { NewPortalSession } from '../../../src/portal/session.ts';

const written = { signedInSince: 5, sessionsSince: 101, twoFactorSince: 101 };
const session = {
  id: 'old',
  accountId: 'alice',
  sessionUid: 'browser',
  authTime: 40,
  provenAt: 40,
  factor: 2,
  amr: ['pwd', 'otp', 'mfa'],
} as const;

async function carry(changes: Partial<Account> = {}) {
  const opened: NewPortalSession[] = [];
  const account = { id: 'alice', status: 'active', ...written, ...changes } as Account;
  const parts = {
    accounts: { findById: async () => account },
    sessions: {
      open: async (_ctx: unknown, given: NewPortalSession) => {
        opened.push(given);
        return { id: 'new', ...given };
      },
    },
    pending: { move: async () => {} },
  } as unknown as GuardParts;
  const visit = { ctx: {}, account: { ...account, sessionsSince: 0 }, session } as unknown as PortalVisit;
  return { opened, account, answer: await carryOn(parts, visit, stampsOf(written)) };
}

test('it goes on under a session that lives, is no younger, and hangs on no app', async () => {
  const { opened, account, answer } = await carry();
  assert.equal(answer?.id, 'new');
  const [next] = opened;
  assert.equal(next?.provenAt, 40);
  assert.equal(next?.sessionUid, undefined);
  assert.ok(isSessionAlive(account, next?.authTime ?? 0, 2));
  assert.equal(isSessionAlive({ ...account, sessionsSince: 102 }, next?.authTime ?? 0, 2), false);
});

for (const [what, changes] of [
  ['an administrator’s new password or reset in the next second', { sessionsSince: 102 }],
  ['a second factor that went in the same second', { twoFactorSince: 102 }],
  ['a lost device', { signedInSince: 102 }],
  ['a disabled account', { status: 'disabled' }],
] as const) {
  test(`${what}, between the change and this, is not taken for the own change`, async () => {
    const { opened, answer } = await carry(changes);
    assert.deepEqual([opened, answer], [[], undefined]);
  });
}
