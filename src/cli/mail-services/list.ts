// postern services list: every mail service by its name.

import type { MailService } from '../../oidc/clients/mail-services.ts';
import { formatDate, formatTable } from '../frame/columns.ts';
import { defineCommand } from '../frame/command.ts';

const none = 'No mail services. Add one: postern services add NAME';

const headings = ['NAME', 'CREATED', 'PASSWORD$CODE', 'PASSWORD', 'ASKS ABOUT', 'ADDRESSES'];

export const servicesList = defineCommand({
  name: 'services list',
  summary: 'Lists mail services',
  arguments: {},
  options: {},
  run: async (_input, { open }) => {
    const { mailServices } = await open();
    const found = await mailServices.list();
    const kicks = await Promise.all(found.map(({ name }) => mailServices.findKickUrl(name)));
    const rows = found.map((service) => [
      service.name,
      formatDate(Date.parse(service.created_at)),
      service.concatenated,
      service.plain,
      describeScope(service),
      [service.imap, service.pop3, service.smtp, service.sieve].filter(Boolean).join(', '),
    ]);
    return {
      json: { services: found.map((service, at) => ({ ...service, has_kick_url: kicks[at] !== undefined })) },
      text: found.length === 0 ? none : formatTable(headings, rows),
    };
  },
});

function describeScope({ domains, groups, protocols }: MailService): string {
  const named = [...domains, ...groups.map((group) => `group ${group}`), ...protocols];
  return named.length === 0 ? 'all' : named.join(', ');
}
