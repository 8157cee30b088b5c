// Which mail servers are told of for which domain.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMailServers } from '../../../src/mail-access/mail-servers.ts';

interface Service {
  readonly name: string;
  readonly imap?: string;
  readonly pop3?: string;
  readonly smtp?: string;
  readonly domains?: readonly string[];
  readonly created_at?: string;
}

function directory(services: readonly Service[], mailDomains: readonly string[] = []) {
  const listed = services.map((service) => ({
    client_id: service.name,
    created_at: '2026-11-25T00:00:00.000Z',
    ...service,
  }));
  return createMailServers({
    mailServices: { list: async () => listed as never },
    settings: { mailDomains },
  });
}

async function imapOf(
  services: readonly Service[],
  domain?: string,
  mailDomains: readonly string[] = [],
): Promise<string | undefined> {
  return (await directory(services, mailDomains).find(domain))?.servers.imap?.host;
}

const bare: Service = { name: 'a-bare' };
const first: Service = { name: 'b-first', imap: 'imap.first.test:993' };
const second: Service = { name: 'c-second', imap: 'imap.second.test:993', domains: ['second.test'] };

test('a service without addresses is passed over', async () => {
  assert.equal(await imapOf([bare, first], 'first.test'), 'imap.first.test');
  assert.equal(await imapOf([bare], 'first.test'), undefined);
  assert.equal(await imapOf([], undefined), undefined);
});

test('the service that names the domain is told of before one that is for all', async () => {
  assert.equal(await imapOf([first, second], 'second.test'), 'imap.second.test');
  assert.equal(await imapOf([first, second], 'SECOND.test'), 'imap.second.test');
  assert.equal(await imapOf([first, second], 'other.test'), 'imap.first.test');
});

test('a service is never told of for a domain that it does not name', async () => {
  assert.equal(await imapOf([second], 'other.test'), undefined);
  assert.equal(await imapOf([second], 'sub.second.test'), undefined);
});

test('where the mail domains are set, others are not ours', async () => {
  assert.equal(await imapOf([first], 'first.test', ['first.test']), 'imap.first.test');
  assert.equal(await imapOf([first], 'gmail.com', ['first.test']), undefined);
  assert.equal(await imapOf([first, second], 'second.test', ['first.test']), 'imap.second.test');
});

test('without a domain the first one that is set up is taken', async () => {
  assert.deepEqual(
    (await directory([first, second], ['second.test', 'first.test']).find())?.domain,
    'second.test',
  );
  assert.equal(await imapOf([second]), 'imap.second.test');
  assert.deepEqual(await directory([first]).find(), {
    servers: { imap: { host: 'imap.first.test', port: 993, tls: 'at-once' } },
  });
});

test('of two for the same domain the one that was added first is told of, whatever their names', async () => {
  const mail = {
    name: 'mail',
    imap: 'mail.test:993',
    smtp: 'mail.test:587',
    created_at: '2026-01-01T00:00:00Z',
  };
  const kiosk = {
    name: 'kiosk',
    imap: 'kiosk.test:993',
    pop3: 'kiosk.test:995',
    created_at: '2026-02-01T00:00:00Z',
  };
  const found = await directory([kiosk, mail]).find('example.test');
  assert.deepEqual(found?.servers, {
    imap: { host: 'mail.test', port: 993, tls: 'at-once' },
    smtp: { host: 'mail.test', port: 587, tls: 'starttls' },
  });
  assert.equal(await imapOf([kiosk, { ...mail, created_at: kiosk.created_at }]), 'kiosk.test');
});

test('addresses are read from one service, and never put together from several', async () => {
  const found = await directory([
    { name: 'a', smtp: 'Out.Example.Test:587', pop3: '[2001:DB8::1]:995' },
    { name: 'b', imap: 'in.example.test:143' },
  ]).find('example.test');
  assert.deepEqual(found?.servers, {
    smtp: { host: 'out.example.test', port: 587, tls: 'starttls' },
    pop3: { host: '2001:db8::1', port: 995, tls: 'at-once' },
  });
});

test('a service for all domains adds nothing to one that names the domain', async () => {
  const found = await directory([{ ...first, pop3: 'pop.first.test:995' }, second]).find('second.test');
  assert.deepEqual(Object.keys(found?.servers ?? {}), ['imap']);
});

test('domains and hosts are listed once each', async () => {
  const all = directory(
    [bare, first, { ...second, smtp: 'imap.second.test:465' }],
    ['first.test', 'second.test'],
  );
  assert.deepEqual(await all.listDomains(), ['second.test', 'first.test']);
  assert.deepEqual(await all.listHosts(), ['imap.first.test', 'imap.second.test']);
});
