// postern accounts disable: the door shuts at once, in one write; nothing is lost.

import { type Account, listAppPasswords } from '../../accounts/account.ts';
import { defineCommand } from '../frame/command.ts';
import { accountAnswer } from './account-answer.ts';
import { getAccount, noAccount, user } from './find-account.ts';
import { describeMadeFor } from './owner-names.ts';

export const accountsDisable = defineCommand({
  name: 'accounts disable',
  summary: 'Disables an account at once; sessions, devices and tokens end, app passwords pause',
  arguments: { user },
  options: {},
  question: (input) =>
    `Disable ${input.arguments.user}? Sessions, devices and tokens end; its app passwords pause.`,
  run: async (input, { open }) => {
    const typed = input.arguments.user;
    const { accounts, kicks } = await open();
    const { id } = await getAccount(accounts, typed);
    if ((await accounts.disable(id)) === 'not-found') {
      throw noAccount(typed);
    }
    const account = await getAccount(accounts, id);
    const madeFor = await accounts.listMadeFor(id);
    for (const ended of [account, ...madeFor]) {
      await kicks.ask(ended);
    }
    return accountAnswer(
      account,
      `${describeDisabled(account)} ${describeMadeFor(madeFor, account.username)}`.trimEnd(),
    );
  },
});

function describeDisabled(account: Account): string {
  const works = `${account.username} was disabled. Nothing of it works until it is enabled`;
  return listAppPasswords(account).length === 0 ? `${works}.` : `${works}; then its app passwords do again.`;
}
