// The offer step: a second step will be required from a day to come, and can be set up now or later.

import { AppError } from '../../src/base/app-error.ts';
import { beginEnrolment, withoutEnrolment } from '../enrolment.ts';
import { needsOffer } from '../flow.ts';
import { requireProven } from '../second-factor.ts';
import type { Step, StepParts, Visit } from '../step.ts';
import { enrolmentOfferView } from './view.ts';

export function createEnrolmentOfferStep(parts: StepParts): Step {
  return {
    name: 'enrolment-offer',
    isNeeded: needsOffer,
    show: (visit) => enrolmentOfferView(visit.frame, requireProven(visit).enrolBy ?? 0),
    decide: async (visit, form) => {
      const proven = withoutEnrolment(requireProven(visit));
      const isLater = form.get('action') === 'later';
      return { advance: { proven: isLater ? proven : { ...proven, ...(await begin(visit)) } } };
    },
  };

  async function begin(visit: Visit) {
    const account = await parts.accounts.findById(requireProven(visit).accountId);
    if (account === undefined) {
      throw new AppError('sign-in-expired', { detail: 'the account is gone' });
    }
    return beginEnrolment(parts, visit, account);
  }
}
