// postern services list: every mail service by its name.

import { formatDate, formatTable } from '../frame/columns.ts';
import { defineCommand } from '../frame/command.ts';

const none = 'No mail services. Add one: postern services add NAME';

export const servicesList = defineCommand({
  name: 'services list',
  summary: 'Lists mail services',
  arguments: {},
  options: {},
  run: async (_input, { open }) => {
    const found = await (await open()).mailServices.list();
    const rows = found.map((service) => [service.name, formatDate(Date.parse(service.created_at))]);
    return {
      json: { services: found.map((service) => ({ ...service })) },
      text: found.length === 0 ? none : formatTable(['NAME', 'CREATED'], rows),
    };
  },
});
