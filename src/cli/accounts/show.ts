// postern accounts show: everything about one account but its secrets.

import { defineCommand } from '../frame/command.ts';
import { accountAnswer } from './account-answer.ts';
import { getAccount, user } from './find-account.ts';

export const accountsShow = defineCommand({
  name: 'accounts show',
  summary: 'Shows one account',
  arguments: { user },
  options: {},
  run: async (input, { open }) =>
    accountAnswer(await getAccount((await open()).accounts, input.arguments.user)),
});
