// postern accounts show: everything about one account but its secrets.

import { defineCommand } from '../frame/command.ts';
import { describeAccount, toAccountJson } from './account-answer.ts';
import { getAccount, user } from './find-account.ts';
import { describeOwners } from './owner-names.ts';

export const accountsShow = defineCommand({
  name: 'accounts show',
  summary: 'Shows one account',
  arguments: { user },
  options: {},
  run: async (input, { open }) => {
    const { accounts } = await open();
    const account = await getAccount(accounts, input.arguments.user);
    return {
      json: toAccountJson(account),
      text: describeAccount(account, await describeOwners(accounts, account)),
    };
  },
});
