// autodiscover.xml: what Outlook sets an IMAP account up from ("plain old XML" Autodiscover, MS-OXDSCLI).

import { AppError } from '../../base/app-error.ts';
import { isMailAddress } from '../../base/mail-address.ts';
import type { Settings } from '../../config/settings.ts';
import type { MailServer, MailServers } from '../mail-servers.ts';
import { type Xml, xml } from '../xml.ts';

const responseSchema = 'http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a';

/**
 * The address that Outlook asks about. Throws `bad-request` where there is none, and `not-found` for what asks in another
 * schema, such as a telephone that looks for ActiveSync.
 */
export function readAutodiscoverRequest(body: string): string {
  const schema = readElement(body, 'AcceptableResponseSchema');
  if (schema !== undefined && schema !== responseSchema) {
    throw new AppError('not-found', {
      detail: 'Autodiscover is asked for in another schema than Outlook has',
    });
  }
  const address = readElement(body, 'EMailAddress');
  if (address === undefined || !address.includes('@')) {
    throw new AppError('bad-request', { detail: 'an Autodiscover request without an address' });
  }
  return address;
}

export interface AutodiscoverValues {
  readonly servers: MailServers;
  readonly settings: Pick<Settings, 'mailLogin'>;
  /** As it was asked for: Outlook has no word for "the person's address", so it is given back where that is the login. */
  readonly address: string;
}

/** Outlook takes the first protocol that it knows. Where no login name is given it takes what stands before the @. */
export function renderAutodiscover({ servers, settings, address }: AutodiscoverValues): string {
  const login = settings.mailLogin === 'email' && isMailAddress(address) ? address : undefined;
  return xml`<?xml version="1.0" encoding="utf-8"?>
<Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006">
  <Response xmlns="${responseSchema}">
    <Account>
      <AccountType>email</AccountType>
      <Action>settings</Action>${[
        renderProtocol('IMAP', servers.imap, login),
        renderProtocol('POP3', servers.pop3, login),
        renderProtocol('SMTP', servers.smtp, login),
      ]}
    </Account>
  </Response>
</Autodiscover>
`.toString();
}

function renderProtocol(
  type: 'IMAP' | 'POP3' | 'SMTP',
  server: MailServer | undefined,
  login: string | undefined,
): Xml | undefined {
  if (server === undefined) {
    return undefined;
  }
  return xml`
      <Protocol>
        <Type>${type}</Type>
        <Server>${server.host}</Server>
        <Port>${server.port}</Port>
        <DomainRequired>off</DomainRequired>${login === undefined ? undefined : xml`\n        <LoginName>${login}</LoginName>`}
        <SPA>off</SPA>
        <SSL>on</SSL>
        <Encryption>${server.tls === 'at-once' ? 'SSL' : 'TLS'}</Encryption>
        <AuthRequired>on</AuthRequired>${type === 'SMTP' ? xml`\n        <UsePOPAuth>on</UsePOPAuth>` : undefined}
      </Protocol>`;
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

/** The text of the first such element, without any markup in it; nothing else of the document is looked at. */
function readElement(body: string, name: string): string | undefined {
  const [, text] = new RegExp(`<(?:[a-z]\\w*:)?${name}>([^<>]{1,400})</`, 'i').exec(body) ?? [];
  return text?.trim().replace(/&(lt|gt|quot|apos|amp);/g, (_whole, entity: string) => entities[entity] ?? '');
}
