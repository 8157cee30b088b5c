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
    const rows = found.map(({ name, created_at, imap, pop3, smtp, sieve }) => [
      name,
      formatDate(Date.parse(created_at)),
      [imap, pop3, smtp, sieve].filter((address) => address !== undefined).join(', '),
    ]);
    return {
      json: { services: found.map((service) => ({ ...service })) },
      text: found.length === 0 ? none : formatTable(['NAME', 'CREATED', 'ADDRESSES'], rows),
    };
  },
});
