// postern otp reset: for somebody whose phone and recovery codes are gone.

import { getAccount, noAccount, user } from '../accounts/find-account.ts';
import { defineCommand } from '../frame/command.ts';

export const otpReset = defineCommand({
  name: 'otp reset',
  summary: 'Takes away all second factors and recovery codes; the password alone signs in',
  arguments: { user },
  options: {},
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
