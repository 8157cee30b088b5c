// The new-password step: what an administrator chose as temporary is replaced by its owner (spec, "Accounts").

import { AccountInputError } from '../../src/accounts/adding/account-input-error.ts';
import { AppError } from '../../src/base/app-error.ts';
import { needsNewPassword } from '../flow.ts';
import { originOf, requireProven } from '../second-factor.ts';
import { again, type Step, type StepParts, type Visit } from '../step.ts';
import { type NewPasswordError, newPasswordView } from './view.ts';

export function createNewPasswordStep({ accounts }: StepParts): Step {
  return {
    name: 'new-password',
    isNeeded: needsNewPassword,
    show: ({ frame }) => newPasswordView(frame),
    decide: async (visit, form) => {
      const { temporaryPassword: _, ...proven } = requireProven(visit);
      const answer = await replace(visit, form.get('new_password'));
      if (answer !== 'replaced') {
        return again('refused', newPasswordView(visit.frame, answer));
      }
      return { advance: { proven } };
    },
  };

  async function replace(visit: Visit, text: string): Promise<'replaced' | NewPasswordError> {
    const { accountId, temporaryPassword: passwordId = '', stamps } = requireProven(visit);
    try {
      const from = { passwordId, stamps, origin: originOf(visit) };
      const outcome = await accounts.replaceTemporaryPassword(accountId, from, text);
      if (outcome === 'changed') {
        throw new AppError('sign-in-expired', { detail: 'the password was changed during the sign-in' });
      }
      return outcome;
    } catch (error) {
      if (error instanceof AccountInputError) {
        return typeof error.problem === 'object' ? error.problem : 'too-common';
      }
      throw error;
    }
  }
}
