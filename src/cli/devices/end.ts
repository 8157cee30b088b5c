// postern devices end: one thing that can read a person's mail, or all of them, is shut out; open connections too.

import { getAccount, user } from '../accounts/find-account.ts';
import { defineCommand } from '../frame/command.ts';
import { optionalArgument } from '../frame/options.ts';
import { Refusal } from '../frame/refusals.ts';

export const devicesEnd = defineCommand({
  name: 'devices end',
  summary: 'Ends one device, app password or lease of an account, or all of them',
  arguments: { user, id: optionalArgument('ID', 'of one of them, as devices list shows it; without it all') },
  options: {},
  question: async ({ arguments: { user: name, id } }, { open }) => {
    await getAccount((await open()).accounts, name);
    return id === undefined
      ? `End all devices, app passwords and leases of ${name}?`
      : `End ${id} of ${name}?`;
  },
  run: async (input, { open }) => {
    const { accounts, connections } = await open();
    const account = await getAccount(accounts, input.arguments.user);
    const { id } = input.arguments;
    if (id === undefined) {
      const ended = await connections.endAll(account.id);
      return { json: { ended }, text: ended === 1 ? '1 device was ended.' : `${ended} devices were ended.` };
    }
    if (!(await connections.end(account.id, id))) {
      throw new Refusal(`${account.username} has no device "${id}"`);
    }
    return { json: { ended: 1 }, text: 'The device was ended.' };
  },
});
