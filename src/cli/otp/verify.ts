// postern otp verify: whether a code is right; it is spent and counted as at any door.

import type { CodeOutcome } from '../../accounts/second-factor/verifying/verify-code.ts';
import { getAccount, user } from '../accounts/find-account.ts';
import { defineCommand } from '../frame/command.ts';
import { argument } from '../frame/options.ts';

export const otpVerify = defineCommand({
  name: 'otp verify',
  summary: 'Tells whether a code is right, and spends it; exit code 1 if it is not',
  notes: [
    'With --json: { "outcome" } is right (with "factor", its id), wrong-code, used-before,',
    'or throttled (with "retry_after_seconds").',
  ],
  arguments: { user, code: argument('CODE', 'what the app or the token shows') },
  options: {},
  run: async (input, { open }) => {
    const { accounts } = await open();
    const { id } = await getAccount(accounts, input.arguments.user);
    const answer = await accounts.verifyCode(id, input.arguments.code, {
      address: 'command line',
      isAdministrator: true,
    });
    return {
      json: toJson(answer),
      text: describe(answer),
      isNo: answer.outcome !== 'right',
    };
  },
});

function toJson(answer: CodeOutcome) {
  const { outcome } = answer;
  if (outcome === 'throttled') {
    return { outcome, retry_after_seconds: answer.retryAfterSeconds };
  }
  return outcome === 'right' ? { outcome, factor: answer.factorId } : { outcome };
}

function describe(answer: CodeOutcome): string {
  switch (answer.outcome) {
    case 'right':
      return 'The code is right, and is spent now.';
    case 'used-before':
      return 'The code was right once and was used before.';
    case 'wrong-code':
      return 'The code is wrong.';
    case 'throttled':
      return `Too many wrong codes: the next may be tried in ${answer.retryAfterSeconds} s.`;
  }
}
