// The step behind a right recovery code: how many are left, and a new set for whoever wants one.

import { AppError } from '../../src/base/app-error.ts';
import { draftFor } from '../enrolment.ts';
import { needsRecoveryNews } from '../flow.ts';
import { sealCodes } from '../pending-factor.ts';
import type { Progress, Proven, Recovered } from '../progress.ts';
import { originOf, requireProven } from '../second-factor.ts';
import type { Step, StepParts, Visit } from '../step.ts';
import { recoveredView } from './view.ts';

/** Longer than ten hashes take: a request that did not come back until then was cut short. */
const renewingMs = 30_000;

export function createRecoveredStep(parts: StepParts): Step {
  const { accounts, clock, sealer } = parts;
  return {
    name: 'recovered',
    isNeeded: needsRecoveryNews,
    show: (visit) =>
      recoveredView(visit.frame, {
        left: requireRecovered(visit).left,
      }),
    decide: async (visit, form) => {
      const recovered = requireRecovered(visit);
      if (clock.now() < (recovered.renewingSince ?? 0) + renewingMs) {
        // Whoever goes on now would never see the codes that are just being made.
        return { turnTo: 'recovered' };
      }
      const { recovered: _, ...proven } = requireProven(visit);
      if (form.get('action') === 'replace') {
        return { advance: { proven: { ...proven, pendingFactor: await draft(visit) } } };
      }
      if (form.get('action') !== 'renew') {
        return { advance: { proven } };
      }
      // Two requests at once would each make a set, and one of the two would show codes that do not work.
      const renewing = { ...proven, recovered: { ...recovered, renewingSince: clock.now() } };
      return { advance: { proven: renewing }, andThen: () => renew(visit, proven) };
    },
  };

  /** The lost app is replaced right here: password and recovery code were just given. */
  async function draft(visit: Visit): Promise<string> {
    const account = await accounts.findById(requireProven(visit).accountId);
    if (account === undefined) {
      throw new AppError('sign-in-expired', { detail: 'the account is gone' });
    }
    return draftFor(parts, visit, account);
  }

  async function renew(visit: Visit, proven: Proven): Promise<Progress> {
    const actor = { by: 'owner' as const, from: originOf(visit) };
    const renewed = await accounts.recoveryCodes.renew(proven.accountId, actor, proven.stamps);
    if (renewed.outcome !== 'renewed') {
      throw new AppError('sign-in-expired', { detail: `no new recovery codes: ${renewed.outcome}` });
    }
    return { proven: { ...proven, freshCodes: sealCodes(sealer, visit, renewed.codes) } };
  }
}

function requireRecovered(visit: Visit): Recovered {
  const { recovered } = requireProven(visit);
  if (recovered === undefined) {
    throw new AppError('out-of-step', { detail: 'no recovery code was used' });
  }
  return recovered;
}
