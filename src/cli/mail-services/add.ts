// postern services add: a mail server that may ask whether a token or a password is good, and about whom.

import { formatFacts } from '../frame/columns.ts';
import { defineCommand } from '../frame/command.ts';
import { Refusal } from '../frame/refusals.ts';
import { withoutAbsent } from '../frame/replacements.ts';
import { serviceName } from './service-name.ts';
import { serviceOptions } from './service-options.ts';
import { noteOthers, warnOfAudiences, warnOfNames, warnOfPasswords } from './service-warnings.ts';

export const servicesAdd = defineCommand({
  name: 'services add',
  summary: 'Adds a mail service: a server that may ask whether a token or a password is good',
  arguments: { name: serviceName },
  options: serviceOptions,
  run: async (input, { open, terminal }) => {
    const { domain, group, protocol, 'kick-url': kickUrl, 'tls-ca': tlsCa, ...options } = input.options;
    const given = { ...options, kickUrl, tlsCa, domains: domain, groups: group, protocols: protocol };
    const service = withoutAbsent({ name: input.arguments.name, ...given });
    const { clients, mailServices, settings } = await open();
    const added = await mailServices.add(service);
    if (added.outcome === 'taken') {
      throw new Refusal(`the name "${input.arguments.name}" is taken by another mail service or client`);
    }
    const { name, client_id, secret } = added;
    const [services, others] = await Promise.all([mailServices.list(), clients.list()]);
    const names = [...services.map((one) => one.name), ...others.map((one) => one.client_id)];
    for (const warning of [
      ...warnOfPasswords(service),
      ...warnOfNames(names, name),
      ...warnOfAudiences(services, name),
      ...noteOthers(services, name, settings.mailDomains),
    ]) {
      terminal.note(`postern services add: ${warning}`);
    }
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
