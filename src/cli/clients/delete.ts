// postern clients delete: its tokens are dead from the next request on, and open mail connections of its people are closed.

import { defineCommand } from '../frame/command.ts';
import { clientId, noClient } from './client-answer.ts';

export const clientsDelete = defineCommand({
  name: 'clients delete',
  summary: 'Deletes a client; everybody who uses it is signed out of it',
  arguments: { id: clientId },
  options: {},
  question: (input) => `Delete the client ${input.arguments.id}?`,
  run: async (input, { open }) => {
    const { id } = input.arguments;
    const { accounts, clients, devices, kicks } = await open();
    const owners = await devices.listOwners(id);
    if (!(await clients.remove(id))) {
      throw noClient(id);
    }
    for (const owner of owners) {
      const account = await accounts.findById(owner);
      if (account !== undefined) {
        await kicks.ask(account);
      }
    }
    return { json: { client_id: id, deleted: true }, text: `The client ${id} was deleted.` };
  },
});
