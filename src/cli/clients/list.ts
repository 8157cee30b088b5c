// postern clients list: every client by its id.

import { formatTable } from '../frame/columns.ts';
import { defineCommand } from '../frame/command.ts';
import { toClientJson } from './client-answer.ts';

const none = 'No clients. Add one: postern clients add --preset native --id ID';

export const clientsList = defineCommand({
  name: 'clients list',
  summary: 'Lists clients',
  arguments: {},
  options: {},
  run: async (_input, { open }) => {
    const found = await (await open()).clients.list();
    const rows = found.map((client) => [
      client.client_id,
      client.client_name,
      client.unverified ? `${client.preset} (registered itself)` : client.preset,
      client.redirect_uris.join(' '),
    ]);
    return {
      json: { clients: found.map(toClientJson) },
      text: found.length === 0 ? none : formatTable(['CLIENT ID', 'NAME', 'PRESET', 'REDIRECTS TO'], rows),
    };
  },
});
