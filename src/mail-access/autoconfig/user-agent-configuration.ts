// user-agent-configuration.json: the same for programs that check it against the DNS (draft-ietf-mailmaint-pacc).

import { createHash } from 'node:crypto';
import type { Settings } from '../../config/settings.ts';
import type { MailServer, MailServers } from '../mail-servers.ts';

export interface UserAgentConfigurationValues {
  readonly servers: MailServers;
  readonly settings: Pick<Settings, 'issuer' | 'brandName'>;
}

/**
 * The body, the same bytes for the same values: their digest is published in the DNS. The format has no ports: it means
 * those where TLS begins at once.
 */
export function renderUserAgentConfiguration({ servers, settings }: UserAgentConfigurationValues): string {
  const configuration = {
    protocols: {
      ...readHost('imap', servers.imap),
      ...readHost('pop3', servers.pop3),
      ...readHost('smtp', servers.smtp),
      ...readHost('managesieve', servers.sieve),
    },
    authentication: { 'oauth-public': { issuer: settings.issuer }, password: true },
    info: { provider: { name: settings.brandName } },
  };
  return `${JSON.stringify(configuration, null, 2)}\n`;
}

/** The text of the TXT record that stands at `_ua-auto-config.` before the domain. */
export function describeDigest(body: string): string {
  return `v=UAAC1; a=sha256; d=${createHash('sha256').update(body, 'utf8').digest('base64')}`;
}

function readHost(name: string, server: MailServer | undefined): Readonly<Record<string, { host: string }>> {
  return server === undefined ? {} : { [name]: { host: server.host } };
}
