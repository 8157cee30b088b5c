// postern accounts delete: for good; the names are held back so that nobody inherits somebody's mail.

import { defineCommand } from '../frame/command.ts';
import { getAccount, noAccount, user } from './find-account.ts';
import { askToLose, describeNoneLeft, refuseLast } from './last-super-admin.ts';
import { describeMadeFor } from './owner-names.ts';

export const accountsDelete = defineCommand({
  name: 'accounts delete',
  summary: 'Deletes an account for good; its names stay taken for 180 days',
  arguments: { user },
  options: {},
  question: async ({ arguments: { user: typed } }, { open }) => {
    const { accounts } = await open();
    return askToLose(accounts, await getAccount(accounts, typed), `Delete ${typed} for good?`);
  },
  run: async (input, { open, hasConsent }) => {
    const typed = input.arguments.user;
    const { accounts, connections } = await open();
    const account = await getAccount(accounts, typed);
    const { id, username } = account;
    const outcome = await accounts.remove(id, { evenLast: hasConsent });
    if (outcome !== 'removed') {
      throw outcome === 'last' ? refuseLast(account) : noAccount(typed);
    }
    // Dead already, with the account; this tidies the list, and closes open connections.
    await connections.followEnd(account);
    const elsewhere = describeMadeFor(await accounts.listMadeFor(id), username);
    const noneLeft = await describeNoneLeft(accounts, account);
    const text = [`${username} was deleted.`, elsewhere, noneLeft].filter(Boolean).join(' ');
    return {
      json: { id, username, status: 'deleted' },
      text,
      ...(noneLeft === undefined ? {} : { warning: noneLeft }),
    };
  },
});
