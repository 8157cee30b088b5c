// postern autoconfig: what to publish, so that mail programs set an account up from the address alone.

import type { Settings } from '../../config/settings.ts';
import { readDomain } from '../../mail-access/autoconfig/asked-domain.ts';
import { type DnsRecord, listDnsRecords } from '../../mail-access/autoconfig/dns-records.ts';
import {
  clientConfigPath,
  userAgentConfigurationPath,
  wellKnownClientConfigPath,
} from '../../mail-access/autoconfig/paths.ts';
import { renderUserAgentConfiguration } from '../../mail-access/autoconfig/user-agent-configuration.ts';
import { createMailServers, type MailServers } from '../../mail-access/mail-servers.ts';
import { hasThunderbirdClient } from '../../mail-access/thunderbird-client.ts';
import { formatFacts } from '../frame/columns.ts';
import { defineCommand } from '../frame/command.ts';
import { optionalArgument } from '../frame/options.ts';
import { Refusal } from '../frame/refusals.ts';

export const autoconfig = defineCommand({
  name: 'autoconfig',
  summary: 'Prints the DNS records and addresses by which mail programs set themselves up',
  arguments: { domain: optionalArgument('DOMAIN', 'mail domain; all that are known unless given') },
  options: {},
  run: async (input, { settings, open }) => {
    const parts = await open();
    const directory = createMailServers(parts);
    const asked = input.arguments.domain;
    const domains = asked === undefined ? await directory.listDomains() : [readGiven(asked)];
    if (domains.length === 0) {
      throw new Refusal('name a mail domain, or set POSTERN_MAIL_DOMAINS');
    }
    const plans = [];
    for (const domain of domains) {
      plans.push(plan(domain, (await directory.find(domain))?.servers, settings));
    }
    const hints = (await hasThunderbirdClient(parts.clients))
      ? []
      : ['mail programs need a client: postern clients add --preset thunderbird --id thunderbird'];
    return {
      json: { domains: plans, hints },
      text: [...hints.map((hint) => `; ${hint}`), ...plans.map((one) => describe(one))].join('\n'),
    };
  },
});

type Plan = {
  readonly domain: string;
  readonly records: readonly DnsRecord[];
  /** Where programs ask, and which address of this server a proxy has to ask in their place. */
  readonly proxied: readonly { readonly from: string; readonly to: string }[];
  readonly hints: readonly string[];
};

function readGiven(text: string): string {
  try {
    return readDomain(text);
  } catch {
    throw new Refusal(`"${text}" is no domain`);
  }
}

function plan(
  domain: string,
  servers: MailServers | undefined,
  settings: Pick<Settings, 'issuer' | 'brandName'>,
): Plan {
  if (servers === undefined) {
    throw new Refusal(
      `no mail server is known for ${domain}: postern services add NAME --imap HOST:PORT --smtp HOST:PORT (or is it missing in POSTERN_MAIL_DOMAINS?)`,
    );
  }
  const { issuer } = settings;
  const userAgentConfiguration = renderUserAgentConfiguration({ servers, settings });
  const from = (names: string, path: string) => ({
    from: `https://${names}${domain}${path}`,
    to: `${issuer}${path}?domain=${domain}`,
  });
  return {
    domain,
    records: listDnsRecords({ domain, servers, issuer, userAgentConfiguration }),
    proxied: [
      from('autoconfig.', clientConfigPath),
      from('', wellKnownClientConfigPath),
      from('ua-auto-config.', userAgentConfigurationPath),
    ],
    hints: listHints(servers, settings),
  };
}

const usualPorts = { imap: 993, pop3: 995, smtp: 465 } as const;

function listHints(servers: MailServers, { issuer }: Pick<Settings, 'issuer'>): readonly string[] {
  const ports = Object.entries(usualPorts).flatMap(([protocol, port]) => {
    const server = servers[protocol as keyof typeof usualPorts];
    return server === undefined || server.port === port
      ? []
      : [
          `user-agent-configuration.json has no ports: its programs try ${server.host}:${port}, not ${server.port}`,
        ];
  });
  return issuer.startsWith('https:')
    ? ports
    : [...ports, 'mail programs ask over https: POSTERN_ISSUER is not'];
}

/** A piece of a zone file: what is no record is a comment. */
function describe({ domain, records, proxied, hints }: Plan): string {
  return [
    `; ${domain}`,
    ...hints.map((hint) => `; ${hint}`),
    formatFacts(records.map(({ name, type, value }) => [name, `IN ${type} ${value}`])),
    '; a proxy in front answers these (docs/mail-autoconfig.md):',
    ...proxied.map(({ from, to }) => `; ${from} from ${to}`),
  ].join('\n');
}
