// A mail service as commands tell of it, never with a secret.

import type { MailService } from '../../oidc/clients/mail-services.ts';
import { formatFacts } from '../frame/columns.ts';

export function toServiceJson(service: MailService, hasKickUrl: boolean) {
  return { ...service, has_kick_url: hasKickUrl };
}

export function describeService(service: MailService, hasKickUrl: boolean): string {
  return formatFacts([
    ['Name', service.name],
    ['password$code', service.concatenated],
    ['Password alone', service.plain],
    ['Asks about', describeScope(service)],
    ['Audience', service.audience],
    ['Addresses', describeAddresses(service)],
    ['Vouches for Postern', service.tls_ca],
    ['Ends connections', hasKickUrl ? 'yes' : 'no'],
  ]);
}

export function describeScope({ domains, groups, protocols }: MailService): string {
  const parts = [
    ...domains.map((domain) => `domain ${domain}`),
    ...groups.map((group) => `group ${group}`),
    ...protocols.map((protocol) => `protocol ${protocol}`),
  ];
  return parts.length === 0 ? 'all' : parts.join(', ');
}

export function describeAddresses({ imap, pop3, smtp, sieve }: MailService): string {
  return Object.entries({ imap, pop3, smtp, sieve })
    .flatMap(([protocol, address]) => (address === undefined ? [] : [`${protocol} ${address}`]))
    .join(', ');
}
