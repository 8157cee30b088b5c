// postern otp reset: for somebody whose phone and recovery codes are gone.

import { getAccount, noAccount, user } from '../accounts/find-account.ts';
import { defineCommand } from '../frame/command.ts';
import { flag } from '../frame/options.ts';

export const otpReset = defineCommand({
  name: 'otp reset',
  summary: 'Takes away all second factors and recovery codes; the password alone signs in',
  arguments: { user },
  // Every reset leaves the next enrolment open so far; who relies on that can say so.
  options: { open: flag('the next enrolment asks for no ticket, as none does so far') },
  question: (input) => `Take away the second factors of ${input.arguments.user}?`,
  run: async (input, { open }) => {
    const { accounts } = await open();
    const { id, username } = await getAccount(accounts, input.arguments.user);
    if ((await accounts.factors.reset(id)) === 'not-found') {
      throw noAccount(input.arguments.user);
    }
    return { json: { factors: [], recovery_codes: 0 }, text: `${username} has no second factor any more.` };
  },
});
