// What is said of a mail service, when it is added and when it is changed: the same options, by the same names.

import type { MailServiceChanges } from '../../oidc/clients/mail-service-change.ts';
import { choice, text, texts, type Values } from '../frame/options.ts';
import { readReplacement, readReplacements, withoutAbsent } from '../frame/replacements.ts';

export const serviceOptions = {
  concatenated: choice(
    ['off', 'once', 'lease'],
    'takes password$code in the password field: each code once, or the same text from the same address for a while',
  ),
  plain: choice(
    ['no', 'without-factor'],
    'takes the account password alone, where the account has no second factor',
  ),
  domain: texts('DOMAIN', 'it may ask about accounts of this mail domain only'),
  group: texts('GROUP', 'it may ask about accounts of this group only'),
  protocol: texts('PROTOCOL', 'it may ask for this protocol only, such as imap'),
  audience: text('AUDIENCE', 'tokens for its accounts carry this audience, and no other service takes them'),
  imap: text(
    'HOST:PORT',
    'where mail programs find it by IMAP: TLS at 993 (995, 465), STARTTLS at every other port',
  ),
  pop3: text('HOST:PORT', 'the same by POP3'),
  smtp: text('HOST:PORT', 'the same for sending'),
  sieve: text('HOST:PORT', 'the same for filter rules (ManageSieve)'),
  'tls-ca': text(
    'FILE',
    "for its recipes, a file on its machine: who vouches for Postern's certificate, where no public authority does",
  ),
  'kick-url': text(
    'URL',
    "doveadm's HTTP address, its key as the password: ends open connections, http://:KEY@127.0.0.1:8080/doveadm/v1",
  ),
} as const;

export type ServiceOptions = Values<typeof serviceOptions>;

/** What was not given stays as it is. Throws `UsageError`. */
export function readServiceChanges(options: ServiceOptions): MailServiceChanges {
  const { concatenated, plain, domain, group, protocol, audience, imap, pop3, smtp, sieve } = options;
  return withoutAbsent({
    concatenated,
    plain,
    domains: readReplacements('--domain', domain),
    groups: readReplacements('--group', group),
    protocols: readReplacements('--protocol', protocol),
    audience: readReplacement(audience),
    imap: readReplacement(imap),
    pop3: readReplacement(pop3),
    smtp: readReplacement(smtp),
    sieve: readReplacement(sieve),
    kickUrl: readReplacement(options['kick-url']),
    tlsCa: readReplacement(options['tls-ca']),
  });
}
