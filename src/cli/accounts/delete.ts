// postern accounts delete: for good; the names are held back so that nobody inherits somebody's mail.

import { defineCommand } from '../frame/command.ts';
import { getAccount, noAccount, user } from './find-account.ts';
import { describeMadeFor } from './owner-names.ts';

export const accountsDelete = defineCommand({
  name: 'accounts delete',
  summary: 'Deletes an account for good; its names stay taken for 180 days',
  arguments: { user },
  options: {},
  question: (input) => `Delete ${input.arguments.user} for good?`,
  run: async (input, { open }) => {
    const typed = input.arguments.user;
    const { accounts, connections } = await open();
    const account = await getAccount(accounts, typed);
    const { id, username } = account;
    if ((await accounts.remove(id)) === 'not-found') {
      throw noAccount(typed);
    }
    // Dead already, with the account; this tidies the list, and closes open connections.
    await connections.followEnd(account);
    const elsewhere = describeMadeFor(await accounts.listMadeFor(id), username);
    const text = `${username} was deleted. ${elsewhere}`.trimEnd();
    return { json: { id, username, status: 'deleted' }, text };
  },
});
