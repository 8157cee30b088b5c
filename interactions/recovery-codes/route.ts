// The step that shows new recovery codes: the sign-in goes on when their owner has kept them.

import { needsToKeepCodes } from '../flow.ts';
import { openCodes } from '../pending-factor.ts';
import { requireProven } from '../second-factor.ts';
import type { Step, StepParts } from '../step.ts';
import { recoveryCodesView } from './view.ts';

export function createRecoveryCodesStep({ sealer }: StepParts): Step {
  return {
    name: 'recovery-codes',
    isNeeded: needsToKeepCodes,
    show: (visit) => recoveryCodesView(visit.frame, openCodes(sealer, visit)),
    decide: async (visit) => {
      const { freshCodes: _, ...proven } = requireProven(visit);
      return { advance: { proven } };
    },
  };
}
