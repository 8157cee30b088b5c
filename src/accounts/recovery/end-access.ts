// "I lost a device", said by the owner: whatever is open ends at once. Factors, recovery codes and the password stay.

import type { Audit } from '../../audit/audit.ts';
import type { Clock } from '../../base/clock.ts';
import type { Collection } from '../../store/store.ts';
import { update } from '../../store/update.ts';
import { type Account, hasSecondFactor, isGone, withoutAppPasswords } from '../account.ts';
import { nextStamp, requireNearStamp, withoutTrustedBrowsers } from '../alive.ts';
import { auditOwnerOf } from '../audit-owner.ts';
import type { Actor } from '../origin.ts';
import type { WaysIn } from './ways-in.ts';

interface EndAccessParts {
  readonly accounts: Collection<Account>;
  readonly waysIn: WaysIn;
  readonly clock: Clock;
  readonly audit: Audit;
}

/** Ends sessions, grants and tokens, app passwords, known and trusted browsers, mailed links. */
export async function endAccess(
  { accounts, audit, waysIn, clock }: EndAccessParts,
  accountId: string,
  { by = 'admin', from }: Actor,
): Promise<'ended' | 'not-found'> {
  const outcome = await update<Account, Account | 'not-found'>(accounts, accountId, (current) => {
    if (isGone(current)) {
      return { result: 'not-found' };
    }
    const now = clock.now();
    if (by === 'owner') {
      requireNearStamp(current, now);
    }
    const signedInSince = nextStamp(current, now);
    const next = { ...withoutAppPasswords(withoutTrustedBrowsers(current, now)), signedInSince };
    return { next, result: next };
  });
  if (typeof outcome === 'string') {
    return 'not-found';
  }
  await waysIn.forgetAll(accountId);
  const facts = { hasSecondStep: hasSecondFactor(outcome) };
  const owner = auditOwnerOf(outcome);
  await audit.record({ type: 'access-ended', owner, by, ...(from && { from }), facts });
  return 'ended';
}
