// The enrolment step: an account that must have a second factor, and has none, gets one before the sign-in ends.

import { stampsOf } from '../../src/accounts/alive.ts';
import { AppError } from '../../src/base/app-error.ts';
import type { EnrolmentError } from '../../src/views/parts/enrolment-form.ts';
import { qrSvg } from '../../src/views/qr-code.ts';
import { needsEnrolment } from '../flow.ts';
import { openPending, sealCodes } from '../pending-factor.ts';
import { originOf, requireProven } from '../second-factor.ts';
import { again, type Step, type StepParts, type Visit } from '../step.ts';
import { totpEnrolmentView } from './view.ts';

export function createTotpEnrolmentStep({ accounts, sealer }: StepParts): Step {
  const draw = async (visit: Visit, error?: EnrolmentError) => {
    const { url } = openPending(sealer, visit);
    const secret = new URL(url).searchParams.get('secret') ?? '';
    return totpEnrolmentView(visit.frame, {
      secretGroups: secret.match(/.{1,4}/g) ?? [],
      otpauthUrl: url,
      qr: await qrSvg(url, visit.frame.texts.enrolment.qr),
      ...(error === undefined ? {} : { error }),
    });
  };
  return {
    name: 'totp-enrolment',
    isNeeded: needsEnrolment,
    show: (visit) => draw(visit),
    decide: async (visit, form) => {
      const { pendingFactor: _, barred: __, ...proven } = requireProven(visit);
      const { url, t0, recoveryCodes } = openPending(sealer, visit);
      const code = form.get('code');
      const added = await accounts.factors.add(proven.accountId, url, {
        t0,
        code,
        setBy: 'owner',
        from: originOf(visit),
        recoveryCodes,
        stamps: proven.stamps,
      });
      if (added.outcome === 'wrong-code') {
        const ignores = accounts.factors.fitsUsualSettingsOnly(url, t0, code);
        const error = ignores ? 'app-ignores-settings' : 'wrong-code';
        return again(error, await draw(visit, error));
      }
      if (added.outcome !== 'added') {
        throw new AppError('sign-in-expired', { detail: `the factor cannot be bound: ${added.outcome}` });
      }
      // The new factor has ended every session there was; this sign-in has just proven it.
      const account = await accounts.findById(proven.accountId);
      const now = {
        ...proven,
        factor: 2 as const,
        amr: ['pwd', 'otp', 'mfa'],
        ...(account === undefined ? {} : { stamps: stampsOf(account) }),
        ...(added.recoveryCodes.length === 0
          ? {}
          : { freshCodes: sealCodes(sealer, visit, added.recoveryCodes) }),
      };
      return { advance: { proven: now } };
    },
  };
}
