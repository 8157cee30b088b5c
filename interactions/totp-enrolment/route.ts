// The enrolment step: an account that must have a second factor, or wants one, and has none, gets it before the sign-in ends.

import { readCode } from '../../src/accounts/second-factor/app/totp.ts';
import { AppError } from '../../src/base/app-error.ts';
import type { FormFields } from '../../src/http/form.ts';
import { isRecovered } from '../../src/oidc/proof/factor.ts';
import type { EnrolmentError } from '../../src/views/parts/enrolment-form.ts';
import { qrSvg } from '../../src/views/qr-code.ts';
import { canPutOff, draftFor, withoutEnrolment } from '../enrolment.ts';
import { needsEnrolment } from '../flow.ts';
import { isPast, openPending, type PendingFactor, sealCodes } from '../pending-factor.ts';
import type { Progress, Proven } from '../progress.ts';
import { originOf, requireProven } from '../second-factor.ts';
import { type Advance, type Again, again, type Step, type StepParts, type Visit } from '../step.ts';
import { type EnrolmentInSignIn, enrolmentExpiredView, totpEnrolmentView } from './view.ts';

export function createTotpEnrolmentStep(parts: StepParts): Step {
  const { accounts, clock, sealer, closeConnections } = parts;
  return {
    name: 'totp-enrolment',
    isNeeded: needsEnrolment,
    show: (visit) => {
      const pending = openPending(sealer, visit);
      return isPast(pending, clock) ? enrolmentExpiredView(visit.frame) : draw(visit, pending);
    },
    decide: async (visit, form) => {
      const proven = requireProven(visit);
      if (form.get('action') === 'later' && canPutOff(proven)) {
        return { advance: { proven: withoutEnrolment(proven) } };
      }
      const pending = openPending(sealer, visit);
      return isPast(pending, clock) ? drawAnew(visit) : bind(visit, pending, form);
    },
  };

  /** A new secret in the place of one that was shown too long ago. */
  async function drawAnew(visit: Visit): Promise<Advance> {
    const proven = requireProven(visit);
    const account = await accounts.findById(proven.accountId);
    if (account === undefined) {
      throw new AppError('sign-in-expired', { detail: 'the account is gone' });
    }
    return { advance: { proven: { ...proven, pendingFactor: draftFor(parts, visit, account) } } };
  }

  async function bind(visit: Visit, pending: PendingFactor, form: FormFields): Promise<Advance | Again> {
    const { accountId, stamps, shown } = requireProven(visit);
    const { url, t0, recoveryCodes } = pending;
    const code = form.get('code');
    if (readCode(code) === undefined) {
      return again('malformed', await draw(visit, pending, 'malformed'));
    }
    const added = await accounts.factors.add(accountId, url, {
      t0,
      code,
      setBy: 'owner',
      leave: shown ?? 'none',
      from: originOf(visit),
      recoveryCodes,
      stamps,
    });
    if (added.outcome === 'wrong-code') {
      const ignores = accounts.factors.fitsUsualSettingsOnly(url, t0, code);
      const error = ignores ? 'app-ignores-settings' : 'wrong-code';
      return again(error, await draw(visit, pending, error));
    }
    if (added.outcome !== 'added') {
      throw new AppError('sign-in-expired', { detail: `the factor cannot be bound: ${added.outcome}` });
    }
    const progress = { proven: provenBy(visit, added) };
    return { advance: progress, andThen: () => endEarlier(accountId, progress) };
  }

  /** Mail that was opened with less is closed; after the advance, so that the recovery codes are kept whatever comes. */
  async function endEarlier(accountId: string, progress: Progress): Promise<Progress> {
    const account = await accounts.findById(accountId);
    if (account !== undefined) {
      await closeConnections(account);
    }
    return progress;
  }

  /** The new factor has ended every session there was; this sign-in has just proven it. What others end from then on ends it as well. */
  function provenBy(
    visit: Visit,
    { recoveryCodes, stamps }: { readonly recoveryCodes: readonly string[]; readonly stamps: string },
  ): Proven {
    const { barred: _, ...proven } = withoutEnrolment(requireProven(visit));
    return {
      ...proven,
      factor: 2,
      // Whoever came by a recovery code has lost a device: until the next sign-in, that is said of this one.
      amr: isRecovered(proven.amr) ? proven.amr : ['pwd', 'otp', 'mfa'],
      stamps,
      ...(recoveryCodes.length === 0 ? {} : { freshCodes: sealCodes(sealer, visit, recoveryCodes) }),
    };
  }
}

function whyOf(proven: Proven): EnrolmentInSignIn['why'] {
  if (isRecovered(proven.amr)) {
    return 'lost';
  }
  return canPutOff(proven) ? 'offered' : 'required';
}

async function draw(visit: Visit, { url }: PendingFactor, error?: EnrolmentError) {
  const secret = new URL(url).searchParams.get('secret') ?? '';
  return totpEnrolmentView(visit.frame, {
    secretGroups: secret.match(/.{1,4}/g) ?? [],
    otpauthUrl: url,
    qr: await qrSvg(url, visit.frame.texts.enrolment.qr),
    why: whyOf(requireProven(visit)),
    ...(error === undefined ? {} : { error }),
  });
}
