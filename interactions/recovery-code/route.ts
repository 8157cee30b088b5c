// The recovery-code step: a code from the printed list stands in for the lost device.

import { readRecoveryCode } from '../../src/accounts/second-factor/verifying/recovery-codes.ts';
import { connectsProgram } from '../../src/oidc/interaction.ts';
import { needsSecondFactor } from '../flow.ts';
import { originOf, proveSecondFactor, requireProven } from '../second-factor.ts';
import { again, type Step, type StepParts, type Visit } from '../step.ts';
import { connectsNothingView, type RecoveryCodeState, recoveryCodeView } from './view.ts';

export function createRecoveryCodeStep({ accounts }: StepParts): Step {
  return {
    name: 'recovery-code',
    isNeeded: needsSecondFactor,
    show: (visit) => show(visit),
    decide: async (visit, form) => {
      if (connectsProgram(visit.interaction)) {
        return again('connects-nothing', show(visit));
      }
      const { accountId } = requireProven(visit);
      const code = form.get('recovery_code');
      if (readRecoveryCode(code) === undefined) {
        return again('malformed', show(visit, 'malformed'));
      }
      const answer = await accounts.verifyRecoveryCode(accountId, code, originOf(visit));
      if (answer.outcome === 'right') {
        // Two factors, but no code from a device: `otp` is not claimed.
        return proveSecondFactor(visit, [], { recovered: { left: answer.left } });
      }
      const error = answer.outcome === 'throttled' ? answer : answer.outcome;
      return again(error, show(visit, error));
    },
  };
}

function show({ frame, pathOf, interaction }: Visit, error?: RecoveryCodeState['error']) {
  if (connectsProgram(interaction)) {
    return connectsNothingView(frame, { codeHref: pathOf('totp'), lostHref: pathOf('lost-device') });
  }
  return recoveryCodeView(frame, {
    codeHref: pathOf('totp'),
    lostHref: pathOf('lost-device'),
    ...(error === undefined ? {} : { error }),
  });
}
