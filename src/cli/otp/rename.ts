// postern otp rename: another name for one of several second factors.

import { getAccount, user } from '../accounts/find-account.ts';
import { defineCommand } from '../frame/command.ts';
import { argument } from '../frame/options.ts';
import { factorId, noFactor } from './factor-refusal.ts';

export const otpRename = defineCommand({
  name: 'otp rename',
  summary: 'Gives a second factor another name',
  arguments: { user, id: factorId, name: argument('NAME', 'what its owner knows it by') },
  options: {},
  run: async (input, { open }) => {
    const { accounts } = await open();
    const account = await getAccount(accounts, input.arguments.user);
    const { id, name } = input.arguments;
    if ((await accounts.factors.rename(account.id, id, name)) === 'not-found') {
      throw noFactor(account.username, id);
    }
    const renamed = (await accounts.factors.list(account.id))?.find((factor) => factor.id === id);
    const label = renamed?.label ?? name;
    return { json: { id, label }, text: `The second factor is called ${label} now.` };
  },
});
