// The documents that mail programs read: config-v1.1.xml, user-agent-configuration.json, autodiscover.xml, and the DNS records.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { AppError } from '../../../src/base/app-error.ts';
import {
  readAutodiscoverRequest,
  renderAutodiscover,
} from '../../../src/mail-access/autoconfig/autodiscover.ts';
import { renderClientConfig } from '../../../src/mail-access/autoconfig/client-config.ts';
import { listDnsRecords } from '../../../src/mail-access/autoconfig/dns-records.ts';
import {
  describeDigest,
  renderUserAgentConfiguration,
} from '../../../src/mail-access/autoconfig/user-agent-configuration.ts';
import type { MailServers } from '../../../src/mail-access/mail-servers.ts';
import { findAll, readFields, readXml } from '../../support/read-xml.ts';

const settings = {
  issuer: 'https://login.example.test',
  brandName: 'Müller & <Söhne>',
  mailLogin: 'username',
} as const;
const servers: MailServers = {
  imap: { host: 'mail.example.test', port: 993, tls: 'at-once' },
  pop3: { host: 'mail.example.test', port: 110, tls: 'starttls' },
  smtp: { host: 'out.example.test', port: 587, tls: 'starttls' },
  sieve: { host: 'mail.example.test', port: 4190, tls: 'starttls' },
};

function clientConfig(changes: Partial<Parameters<typeof renderClientConfig>[0]> = {}) {
  const values = { servers, domain: 'example.test', settings, hasClient: true, ...changes };
  return readXml(renderClientConfig(values));
}

test('config-v1.1.xml names the servers, tokens first and passwords second', () => {
  const root = clientConfig();
  assert.equal(root.name, 'clientConfig');
  assert.equal(root.attributes.version, '1.1');
  const [provider] = findAll(root, 'emailProvider');
  assert.ok(provider);
  assert.equal(provider.attributes.id, 'example.test');
  const { domain, displayName } = readFields(provider);
  assert.deepEqual({ domain, displayName }, { domain: 'example.test', displayName: 'Müller & <Söhne>' });
  const common = { authentication: 'OAuth2, password-cleartext', username: '%EMAILLOCALPART%' };
  assert.deepEqual(
    [...findAll(root, 'incomingServer'), ...findAll(root, 'outgoingServer')].map((server) => [
      server.name,
      server.attributes.type,
      readFields(server),
    ]),
    [
      [
        'incomingServer',
        'imap',
        { hostname: 'mail.example.test', port: '993', socketType: 'SSL', ...common },
      ],
      [
        'incomingServer',
        'pop3',
        { hostname: 'mail.example.test', port: '110', socketType: 'STARTTLS', ...common },
      ],
      [
        'outgoingServer',
        'smtp',
        { hostname: 'out.example.test', port: '587', socketType: 'STARTTLS', ...common },
      ],
    ],
  );
});

test('config-v1.1.xml says where tokens come from, below clientConfig', () => {
  const block = clientConfig().children.find(({ name }) => name === 'oAuth2');
  assert.ok(block);
  assert.deepEqual(readFields(block), {
    issuer: 'login.example.test',
    scope: 'mail offline_access',
    authURL: 'https://login.example.test/authorize',
    tokenURL: 'https://login.example.test/token',
    clientID: 'thunderbird',
  });
});

test('config-v1.1.xml names no client that does not exist', () => {
  const root = clientConfig({ hasClient: false });
  assert.equal(findAll(root, 'oAuth2').length, 1);
  assert.deepEqual(findAll(root, 'clientID'), []);
});

test('where people are known by address, their address is the login', () => {
  const root = clientConfig({ settings: { ...settings, mailLogin: 'email' } });
  assert.deepEqual(new Set(findAll(root, 'username').map(({ text }) => text)), new Set(['%EMAILADDRESS%']));
});

test('config-v1.1.xml tells only of servers that there are', () => {
  const root = clientConfig({ servers: { imap: servers.imap as never } });
  assert.equal(findAll(root, 'incomingServer').length, 1);
  assert.deepEqual(findAll(root, 'outgoingServer'), []);
});

test('user-agent-configuration.json is what the draft says, and the same bytes each time', () => {
  const values = { servers, settings };
  const body = renderUserAgentConfiguration(values);
  assert.deepEqual(JSON.parse(body), {
    protocols: {
      imap: { host: 'mail.example.test' },
      pop3: { host: 'mail.example.test' },
      smtp: { host: 'out.example.test' },
      managesieve: { host: 'mail.example.test' },
    },
    authentication: { 'oauth-public': { issuer: 'https://login.example.test' }, password: true },
    info: { provider: { name: 'Müller & <Söhne>' } },
  });
  const backwards = Object.fromEntries(Object.entries(servers).reverse()) as MailServers;
  assert.equal(renderUserAgentConfiguration({ settings, servers: backwards }), body);
});

test('the digest is that of the bytes', () => {
  const body = renderUserAgentConfiguration({ servers, settings });
  const digest = createHash('sha256').update(Buffer.from(body, 'utf8')).digest('base64');
  assert.equal(describeDigest(body), `v=UAAC1; a=sha256; d=${digest}`);
});

test('the DNS records name the digest, the servers and where programs ask', () => {
  const records = listDnsRecords({
    domain: 'example.test',
    servers,
    issuer: 'https://login.example.test',
    userAgentConfiguration: 'body',
  });
  assert.deepEqual(
    records.map(({ name, type, value }) => `${name} ${type} ${value}`),
    [
      `_ua-auto-config.example.test. TXT "${describeDigest('body')}"`,
      '_imaps._tcp.example.test. SRV 0 1 993 mail.example.test.',
      '_pop3._tcp.example.test. SRV 0 1 110 mail.example.test.',
      '_submission._tcp.example.test. SRV 0 1 587 out.example.test.',
      '_sieve._tcp.example.test. SRV 0 1 4190 mail.example.test.',
      'autoconfig.example.test. CNAME login.example.test.',
      'ua-auto-config.example.test. CNAME login.example.test.',
      '_autodiscover._tcp.example.test. SRV 0 0 443 login.example.test.',
    ],
  );
});

test('the DNS has no names for addresses, nor for a server that is not reached over https', () => {
  const records = listDnsRecords({
    domain: 'example.test',
    servers: { imap: { host: '192.0.2.1', port: 993, tls: 'at-once' } },
    issuer: 'http://localhost:3000',
    userAgentConfiguration: 'body',
  });
  assert.deepEqual(
    records.map(({ type }) => type),
    ['TXT'],
  );
});

const outlook = 'http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a';
const ask = (address: string, schema = outlook) =>
  `<?xml version="1.0" encoding="utf-8"?>
<Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006"><Request>
<EMailAddress>${address}</EMailAddress><AcceptableResponseSchema>${schema}</AcceptableResponseSchema>
</Request></Autodiscover>`;

test('what Outlook asks is read', () => {
  assert.equal(readAutodiscoverRequest(ask('alice@example.test')), 'alice@example.test');
  assert.equal(readAutodiscoverRequest(ask(' o&apos;hara@example.test\n')), "o'hara@example.test");
  const prefixed = '<a:Request xmlns:a="x"><a:EMailAddress>b@example.test</a:EMailAddress></a:Request>';
  assert.equal(readAutodiscoverRequest(prefixed), 'b@example.test');
});

const refused: readonly (readonly [string, string])[] = [
  ['', 'bad-request'],
  ['<EMailAddress></EMailAddress>', 'bad-request'],
  ['<EMailAddress>alice</EMailAddress>', 'bad-request'],
  ['<EMailAddress><b>alice@example.test</b></EMailAddress>', 'bad-request'],
  [`<EMailAddress>${'a'.repeat(500)}@example.test</EMailAddress>`, 'bad-request'],
  ['<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><EMailAddress>&e;</EMailAddress>', 'bad-request'],
  [
    ask(
      'alice@example.test',
      'http://schemas.microsoft.com/exchange/autodiscover/mobilesync/responseschema/2006',
    ),
    'not-found',
  ],
];

for (const [body, code] of refused) {
  test(`Autodiscover refuses ${JSON.stringify(body).slice(0, 60)}`, () => {
    assert.throws(
      () => readAutodiscoverRequest(body),
      (error) => error instanceof AppError && error.code === code,
    );
  });
}

function autodiscover(mailLogin: 'username' | 'email', address: string) {
  return readXml(renderAutodiscover({ servers, settings: { mailLogin }, address }));
}

test('Outlook is told the servers in its own words', () => {
  const root = autodiscover('username', 'alice@example.test');
  assert.equal(
    root.attributes.xmlns,
    'http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006',
  );
  assert.equal(root.children[0]?.attributes.xmlns, outlook);
  const common = { DomainRequired: 'off', SPA: 'off', SSL: 'on', AuthRequired: 'on' };
  assert.deepEqual(findAll(root, 'Protocol').map(readFields), [
    { Type: 'IMAP', Server: 'mail.example.test', Port: '993', Encryption: 'SSL', ...common },
    { Type: 'POP3', Server: 'mail.example.test', Port: '110', Encryption: 'TLS', ...common },
    { Type: 'SMTP', Server: 'out.example.test', Port: '587', Encryption: 'TLS', UsePOPAuth: 'on', ...common },
  ]);
});

test('Outlook gets back the address as login only where that is the login, and only one that is an address', () => {
  const logins = (mailLogin: 'username' | 'email', address: string) =>
    findAll(autodiscover(mailLogin, address), 'LoginName').map(({ text }) => text);
  assert.deepEqual(logins('username', 'alice@example.test'), []);
  assert.deepEqual(logins('email', "o'hara&sons@example.test"), Array(3).fill("o'hara&sons@example.test"));
  assert.deepEqual(logins('email', '<b>@example.test'), []);
});
