// The recovery-code step: one of the ten printed codes, accepted once.

import type { PasswordHasher } from '../../../secrets/password-hashing.ts';
import { update } from '../../../store/update.ts';
import { type Account, listUnusedRecoveryCodes, type RecoveryCodeSecret, withSecret } from '../../account.ts';
import { withoutTrustedBrowsers } from '../../alive.ts';
import type { Throttled } from '../../attempts/attempts.ts';
import type { Origin } from '../../origin.ts';
import { withStandIn } from '../../recovery/lost-factors.ts';
import { type RecoveryCode, readRecoveryCode } from './recovery-codes.ts';
import { requireSameStamps, type SecondStepParts, trySecondStep } from './second-step.ts';

export type RecoveryOutcome =
  /** `left`: how many codes are unused now. */
  | { readonly outcome: 'right'; readonly account: Account; readonly left: number }
  | { readonly outcome: 'wrong-code' }
  | Throttled;

export interface VerifyRecoveryCodeParts extends SecondStepParts {
  readonly hasher: Pick<PasswordHasher, 'verify' | 'verifyNothing'>;
}

/** Exactly one Argon2id for every answer but `throttled`. A used code is a wrong one. */
export function verifyRecoveryCode(
  parts: VerifyRecoveryCodeParts,
  accountId: string,
  typed: string,
  from: Origin,
): Promise<RecoveryOutcome> {
  const code = readRecoveryCode(typed);
  return trySecondStep<RecoveryOutcome>(parts, {
    door: 'recovery',
    accountId,
    from,
    check: async (account) => {
      const right = await findRight(parts, account, code);
      return right ? spend(parts, accountId, right, from) : { outcome: 'wrong-code' };
    },
  });
}

async function findRight(
  { hasher }: VerifyRecoveryCodeParts,
  account: Account | undefined,
  code: RecoveryCode | undefined,
): Promise<RecoveryCodeSecret | undefined> {
  const stored = account && listUnusedRecoveryCodes(account).find(({ id }) => id === code?.selector);
  const isRight =
    stored && code ? await hasher.verify(code.secret, stored.hash) : await hasher.verifyNothing('nothing');
  return isRight ? stored : undefined;
}

/** Whoever needs one may have lost more than a phone: no browser is trusted any more. */
async function spend(
  { accounts, clock }: VerifyRecoveryCodeParts,
  accountId: string,
  right: RecoveryCodeSecret,
  from: Origin,
): Promise<RecoveryOutcome> {
  const outcome = await update<Account, RecoveryOutcome>(accounts, accountId, (current) => {
    requireSameStamps(current, from);
    const stored = listUnusedRecoveryCodes(current).find(
      ({ id, hash }) => id === right.id && hash === right.hash,
    );
    if (!stored || current.status !== 'active') {
      return { result: { outcome: 'wrong-code' } };
    }
    const now = clock.now();
    const next = withoutTrustedBrowsers(
      withStandIn(withSecret(current, { ...stored, usedAt: now }), now),
      now,
    );
    return { next, result: { outcome: 'right', account: next, left: listUnusedRecoveryCodes(next).length } };
  });
  return typeof outcome === 'string' ? { outcome: 'wrong-code' } : outcome;
}
