// postern clients delete: its tokens are dead from the next request on.

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
    if (!(await (await open()).clients.remove(id))) {
      throw noClient(id);
    }
    return { json: { client_id: id, deleted: true }, text: `The client ${id} was deleted.` };
  },
});
