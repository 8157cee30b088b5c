// postern services delete: the mail server is told nothing from the next request on.

import { defineCommand } from '../frame/command.ts';
import { noService, serviceName } from './service-name.ts';

export const servicesDelete = defineCommand({
  name: 'services delete',
  summary: 'Deletes a mail service; its server can check no token any more',
  arguments: { name: serviceName },
  options: {},
  question: (input) => `Delete the mail service ${input.arguments.name}?`,
  run: async (input, { open }) => {
    const { name } = input.arguments;
    const { mailServices, leases } = await open();
    if (!(await mailServices.remove(name))) {
      throw noService(name);
    }
    await leases.endAllAt(name);
    return { json: { name, deleted: true }, text: `The mail service ${name} was deleted.` };
  },
});
