// postern services add: a mail server that may ask whether a token is good.

import { formatFacts } from '../frame/columns.ts';
import { defineCommand } from '../frame/command.ts';
import { text } from '../frame/options.ts';
import { Refusal } from '../frame/refusals.ts';
import { serviceName } from './service-name.ts';

export const servicesAdd = defineCommand({
  name: 'services add',
  summary: 'Adds a mail service: a server that may ask whether a token is good',
  arguments: { name: serviceName },
  options: {
    imap: text('HOST:PORT', 'where mail programs find it by IMAP'),
    pop3: text('HOST:PORT', 'the same by POP3'),
    smtp: text('HOST:PORT', 'the same for sending'),
    sieve: text('HOST:PORT', 'the same for filter rules (ManageSieve)'),
  },
  run: async (input, { open }) => {
    const { imap, pop3, smtp, sieve } = input.options;
    const added = await (await open()).mailServices.add({
      name: input.arguments.name,
      ...(imap === undefined ? {} : { imap }),
      ...(pop3 === undefined ? {} : { pop3 }),
      ...(smtp === undefined ? {} : { smtp }),
      ...(sieve === undefined ? {} : { sieve }),
    });
    if (added.outcome === 'taken') {
      throw new Refusal(`the name "${input.arguments.name}" is taken by another mail service or client`);
    }
    const { name, client_id, secret } = added;
    const facts = formatFacts([
      ['Client id', client_id],
      ['Secret', secret],
    ]);
    return {
      json: { name, client_id, secret },
      text: `${facts}\n\nFor Dovecot: postern recipe dovecot --service ${name} --out DIR`,
    };
  },
});
