// postern services set: another policy or other addresses for a mail service, which keeps its name and its secrets.

import { defineCommand } from '../frame/command.ts';
import { UsageError } from '../frame/refusals.ts';
import { noteOpenConnections } from './open-connections.ts';
import { describeService, toServiceJson } from './service-answer.ts';
import { noService, serviceName } from './service-name.ts';
import { readServiceChanges, serviceOptions } from './service-options.ts';
import { noteOthers, warnOfAudiences, warnOfPasswords } from './service-warnings.ts';

/** What may shut somebody out who is connected. */
const policyFields = ['concatenated', 'plain', 'domains', 'groups', 'protocols', 'audience'] as const;
const placeFields = ['imap', 'pop3', 'smtp', 'sieve', 'domains'] as const;

export const servicesSet = defineCommand({
  name: 'services set',
  summary: 'Changes what a mail service may ask, and where it is found; its secret stays',
  notes: [
    'What is given takes the place of what was, and the rest stays. Of --domain, --group and --protocol all that shall',
    'hold are named. The word none in the place of a value takes it away: --domain none, --imap none, --kick-url none.',
  ],
  arguments: { name: serviceName },
  options: serviceOptions,
  run: async (input, { open, terminal }) => {
    const { name } = input.arguments;
    const changes = readServiceChanges(input.options);
    if (Object.keys(changes).length === 0) {
      throw new UsageError('nothing to change: an option is missing (see postern services set --help)');
    }
    const parts = await open();
    const { mailServices, leases, settings } = parts;
    const service = await mailServices.change(name, changes);
    if (service === undefined) {
      throw noService(name);
    }
    if (service.concatenated !== 'lease') {
      await leases.endAllAt(name);
    }
    const services = await mailServices.list();
    const isGiven = (field: keyof typeof changes): boolean => changes[field] !== undefined;
    for (const warning of [
      ...warnOfPasswords(changes),
      ...warnOfAudiences(services, name),
      ...(placeFields.some(isGiven) ? noteOthers(services, name, settings.mailDomains) : []),
    ]) {
      terminal.note(`postern services set: ${warning}`);
    }
    if (policyFields.some(isGiven)) {
      await noteOpenConnections(parts, terminal);
    }
    const hasKickUrl = (await mailServices.findKickUrl(name)) !== undefined;
    return {
      json: toServiceJson(service, hasKickUrl),
      text: `${describeService(service, hasKickUrl)}\n\nIt holds from the next question on. The secret stays.`,
    };
  },
});
