// The code step: a code of any active factor, accepted once and never again.

import type { Settings } from '../../config/settings.ts';
import type { Sealer } from '../../secrets/sealing.ts';
import { update } from '../../store/update.ts';
import { type Account, listFactors, type OtpauthSecret, withSecret } from '../account.ts';
import type { Throttled } from '../attempts/attempts.ts';
import type { Origin } from '../origin.ts';
import { openFactor } from './new-factor.ts';
import { type SecondStepParts, trySecondStep } from './second-step.ts';
import { matchTotp, readCode, type TotpMatch } from './totp.ts';

export type CodeOutcome =
  | { readonly outcome: 'right'; readonly account: Account; readonly factorId: string; readonly step: number }
  | { readonly outcome: 'wrong-code' | 'used-before' }
  | Throttled;

export interface VerifyCodeParts extends SecondStepParts {
  readonly sealer: Sealer;
  readonly settings: Pick<Settings, 'otpWindow'>;
}

/** Whatever was typed counts, digits or not; so does a code that was used before. */
export function verifyCode(
  parts: VerifyCodeParts,
  accountId: string,
  typed: string,
  from: Origin,
): Promise<CodeOutcome> {
  const code = readCode(typed);
  return trySecondStep<CodeOutcome>(parts, {
    door: 'code',
    accountId,
    from,
    check: async (account) =>
      account && code !== undefined ? spendCode(parts, accountId, code) : { outcome: 'wrong-code' },
  });
}

/** Finds the factor and spends the step in one conditional write: who comes second finds it used. */
async function spendCode(parts: VerifyCodeParts, accountId: string, code: string): Promise<CodeOutcome> {
  const outcome = await update<Account, CodeOutcome>(parts.accounts, accountId, (current) => {
    const matches = current.status === 'active' ? matchFactors(parts, current, code) : [];
    const right = matches.find(({ match }) => match.outcome === 'right');
    if (right?.match.outcome !== 'right') {
      const isUsed = matches.some(({ match }) => match.outcome === 'used-before');
      return { result: { outcome: isUsed ? 'used-before' : 'wrong-code' } };
    }
    const { step, drift } = right.match;
    const next = withSecret(current, { ...right.factor, confirmed: true, lastStep: step, drift });
    return { next, result: { outcome: 'right', account: next, factorId: right.factor.id, step } };
  });
  return typeof outcome === 'string' ? { outcome: 'wrong-code' } : outcome;
}

interface FactorMatch {
  readonly factor: OtpauthSecret;
  readonly match: TotpMatch;
}

function matchFactors(
  { sealer, clock, settings }: VerifyCodeParts,
  account: Account,
  code: string,
): readonly FactorMatch[] {
  const now = clock.now();
  return listFactors(account)
    .filter(({ state }) => state === 'active')
    .map((factor) => {
      const parameters = openFactor(sealer, account.id, factor);
      return { factor, match: matchTotp(parameters, factor, { code, now, window: settings.otpWindow }) };
    });
}
