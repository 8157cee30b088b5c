// The password step: who is it, and do they know the password.

import { findPassword } from '../../src/accounts/account.ts';
import { stampsOf } from '../../src/accounts/alive.ts';
import { mailLogin } from '../../src/accounts/names.ts';
import { needsPassword } from '../flow.ts';
import { draftPending } from '../pending-factor.ts';
import { findRequirement } from '../requirement.ts';
import { originOf } from '../second-factor.ts';
import { again, type Step, type StepParts, type Visit } from '../step.ts';
import { type PasswordState, passwordView } from './view.ts';

export function createPasswordStep(parts: StepParts): Step {
  const { accounts, accessRules, clock } = parts;
  return {
    name: 'password',
    isNeeded: needsPassword,
    show: (visit) => show(visit, {}),
    decide: async (visit, form) => {
      const username = form.get('username');
      const passwordAt = clock.now();
      const answer = await accounts.verifyPassword(username, form.get('password'), originOf(visit));
      if (answer.outcome !== 'right') {
        const error = answer.outcome === 'wrong' ? 'wrong' : answer;
        return again(error, show({ ...visit, frame: { ...visit.frame, username } }, { error }));
      }
      const { account } = answer;
      const password = findPassword(account);
      const requirement = await findRequirement(accessRules, visit, account);
      const proven = {
        accountId: account.id,
        username,
        passwordAt,
        stamps: stampsOf(account),
        ...requirement,
        factor: 1 as const,
        amr: ['pwd'],
        ...(requirement.barred === 'enrol-first'
          ? { pendingFactor: draftPending(parts, visit, mailLogin(account, parts.settings)) }
          : {}),
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
