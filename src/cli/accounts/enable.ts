// postern accounts enable: opens the door again; what was ended stays ended.

import { defineCommand } from '../frame/command.ts';
import { accountAnswer } from './account-answer.ts';
import { getAccount, noAccount, user } from './find-account.ts';

export const accountsEnable = defineCommand({
  name: 'accounts enable',
  summary: 'Enables a disabled account',
  arguments: { user },
  options: {},
  run: async (input, { open }) => {
    const typed = input.arguments.user;
    const { accounts } = await open();
    const { id } = await getAccount(accounts, typed);
    if ((await accounts.enable(id)) === 'not-found') {
      throw noAccount(typed);
    }
    const account = await getAccount(accounts, id);
    return accountAnswer(account, `${account.username} was enabled. Its devices sign in anew.`);
  },
});
