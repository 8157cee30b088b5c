// postern accounts delete: for good; the names are held back so that nobody inherits somebody's mail.

import { defineCommand } from '../frame/command.ts';
import { getAccount, noAccount, user } from './find-account.ts';

export const accountsDelete = defineCommand({
  name: 'accounts delete',
  summary: 'Deletes an account for good; its names stay taken for 180 days',
  arguments: { user },
  options: {},
  question: (input) => `Delete ${input.arguments.user} for good?`,
  run: async (input, { open }) => {
    const typed = input.arguments.user;
    const { accounts, devices } = await open();
    const { id, username } = await getAccount(accounts, typed);
    if ((await accounts.remove(id)) === 'not-found') {
      throw noAccount(typed);
    }
    // Dead already, with the account; this tidies the list.
    await devices.endAll(id);
    return { json: { id, username, status: 'deleted' }, text: `${username} was deleted.` };
  },
});
