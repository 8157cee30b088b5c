// What has to stand in the DNS of a mail domain, so that programs find its servers and what is told about them.

import { isIP } from 'node:net';
import type { FoundMailServers, MailProtocol, MailServer } from '../mail-servers.ts';
import { describeDigest } from './user-agent-configuration.ts';

export type DnsRecord = {
  /** With the last dot. */
  readonly name: string;
  readonly type: 'TXT' | 'SRV' | 'CNAME';
  /** As it stands in a zone file. */
  readonly value: string;
};

export interface DnsRecordsValues extends Pick<FoundMailServers, 'servers'> {
  readonly domain: string;
  readonly issuer: string;
  /** The body of `user-agent-configuration.json` for this domain. */
  readonly userAgentConfiguration: string;
}

export function listDnsRecords(values: DnsRecordsValues): readonly DnsRecord[] {
  const { domain, servers, issuer, userAgentConfiguration } = values;
  const digest = describeDigest(userAgentConfiguration);
  return [
    { name: `_ua-auto-config.${domain}.`, type: 'TXT', value: `"${digest}"` },
    ...listServerRecords(domain, servers),
    ...listOwnRecords(domain, new URL(issuer)),
  ];
}

/** RFC 6186, RFC 8314 section 5.1, RFC 5804 section 1.8: with TLS at once, and with STARTTLS. */
const services: Readonly<Record<MailProtocol, Readonly<Record<MailServer['tls'], string>>>> = {
  imap: { 'at-once': '_imaps', starttls: '_imap' },
  pop3: { 'at-once': '_pop3s', starttls: '_pop3' },
  smtp: { 'at-once': '_submissions', starttls: '_submission' },
  sieve: { 'at-once': '_sieve', starttls: '_sieve' },
};

function listServerRecords(domain: string, servers: FoundMailServers['servers']): readonly DnsRecord[] {
  return (Object.keys(services) as MailProtocol[]).flatMap((protocol) => {
    const server = servers[protocol];
    if (server === undefined || isIP(server.host) !== 0) {
      return [];
    }
    const name = `${services[protocol][server.tls]}._tcp.${domain}.`;
    return [{ name, type: 'SRV' as const, value: `0 1 ${server.port} ${server.host}.` }];
  });
}

/** Names in front of the domain at which programs ask. Outlook follows an SRV record to the server's own name. */
function listOwnRecords(domain: string, { protocol, hostname, port }: URL): readonly DnsRecord[] {
  if (protocol !== 'https:' || isIP(hostname.replace(/^\[|\]$/g, '')) !== 0) {
    return [];
  }
  return [
    { name: `autoconfig.${domain}.`, type: 'CNAME', value: `${hostname}.` },
    { name: `ua-auto-config.${domain}.`, type: 'CNAME', value: `${hostname}.` },
    { name: `_autodiscover._tcp.${domain}.`, type: 'SRV', value: `0 0 ${port || 443} ${hostname}.` },
  ];
}
