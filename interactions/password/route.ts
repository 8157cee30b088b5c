// The password step: who is it, and do they know the password.

import { findPassword } from '../../src/accounts/account.ts';
import { stampsOf } from '../../src/accounts/alive.ts';
import { needsPassword } from '../flow.ts';
import { findRequirement } from '../requirement.ts';
import { again, type Step, type StepParts, type Visit } from '../step.ts';
import { type PasswordState, passwordView } from './view.ts';

export function createPasswordStep({ accounts, accessRules, clock }: StepParts): Step {
  return {
    name: 'password',
    isNeeded: needsPassword,
    show: (visit) => show(visit, {}),
    decide: async (visit, form) => {
      const username = form.get('username');
      const from = {
        address: visit.ctx.ip,
        ...(visit.browser === undefined ? {} : { browser: visit.browser }),
      };
      const passwordAt = clock.now();
      const answer = await accounts.verifyPassword(username, form.get('password'), from);
      if (answer.outcome !== 'right') {
        const error = answer.outcome === 'wrong' ? 'wrong' : answer;
        return again(error, show({ ...visit, frame: { ...visit.frame, username } }, { error }));
      }
      const { account } = answer;
      const password = findPassword(account);
      const proven = {
        accountId: account.id,
        username,
        passwordAt,
        stamps: stampsOf(account),
        ...(await findRequirement(accessRules, visit, account)),
        factor: 1 as const,
        amr: ['pwd'],
        ...(password?.temporary ? { temporaryPassword: password.id } : {}),
      };
      return { advance: { proven } };
    },
  };
}

function show({ frame, interaction }: Visit, state: PasswordState) {
  const { loginHint } = interaction;
  return passwordView(frame, { ...state, ...(loginHint === undefined ? {} : { suggestion: loginHint }) });
}
