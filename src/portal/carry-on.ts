// A change has ended all sessions of the account: this browser, which made it, goes on at these pages, and at no app.

import { authTimeFor, stampsOf } from '../accounts/alive.ts';
import type { GuardParts } from './guard.ts';
import type { PortalVisit } from './page.ts';
import type { PortalSession } from './session.ts';

export type Proven = Pick<PortalSession, 'factor' | 'amr'>;

/**
 * `stamps`: what the change wrote. Undefined: somebody else has ended something since. The sign-in is as old as it was; what
 * waits for this person comes along.
 */
export async function carryOn(
  { accounts, pending, sessions }: GuardParts,
  { ctx, session }: PortalVisit,
  stamps: string,
  { factor, amr }: Proven = session,
): Promise<PortalSession | undefined> {
  const { provenAt, accountId } = session;
  const account = await accounts.findById(accountId);
  if (account?.status !== 'active' || stampsOf(account) !== stamps) {
    return undefined;
  }
  const authTime = authTimeFor(account, provenAt * 1000);
  const next = await sessions.open(ctx, { accountId, authTime, factor, amr, provenAt });
  await pending.move(session, next);
  return next;
}
