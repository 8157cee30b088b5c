// postern services rotate-secret: a new secret beside the present one, so that the mail server can change without an outage.

import { formatDate, formatFacts } from '../frame/columns.ts';
import { defineCommand } from '../frame/command.ts';
import { noService, serviceName } from './service-name.ts';

/** Long enough to give every mail server the new one. */
const soonMs = 3_600_000;

export const servicesRotateSecret = defineCommand({
  name: 'services rotate-secret',
  summary: 'Gives a mail service a new secret; the present one works until the next rotation',
  arguments: { name: serviceName },
  options: {},
  run: async (input, { open, terminal }) => {
    const { name } = input.arguments;
    const { clock, mailServices } = await open();
    const before = await mailServices.find(name);
    const secret = await mailServices.rotateSecret(name);
    if (secret === undefined) {
      throw noService(name);
    }
    const rotated = before?.rotated_at === undefined ? undefined : Date.parse(before.rotated_at);
    if (rotated !== undefined && clock.now() - rotated < soonMs) {
      terminal.note(
        `postern services rotate-secret: warning: the last rotation was at ${formatDate(rotated)}; a server that still has the secret from before it is refused now`,
      );
    }
    const facts = formatFacts([
      ['Client id', name],
      ['Secret', secret],
    ]);
    const next = `The secret before it works until the next rotation. Give the server the new one, for Dovecot:\npostern recipe dovecot --service ${name} --out DIR`;
    return { json: { name, client_id: name, secret }, text: `${facts}\n\n${next}` };
  },
});
