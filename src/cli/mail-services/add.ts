// postern services add: a mail server that may ask whether a token or a password is good, and about whom.

import { chooseService } from '../../mail-access/mail-servers.ts';
import type { MailService, NewMailService } from '../../oidc/clients/mail-services.ts';
import { formatFacts } from '../frame/columns.ts';
import { defineCommand } from '../frame/command.ts';
import { choice, text, texts } from '../frame/options.ts';
import { Refusal } from '../frame/refusals.ts';
import { serviceName } from './service-name.ts';

export const servicesAdd = defineCommand({
  name: 'services add',
  summary: 'Adds a mail service: a server that may ask whether a token or a password is good',
  arguments: { name: serviceName },
  options: {
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
    audience: text(
      'AUDIENCE',
      'tokens for its accounts carry this audience, and no other service takes them',
    ),
    imap: text('HOST:PORT', 'where mail programs find it by IMAP'),
    pop3: text('HOST:PORT', 'the same by POP3'),
    smtp: text('HOST:PORT', 'the same for sending'),
    sieve: text('HOST:PORT', 'the same for filter rules (ManageSieve)'),
    'kick-url': text(
      'URL',
      "doveadm's HTTP address, its key as the password: ends open connections, http://:KEY@127.0.0.1:8080/doveadm/v1",
    ),
  },
  run: async (input, { open, terminal }) => {
    const { domain, group, protocol, 'kick-url': kickUrl, ...options } = input.options;
    const given = { ...options, kickUrl, domains: domain, groups: group, protocols: protocol };
    const service = withoutAbsent({ name: input.arguments.name, ...given });
    const { mailServices, settings } = await open();
    const added = await mailServices.add(service);
    if (added.outcome === 'taken') {
      throw new Refusal(`the name "${input.arguments.name}" is taken by another mail service or client`);
    }
    const others = noteOthers(await mailServices.list(), service.name, settings.mailDomains);
    for (const warning of [...warningsOf(service), ...others]) {
      terminal.note(`postern services add: ${warning}`);
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

/** What the administrator should know of the server before trusting it. */
function warningsOf({ concatenated = 'off', plain = 'no' }: NewMailService): readonly string[] {
  const exposed = 'shows account passwords to that server, and is refused for administrators';
  return [
    ...(concatenated === 'off' ? [] : [`warning: --concatenated ${concatenated} ${exposed}`]),
    ...(plain === 'no' ? [] : [`warning: --plain ${plain} ${exposed}`]),
  ];
}

/** Where another service keeps mail programs' configuration: this one's addresses are given to nobody by it. */
function noteOthers(
  services: readonly MailService[],
  name: string,
  mailDomains: readonly string[],
): readonly string[] {
  const added = services.find((service) => service.name === name);
  const { imap, pop3, smtp, sieve, domains = [] } = added ?? {};
  if ((imap ?? pop3 ?? smtp ?? sieve) === undefined) {
    return [];
  }
  const asked = domains.length > 0 ? domains : [mailDomains[0]];
  const chosen = asked.map((domain) => chooseService(services, domain, mailDomains)?.name);
  const others = new Set(chosen.filter((other) => other !== undefined && other !== name));
  return [...others].map(
    (other) =>
      `note: auto-configuration names the servers of "${other}", which was added first, not of "${name}"`,
  );
}

type WithoutAbsent<T> = { [K in keyof T]: Exclude<T[K], undefined> };

function withoutAbsent<T extends object>(given: T): WithoutAbsent<T> {
  const present = Object.entries(given).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present) as WithoutAbsent<T>;
}
