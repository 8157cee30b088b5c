// postern otp recovery-codes: a new set, shown once; all earlier codes are dead.

import { getAccount, noAccount, user } from '../accounts/find-account.ts';
import { defineCommand } from '../frame/command.ts';
import { Refusal } from '../frame/refusals.ts';

export const otpRecoveryCodes = defineCommand({
  name: 'otp recovery-codes',
  summary: 'Makes ten new recovery codes and shows them once; earlier ones work no more',
  arguments: { user },
  options: {},
  question: (input) => `Replace the recovery codes of ${input.arguments.user}?`,
  run: async (input, { open }) => {
    const { accounts } = await open();
    const { id, username } = await getAccount(accounts, input.arguments.user);
    const renewed = await accounts.recoveryCodes.renew(id);
    if (renewed.outcome !== 'renewed') {
      throw renewed.outcome === 'not-found'
        ? noAccount(input.arguments.user)
        : new Refusal(`${username} has no second factor that they could stand in for`);
    }
    const { codes } = renewed;
    return {
      json: { recovery_codes: codes },
      text: [
        `New recovery codes of ${username}, each for one sign-in; earlier ones work no more:`,
        '',
        ...codes.map((code) => `  ${code}`),
      ].join('\n'),
    };
  },
});
