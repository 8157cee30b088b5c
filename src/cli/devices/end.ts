// postern devices end: one device or all of them sign in anew.

import { getAccount, user } from '../accounts/find-account.ts';
import { defineCommand } from '../frame/command.ts';
import { optionalArgument } from '../frame/options.ts';
import { Refusal } from '../frame/refusals.ts';

export const devicesEnd = defineCommand({
  name: 'devices end',
  summary: 'Ends one device of an account, or all of them',
  arguments: { user, id: optionalArgument('ID', 'of one device; without it all of them') },
  options: {},
  question: ({ arguments: { user: name, id } }) =>
    id === undefined ? `End all devices of ${name}?` : `End the device ${id} of ${name}?`,
  run: async (input, { open }) => {
    const { accounts, devices } = await open();
    const account = await getAccount(accounts, input.arguments.user);
    const { id } = input.arguments;
    if (id === undefined) {
      const ended = await devices.endAll(account.id);
      return { json: { ended }, text: ended === 1 ? '1 device was ended.' : `${ended} devices were ended.` };
    }
    if (!(await devices.end(account.id, id))) {
      throw new Refusal(`${account.username} has no device "${id}"`);
    }
    return { json: { ended: 1 }, text: 'The device was ended.' };
  },
});
