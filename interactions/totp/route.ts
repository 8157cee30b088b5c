// The code step: does the person hold the device with the authenticator app.

import { needsSecondFactor } from '../flow.ts';
import { originOf, proveSecondFactor, requireProven } from '../second-factor.ts';
import { again, type Step, type StepParts, type Visit } from '../step.ts';
import { type TotpState, totpView } from './view.ts';

export function createTotpStep({ accounts }: StepParts): Step {
  return {
    name: 'totp',
    isNeeded: needsSecondFactor,
    show: (visit) => show(visit),
    decide: async (visit, form) => {
      const { accountId } = requireProven(visit);
      const answer = await accounts.verifyCode(accountId, form.get('code'), originOf(visit));
      if (answer.outcome === 'right') {
        return proveSecondFactor(visit, ['otp']);
      }
      const error = answer.outcome === 'throttled' ? answer : answer.outcome;
      return again(error, show(visit, error));
    },
  };
}

function show({ frame, pathOf }: Visit, error?: TotpState['error']) {
  return totpView(frame, {
    recoveryHref: pathOf('recovery-code'),
    ...(error === undefined ? {} : { error }),
  });
}
