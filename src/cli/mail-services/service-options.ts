// What is said of a mail service, when it is added and when it is changed: the same options, by the same names.

import type { MailServiceChanges } from '../../oidc/clients/mail-service-change.ts';
import { choice, text, texts, type Values } from '../frame/options.ts';
import { UsageError } from '../frame/refusals.ts';

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

/** In the place of a value, when a service is changed: there is none from now on. */
const none = 'none';

/** What was not given stays as it is. Throws `UsageError`. */
export function readServiceChanges(options: ServiceOptions): MailServiceChanges {
  const { concatenated, plain, domain, group, protocol, audience, imap, pop3, smtp, sieve } = options;
  return withoutAbsent({
    concatenated,
    plain,
    domains: replaceList('--domain', domain),
    groups: replaceList('--group', group),
    protocols: replaceList('--protocol', protocol),
    audience: replace(audience),
    imap: replace(imap),
    pop3: replace(pop3),
    smtp: replace(smtp),
    sieve: replace(sieve),
    kickUrl: replace(options['kick-url']),
    tlsCa: replace(options['tls-ca']),
  });
}

type WithoutAbsent<T> = { [K in keyof T]: Exclude<T[K], undefined> };

export function withoutAbsent<T extends object>(given: T): WithoutAbsent<T> {
  const present = Object.entries(given).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present) as WithoutAbsent<T>;
}

function replace(given: string | undefined): string | null | undefined {
  return given === none ? null : given;
}

/** "none" beside a name is a slip: it must not stand for "all". */
function replaceList(option: string, given: readonly string[]): readonly string[] | undefined {
  if (given.includes(none) && given.length > 1) {
    throw new UsageError(`${option} ${none} stands alone`);
  }
  return given.length === 0 ? undefined : given.filter((value) => value !== none);
}
