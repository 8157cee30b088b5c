// A change has ended all sessions of the account: this browser, which made it, goes on under a new session.

import { setTimeout as wait } from 'node:timers/promises';
import type { Account } from '../accounts/account.ts';
import { authTimeFor, nextStamp } from '../accounts/alive.ts';
import type { GuardParts } from './guard.ts';
import type { PortalVisit } from './page.ts';
import type { PortalSession } from './session.ts';

export type Proven = Pick<PortalSession, 'factor' | 'amr'>;

/** Undefined: the browser's session is gone, or somebody else ended it in the meantime. Called right behind the change. */
export async function carryOn(
  { accounts, clock, ownSignIn, sessions }: GuardParts,
  { ctx, account: before, session }: PortalVisit,
  { factor, amr }: Proven = session,
): Promise<PortalSession | undefined> {
  const changedAt = clock.now();
  const account = await accounts.findById(before.id);
  if (account === undefined || !isOneChange(before, account, changedAt)) {
    return undefined;
  }
  const { provenAt, accountId } = session;
  const authTime = authTimeFor(account, provenAt * 1000);
  // Right after the change it is up to a second ahead: nobody is told a time that has not come.
  await wait(Math.max(0, authTime * 1000 - clock.now()));
  const proof = { accountId, authTime, factor, amr };
  const sessionUid = await ownSignIn.raise(ctx, session.sessionUid, proof);
  return sessionUid === undefined ? undefined : sessions.open(ctx, { ...proof, sessionUid, provenAt });
}

/** An ending by others leaves a later stamp than one change does. */
function isOneChange(before: Account, after: Account, changedAt: number): boolean {
  return (
    after.status === 'active' &&
    after.signedInSince === before.signedInSince &&
    after.sessionsSince <= nextStamp(before, changedAt) &&
    after.twoFactorSince <= nextStamp(before, changedAt)
  );
}
