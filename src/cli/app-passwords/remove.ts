// postern app-passwords remove: the program that has it is refused from the next check on.

import { getAccount, user } from '../accounts/find-account.ts';
import { defineCommand } from '../frame/command.ts';
import { argument } from '../frame/options.ts';
import { Refusal } from '../frame/refusals.ts';

export const appPasswordsRemove = defineCommand({
  name: 'app-passwords remove',
  summary: 'Takes one app password away; its program is refused at once',
  arguments: { user, id: argument('ID', 'of the app password, as app-passwords list shows it') },
  options: {},
  question: ({ arguments: { user: name, id } }) => `Take away the app password ${id} of ${name}?`,
  run: async (input, { open }) => {
    const { accounts, kicks } = await open();
    const account = await getAccount(accounts, input.arguments.user);
    const { id } = input.arguments;
    if ((await accounts.appPasswords.remove(account.id, id)) === 'not-found') {
      throw new Refusal(`${account.username} has no app password "${id}"`);
    }
    await kicks.ask(account);
    return { json: { id, removed: true }, text: 'The app password was taken away.' };
  },
});
