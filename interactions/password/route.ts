// The password step: who is it, and do they know the password.

import { beginProven } from '../begin.ts';
import { needsPassword } from '../flow.ts';
import { originOf } from '../second-factor.ts';
import { again, type Step, type StepParts, type Visit } from '../step.ts';
import { type PasswordState, passwordView } from './view.ts';

export function createPasswordStep(parts: StepParts): Step {
  const { accounts, clock } = parts;
  return {
    name: 'password',
    isNeeded: needsPassword,
    show: (visit) => show(visit, {}),
    decide: async (visit, form) => {
      const username = form.get('username');
      if (username.trim() === '' || form.get('password') === '') {
        return again('empty', show(withTyped(visit, username), { error: 'empty' }));
      }
      const passwordAt = clock.now();
      const answer = await accounts.verifyPassword(username, form.get('password'), originOf(visit));
      if (answer.outcome !== 'right') {
        const error = answer.outcome === 'wrong' ? 'wrong' : answer;
        return again(error, show(withTyped(visit, username), { error }));
      }
      const { account } = answer;
      return { advance: { proven: await beginProven(parts, visit, { account, username, passwordAt }) } };
    },
  };
}

function withTyped(visit: Visit, username: string): Visit {
  return username === '' ? visit : { ...visit, frame: { ...visit.frame, username } };
}

function show({ frame, interaction, known, progress }: Visit, state: PasswordState) {
  // Who said "Not you?" is not who was suggested.
  const loginHint = progress.fromStart === true ? undefined : interaction.loginHint;
  return passwordView(frame, {
    ...state,
    ...(loginHint === undefined ? {} : { suggestion: loginHint }),
    ...(known === undefined ? {} : { known }),
  });
}
