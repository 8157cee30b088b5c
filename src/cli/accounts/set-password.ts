// postern accounts set-password: a new password, which ends everything the old one had opened.

import { defineCommand } from '../frame/command.ts';
import { accountAnswer } from './account-answer.ts';
import { getAccount, noAccount, user } from './find-account.ts';
import { passwordOptions, readNewPassword } from './new-password.ts';
import { describeMadeFor } from './owner-names.ts';

export const accountsSetPassword = defineCommand({
  name: 'accounts set-password',
  summary: 'Sets a new password; sessions and devices sign in again',
  arguments: { user },
  options: passwordOptions,
  run: async (input, { terminal, open }) => {
    const typed = input.arguments.user;
    const text = await readNewPassword(terminal, input.options);
    const { accounts, kicks } = await open();
    const { id, username } = await getAccount(accounts, typed);
    const outcome = await accounts.setPassword(id, text, {
      temporary: input.options.temporary,
      setBy: 'admin',
    });
    if (outcome === 'not-found') {
      throw noAccount(typed);
    }
    const account = await getAccount(accounts, id);
    const madeFor = await accounts.listMadeFor(id);
    for (const ended of [account, ...madeFor]) {
      await kicks.ask(ended);
    }
    const elsewhere = describeMadeFor(madeFor, username);
    return accountAnswer(account, `${username} has a new password. ${elsewhere}`.trimEnd());
  },
});
