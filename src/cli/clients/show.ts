// postern clients show: one client, without its secret.

import { defineCommand } from '../frame/command.ts';
import { clientId, describeClient, noClient, toClientJson } from './client-answer.ts';

export const clientsShow = defineCommand({
  name: 'clients show',
  summary: 'Shows one client',
  arguments: { id: clientId },
  options: {},
  run: async (input, { open }) => {
    const { id } = input.arguments;
    const client = await (await open()).clients.find(id);
    if (client === undefined) {
      throw noClient(id);
    }
    return { json: toClientJson(client), text: describeClient(client) };
  },
});
