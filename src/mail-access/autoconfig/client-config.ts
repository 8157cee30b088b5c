// config-v1.1.xml: what Thunderbird and others set an account up from (draft-ietf-mailmaint-autoconfig).

import type { Settings } from '../../config/settings.ts';
import type { FoundMailServers, MailServer } from '../mail-servers.ts';
import { mailProgramScope, thunderbirdClientId } from '../thunderbird-client.ts';
import { type Xml, xml } from '../xml.ts';

export interface ClientConfigValues extends FoundMailServers {
  readonly settings: Pick<Settings, 'issuer' | 'brandName' | 'mailLogin'>;
  /** Whether programs may say that they are the client `thunderbird`; without it they have to register themselves. */
  readonly hasClient: boolean;
}

export function renderClientConfig({ servers, domain, settings, hasClient }: ClientConfigValues): string {
  const { issuer, brandName } = settings;
  const { host, hostname } = new URL(issuer);
  const provider = domain ?? hostname;
  const username = loginPlaceholders[settings.mailLogin];
  return xml`<?xml version="1.0" encoding="UTF-8"?>
<clientConfig version="1.1">
  <emailProvider id="${provider}">
    <domain>${provider}</domain>
    <displayName>${brandName}</displayName>
    <displayShortName>${brandName}</displayShortName>${[
      renderServer('incomingServer', 'imap', servers.imap, username),
      renderServer('incomingServer', 'pop3', servers.pop3, username),
      renderServer('outgoingServer', 'smtp', servers.smtp, username),
    ]}
  </emailProvider>
  <oAuth2>
    <issuer>${host}</issuer>
    <scope>${mailProgramScope}</scope>
    <authURL>${issuer}/authorize</authURL>
    <tokenURL>${issuer}/token</tokenURL>${hasClient ? xml`\n    <clientID>${thunderbirdClientId}</clientID>` : undefined}
  </oAuth2>
</clientConfig>
`.toString();
}

/** The program puts the person's own address in, or what stands before its @. */
const loginPlaceholders: Readonly<Record<Settings['mailLogin'], string>> = {
  username: '%EMAILLOCALPART%',
  email: '%EMAILADDRESS%',
};

/** Programs take the first way to log in that they know: tokens, else a password, which is an app password. */
function renderServer(
  element: 'incomingServer' | 'outgoingServer',
  type: string,
  server: MailServer | undefined,
  username: string,
): Xml | undefined {
  if (server === undefined) {
    return undefined;
  }
  const [open, close] = [xml`<${element} type="${type}">`, xml`</${element}>`];
  return xml`
    ${open}
      <hostname>${server.host}</hostname>
      <port>${server.port}</port>
      <socketType>${server.tls === 'at-once' ? 'SSL' : 'STARTTLS'}</socketType>
      <authentication>OAuth2</authentication>
      <authentication>password-cleartext</authentication>
      <username>${username}</username>
    ${close}`;
}
