// Somebody lost a phone or a token: whatever it could open is shut in one write. The password stays.

import type { Audit } from '../../audit/audit.ts';
import type { Clock } from '../../base/clock.ts';
import type { Collection } from '../../store/store.ts';
import { update } from '../../store/update.ts';
import { type Account, isGone } from '../account.ts';
import { nextStamp } from '../alive.ts';
import { auditOwnerOf } from '../audit-owner.ts';
import type { BrowserRegister } from '../known-browsers.ts';

interface LoseDeviceParts {
  readonly accounts: Collection<Account>;
  readonly browsers: BrowserRegister;
  readonly clock: Clock;
  readonly audit: Audit;
}

/** Ends sessions, grants and tokens, all second factors and recovery codes; no browser is a known one any more. */
export async function loseDevice(
  { accounts, audit, browsers, clock }: LoseDeviceParts,
  accountId: string,
): Promise<'ended' | 'not-found'> {
  const outcome = await update<Account, Account | 'not-found'>(accounts, accountId, (current) => {
    if (isGone(current)) {
      return { result: 'not-found' };
    }
    const signedInSince = nextStamp(current.signedInSince, clock.now());
    const secrets = current.secrets.filter(({ kind }) => kind !== 'otpauth' && kind !== 'recovery-code');
    const next = { ...current, signedInSince, secrets };
    return { next, result: next };
  });
  if (typeof outcome === 'string') {
    return 'not-found';
  }
  await browsers.forgetAll(accountId);
  await audit.record({ type: 'device-lost', owner: auditOwnerOf(outcome), by: 'admin' });
  return 'ended';
}
