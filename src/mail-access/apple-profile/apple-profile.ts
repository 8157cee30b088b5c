// A profile that sets up Mail on an iPhone, iPad or Mac with a new app password: made once, while the password is known.

import { createHash } from 'node:crypto';
import type { Settings } from '../../config/settings.ts';
import type { MailServer, MailServers } from '../mail-servers.ts';
import { type Xml, xml } from '../xml.ts';

export interface AppleProfileValues {
  readonly settings: Pick<Settings, 'issuer' | 'brandName'>;
  readonly account: {
    readonly id: string;
    /** Stands before the address in mails that are sent. */
    readonly name?: string | undefined;
    /** The name that mail servers know the account by. */
    readonly mailLogin: string;
    readonly address: string;
  };
  readonly appPassword: {
    readonly id: string;
    readonly password: string;
    /** What it may be used for; none means all. */
    readonly protocols: readonly string[];
  };
  readonly servers: MailServers;
}

export interface AppleProfile {
  readonly fileName: string;
  readonly contentType: string;
  /** Holds the password. */
  readonly content: string;
}

/** Undefined: such a profile needs a server to read from and one to send by, and a password that opens both. */
export function appleProfile(values: AppleProfileValues): AppleProfile | undefined {
  const incoming = findIncoming(values);
  const { smtp } = values.servers;
  if (incoming === undefined || smtp === undefined || !admits(values, 'smtp')) {
    return undefined;
  }
  return {
    fileName: 'mail.mobileconfig',
    contentType: 'application/x-apple-aspen-config',
    content: renderProfile(values, renderMail(values, incoming, smtp)),
  };
}

interface Incoming {
  readonly type: 'EmailTypeIMAP' | 'EmailTypePOP';
  readonly server: MailServer;
}

function findIncoming(values: AppleProfileValues): Incoming | undefined {
  const { imap, pop3 } = values.servers;
  if (imap !== undefined && admits(values, 'imap')) {
    return { type: 'EmailTypeIMAP', server: imap };
  }
  return pop3 !== undefined && admits(values, 'pop3') ? { type: 'EmailTypePOP', server: pop3 } : undefined;
}

function admits({ appPassword: { protocols } }: AppleProfileValues, protocol: string): boolean {
  return protocols.length === 0 || protocols.includes(protocol);
}

function renderProfile(values: AppleProfileValues, mail: Xml): string {
  const { settings, account } = values;
  return xml`<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
${dict([
  ['PayloadType', 'Configuration'],
  ['PayloadVersion', 1],
  ['PayloadIdentifier', identify(values)],
  ['PayloadUUID', makeUuid(values, 'profile')],
  ['PayloadDisplayName', `${settings.brandName}: ${account.address}`],
  ['PayloadOrganization', settings.brandName],
  ['PayloadRemovalDisallowed', false],
  ['PayloadContent', xml`<array>${mail}</array>`],
])}
</plist>
`.toString();
}

/** Apple calls this payload `com.apple.mail.managed`; reading and sending stand in one. TLS always: both kinds of it are "SSL" here. */
function renderMail(values: AppleProfileValues, { type, server }: Incoming, smtp: MailServer): Xml {
  const { settings, account, appPassword } = values;
  return dict([
    ['PayloadType', 'com.apple.mail.managed'],
    ['PayloadVersion', 1],
    ['PayloadIdentifier', `${identify(values)}.account`],
    ['PayloadUUID', makeUuid(values, 'account')],
    ['PayloadDisplayName', account.address],
    ['EmailAccountDescription', settings.brandName],
    ['EmailAccountName', account.name ?? account.mailLogin],
    ['EmailAccountType', type],
    ['EmailAddress', account.address],
    ['IncomingMailServerAuthentication', 'EmailAuthPassword'],
    ['IncomingMailServerHostName', server.host],
    ['IncomingMailServerPortNumber', server.port],
    ['IncomingMailServerUseSSL', true],
    ['IncomingMailServerUsername', account.mailLogin],
    ['IncomingPassword', appPassword.password],
    ['OutgoingMailServerAuthentication', 'EmailAuthPassword'],
    ['OutgoingMailServerHostName', smtp.host],
    ['OutgoingMailServerPortNumber', smtp.port],
    ['OutgoingMailServerUseSSL', true],
    ['OutgoingMailServerUsername', account.mailLogin],
    ['OutgoingPassword', appPassword.password],
    ['OutgoingPasswordSameAsIncomingPassword', true],
  ]);
}

type Entry = readonly [key: string, value: string | number | boolean | Xml];

function dict(entries: readonly Entry[]): Xml {
  return xml`<dict>
${entries.map(([key, value]) => xml`<key>${key}</key>${renderValue(value)}\n`)}</dict>`;
}

function renderValue(value: Entry[1]): Xml {
  switch (typeof value) {
    case 'boolean':
      return value ? xml`<true/>` : xml`<false/>`;
    case 'number':
      return xml`<integer>${value}</integer>`;
    case 'string':
      return xml`<string>${value}</string>`;
    default:
      return value;
  }
}

/** Like a domain name in reverse. A device takes a profile with the same one for the same profile. */
function identify({ settings, appPassword }: AppleProfileValues): string {
  const names = new URL(settings.issuer).hostname.split('.').reverse().join('.');
  return `${names}.mail.${appPassword.id}`;
}

/** The same for the same account and app password: RFC 9562 section 5.8, from their SHA-256. */
function makeUuid({ settings, account, appPassword }: AppleProfileValues, part: string): string {
  const names = JSON.stringify([settings.issuer, account.id, appPassword.id, part]);
  const bytes = createHash('sha256').update(names).digest();
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex').toUpperCase();
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}
