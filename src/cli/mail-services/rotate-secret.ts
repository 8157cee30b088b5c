// postern services rotate-secret: a new secret beside the present one, so that the mail server can change without an outage.

import { formatFacts } from '../frame/columns.ts';
import { defineCommand } from '../frame/command.ts';
import { noService, serviceName } from './service-name.ts';

export const servicesRotateSecret = defineCommand({
  name: 'services rotate-secret',
  summary: 'Gives a mail service a new secret; the present one works until the next rotation',
  arguments: { name: serviceName },
  options: {},
  run: async (input, { open }) => {
    const { name } = input.arguments;
    const secret = await (await open()).mailServices.rotateSecret(name);
    if (secret === undefined) {
      throw noService(name);
    }
    const facts = formatFacts([
      ['Client id', name],
      ['Secret', secret],
    ]);
    return {
      json: { name, client_id: name, secret },
      text: `${facts}\n\nThe secret before it works until the next rotation. Give the server the new one.`,
    };
  },
});
