// The code step: a code of any active factor, accepted once and never again.

import type { Settings } from '../../../config/settings.ts';
import type { Sealer } from '../../../secrets/sealing.ts';
import { update } from '../../../store/update.ts';
import { type Account, listFactors, withSecret } from '../../account.ts';
import type { Throttled } from '../../attempts/attempts.ts';
import type { Origin } from '../../origin.ts';
import { type FactorMatch, matchFactor } from '../app/match-factor.ts';
import { readCode } from '../app/totp.ts';
import { openFactor } from '../changes/new-factor.ts';
import { requireSameStamps, type SecondStepParts, trySecondStep } from './second-step.ts';

export type CodeOutcome =
  | { readonly outcome: 'right'; readonly account: Account; readonly factorId: string; readonly step: number }
  | { readonly outcome: 'wrong-code' | 'used-before' }
  | Throttled;

export interface VerifyCodeParts extends SecondStepParts {
  readonly sealer: Sealer;
  readonly settings: Pick<Settings, 'otpWindow'>;
}

/** Whatever could be a code counts; so does one that was used before, except through a mail service. */
export function verifyCode(
  parts: VerifyCodeParts,
  accountId: string,
  typed: string,
  from: Origin,
): Promise<CodeOutcome> {
  const code = readCode(typed);
  if (code === undefined) {
    // It can be nobody's code: pressing Enter too early costs none of the few tries.
    return Promise.resolve({ outcome: 'wrong-code' });
  }
  return trySecondStep<CodeOutcome>(parts, {
    door: 'code',
    accountId,
    from,
    check: async (account) => (account ? spendCode(parts, accountId, code, from) : { outcome: 'wrong-code' }),
  });
}

/** Finds the factor and spends the step in one conditional write: who comes second finds it used. */
async function spendCode(
  parts: VerifyCodeParts,
  accountId: string,
  code: string,
  from: Origin,
): Promise<CodeOutcome> {
  const outcome = await update<Account, CodeOutcome>(parts.accounts, accountId, (current) => {
    requireSameStamps(current, from);
    const matches = current.status === 'active' ? matchFactors(parts, current, code) : [];
    const right = matches.find(({ outcome }) => outcome === 'right');
    if (right === undefined) {
      const isUsed = matches.some(({ outcome }) => outcome === 'used-before');
      const next = withFactors(current, matches);
      return { ...(next && { next }), result: { outcome: isUsed ? 'used-before' : 'wrong-code' } };
    }
    const { id, lastStep: step = 0 } = right.factor;
    const next = withSecret(current, right.factor);
    return { next, result: { outcome: 'right', account: next, factorId: id, step } };
  });
  return typeof outcome === 'string' ? { outcome: 'wrong-code' } : outcome;
}

/** A token that is far ahead is remembered from one code to the next. Undefined: nothing to remember or to forget. */
function withFactors(account: Account, matches: readonly FactorMatch[]): Account | undefined {
  const changed = matches.filter(({ factor }) => !account.secrets.includes(factor));
  const next = changed.reduce((sum, { factor }) => withSecret(sum, factor), account);
  return next === account ? undefined : next;
}

function matchFactors(
  { sealer, clock, settings }: VerifyCodeParts,
  account: Account,
  code: string,
): readonly FactorMatch[] {
  const now = clock.now();
  return listFactors(account)
    .filter(({ state }) => state === 'active')
    .map((factor) =>
      matchFactor(openFactor(sealer, account.id, factor), factor, { code, now, window: settings.otpWindow }),
    );
}
