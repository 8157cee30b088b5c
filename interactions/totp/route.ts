// The code step: does the person hold the device with the authenticator app.

import { readCode } from '../../src/accounts/second-factor/app/totp.ts';
import { needsSecondFactor } from '../flow.ts';
import { originOf, proveSecondFactor, requireProven } from '../second-factor.ts';
import { again, type Step, type StepParts, type Visit } from '../step.ts';
import { type TotpState, totpView } from './view.ts';

export function createTotpStep({ accounts, settings }: StepParts): Step {
  return {
    name: 'totp',
    isNeeded: needsSecondFactor,
    show: (visit) => show(visit, settings),
    decide: async (visit, form) => {
      const { accountId, mayTrust } = requireProven(visit);
      if (readCode(form.get('code')) === undefined) {
        return again('malformed', show(visit, settings, 'malformed'));
      }
      const answer = await accounts.verifyCode(accountId, form.get('code'), originOf(visit));
      if (answer.outcome === 'right') {
        const remember = mayTrust === true && form.get('remember') !== '';
        return proveSecondFactor(visit, ['otp'], remember ? { remember } : {});
      }
      const error = answer.outcome === 'throttled' ? answer : answer.outcome;
      return again(error, show(visit, settings, error));
    },
  };
}

function show(
  { frame, interaction, pathOf, progress }: Visit,
  { trustedBrowserLife }: Pick<StepParts['settings'], 'trustedBrowserLife'>,
  error?: TotpState['error'],
) {
  return totpView(frame, {
    recoveryHref: pathOf('recovery-code'),
    lostHref: pathOf('lost-device'),
    device: progress.proven?.device ?? 'app',
    isStepUp: interaction.standing !== undefined && progress.fromStart !== true,
    ...(progress.proven?.mayTrust === true ? { trustSeconds: trustedBrowserLife } : {}),
    ...(error === undefined ? {} : { error }),
  });
}
