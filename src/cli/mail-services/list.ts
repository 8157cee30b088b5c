// postern services list: every mail service by its name.

import { formatDate, formatTable } from '../frame/columns.ts';
import { defineCommand } from '../frame/command.ts';
import { describeAddresses, describeScope, toServiceJson } from './service-answer.ts';

const none = 'No mail services. Add one: postern services add NAME';

const headings = [
  'NAME',
  'CREATED',
  'PASSWORD$CODE',
  'PASSWORD',
  'ASKS ABOUT',
  'ENDS CONNECTIONS',
  'ADDRESSES',
];

export const servicesList = defineCommand({
  name: 'services list',
  summary: 'Lists mail services',
  arguments: {},
  options: {},
  run: async (_input, { open }) => {
    const { mailServices } = await open();
    const found = await Promise.all(
      (await mailServices.list()).map(async (service) => {
        const hasKickUrl = (await mailServices.findKickUrl(service.name)) !== undefined;
        return { service, hasKickUrl };
      }),
    );
    const rows = found.map(({ service, hasKickUrl }) => [
      service.name,
      formatDate(Date.parse(service.created_at)),
      service.concatenated,
      service.plain,
      describeScope(service),
      hasKickUrl ? 'yes' : 'no',
      describeAddresses(service),
    ]);
    return {
      json: { services: found.map(({ service, hasKickUrl }) => toServiceJson(service, hasKickUrl)) },
      text: found.length === 0 ? none : formatTable(headings, rows),
    };
  },
});
