// postern accounts disable: the door shuts at once, in one write; nothing is lost.

import { type Account, listAppPasswords } from '../../accounts/account.ts';
import { defineCommand } from '../frame/command.ts';
import { accountAnswer } from './account-answer.ts';
import { getAccount, noAccount, user } from './find-account.ts';
import { askToLose, describeNoneLeft, refuseLast } from './last-super-admin.ts';
import { describeMadeFor } from './owner-names.ts';

export const accountsDisable = defineCommand({
  name: 'accounts disable',
  summary: 'Disables an account at once; sessions, devices and tokens end, app passwords pause',
  arguments: { user },
  options: {},
  question: async ({ arguments: { user: typed } }, { open }) => {
    const { accounts } = await open();
    const question = `Disable ${typed}? Sessions, devices and tokens end; its app passwords pause.`;
    return askToLose(accounts, await getAccount(accounts, typed), question);
  },
  run: async (input, { open, hasConsent }) => {
    const typed = input.arguments.user;
    const { accounts, kicks } = await open();
    const before = await getAccount(accounts, typed);
    const { id } = before;
    const outcome = await accounts.disable(id, { evenLast: hasConsent });
    if (outcome !== 'disabled') {
      throw outcome === 'last' ? refuseLast(before) : noAccount(typed);
    }
    const account = await getAccount(accounts, id);
    const madeFor = await accounts.listMadeFor(id);
    for (const ended of [account, ...madeFor]) {
      await kicks.ask(ended);
    }
    const noneLeft = await describeNoneLeft(accounts, account);
    const said = [describeDisabled(account), describeMadeFor(madeFor, account.username), noneLeft];
    return {
      ...accountAnswer(account, said.filter(Boolean).join(' ')),
      ...(noneLeft === undefined ? {} : { warning: noneLeft }),
    };
  },
});

function describeDisabled(account: Account): string {
  const works = `${account.username} was disabled. Nothing of it works until it is enabled`;
  return listAppPasswords(account).length === 0 ? `${works}.` : `${works}; then its app passwords do again.`;
}
