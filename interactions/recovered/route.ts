// The step behind a right recovery code: how many are left, and a new set for whoever wants one.

import { AppError } from '../../src/base/app-error.ts';
import { needsRecoveryNews } from '../flow.ts';
import { sealCodes } from '../pending-factor.ts';
import type { Progress, Proven } from '../progress.ts';
import { originOf, requireProven } from '../second-factor.ts';
import type { Step, StepParts, Visit } from '../step.ts';
import { recoveredView } from './view.ts';

export function createRecoveredStep({ accounts, sealer, settings }: StepParts): Step {
  return {
    name: 'recovered',
    isNeeded: needsRecoveryNews,
    show: (visit) =>
      recoveredView(visit.frame, {
        left: requireProven(visit).recovered?.left ?? 0,
        accountAddress: `${settings.issuer}/account`,
        isPortal: visit.interaction.client.isPortal,
      }),
    decide: async (visit, form) => {
      const { recovered: _, ...proven } = requireProven(visit);
      const advance = { advance: { proven } };
      // Two requests at once would each make a set, and one of the two would show codes that do not work.
      return form.get('action') === 'renew' ? { ...advance, andThen: () => renew(visit, proven) } : advance;
    },
  };

  async function renew(visit: Visit, proven: Proven): Promise<Progress> {
    const actor = { by: 'owner' as const, from: originOf(visit) };
    const renewed = await accounts.recoveryCodes.renew(proven.accountId, actor, proven.stamps);
    if (renewed.outcome !== 'renewed') {
      throw new AppError('sign-in-expired', { detail: `no new recovery codes: ${renewed.outcome}` });
    }
    return { proven: { ...proven, freshCodes: sealCodes(sealer, visit, renewed.codes) } };
  }
}
