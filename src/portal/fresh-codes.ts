// New recovery codes that nobody has kept yet: for ten minutes they are shown to the browser that made them, and to whoever signs in completely.

import type { Account } from '../accounts/account.ts';
import { readRecoveryCode } from '../accounts/second-factor/verifying/recovery-codes.ts';
import { isFresh } from './freshness.ts';
import type { GuardParts } from './guard.ts';
import type { PortalVisit } from './page.ts';
import type { PendingCodes, Why } from './pending.ts';

/** `locked`: there are some, for a complete sign-in of the last five minutes. */
export type FreshCodes = PendingCodes | 'locked' | 'none';

export async function findFreshCodes(
  { clock, pending }: Pick<GuardParts, 'clock' | 'pending'>,
  visit: PortalVisit,
  why: Why,
): Promise<FreshCodes> {
  const { account, session } = visit;
  const found = await pending.findCodes(session, why);
  // The answer of a double click is lost with its cookies, and so may a window be: they are not one session's alone.
  if (found === undefined || !isSetOf(account, found)) {
    return 'none';
  }
  return found.holder === session.id || isFresh(visit, clock) ? found : 'locked';
}

/** They count: the account has this very set. It was drafted before the write that takes it, and may be exchanged by others. */
function isSetOf(account: Account, { codes }: PendingCodes): boolean {
  const present = new Set(
    account.secrets.filter(({ kind }) => kind === 'recovery-code').map((secret) => secret.id),
  );
  return codes.every((code) => present.has(readRecoveryCode(code)?.selector ?? ''));
}
