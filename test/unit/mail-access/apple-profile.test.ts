// The Apple profile: what Mail is told, how often it changes, and when there is none.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import {
  type AppleProfileValues,
  appleProfile,
} from '../../../src/mail-access/apple-profile/apple-profile.ts';
import { requirePrograms } from '../../support/components.ts';
import { readXml, type XmlElement } from '../../support/read-xml.ts';

const values: AppleProfileValues = {
  settings: { issuer: 'https://login.example.test', brandName: 'Müller & <Söhne>' },
  account: { id: 'account-1', name: 'Alice "A" O\'Hara', mailLogin: 'alice', address: 'alice@example.test' },
  appPassword: { id: 'k3w9zt', password: 'apk3-w9zt-aaaa-bbbb-cccc-dddd-eeee', protocols: [] },
  servers: {
    imap: { host: 'mail.example.test', port: 993, tls: 'at-once' },
    pop3: { host: 'pop.example.test', port: 995, tls: 'at-once' },
    smtp: { host: 'out.example.test', port: 587, tls: 'starttls' },
  },
};

function make(changes: Partial<AppleProfileValues> = {}): string {
  const profile = appleProfile({ ...values, ...changes });
  assert.ok(profile);
  return profile.content;
}

type Plist = string | number | boolean | readonly Plist[] | { readonly [key: string]: Plist };

/** A property list: keys and values take turns. */
function readPlist(element: XmlElement): Plist {
  switch (element.name) {
    case 'dict': {
      const pairs = Array.from({ length: element.children.length / 2 }, (_, index) => {
        const [key, value] = element.children.slice(index * 2, index * 2 + 2);
        assert.equal(key?.name, 'key');
        return [key?.text ?? '', readPlist(value as XmlElement)] as const;
      });
      assert.equal(new Set(pairs.map(([key]) => key)).size, pairs.length, 'a key comes twice');
      return Object.fromEntries(pairs);
    }
    case 'array':
      return element.children.map(readPlist);
    case 'integer':
      return Number(element.text);
    case 'true':
    case 'false':
      return element.name === 'true';
    default:
      assert.equal(element.name, 'string');
      return element.text;
  }
}

function read(changes: Partial<AppleProfileValues> = {}) {
  const root = readXml(make(changes));
  assert.equal(root.name, 'plist');
  const profile = readPlist(root.children[0] as XmlElement) as Record<string, Plist>;
  const [account] = profile.PayloadContent as Record<string, Plist>[];
  assert.ok(account);
  return { profile, account };
}

test('Mail is told both servers, the login and the app password', () => {
  const { profile, account } = read();
  assert.equal(profile.PayloadType, 'Configuration');
  assert.equal(profile.PayloadIdentifier, 'test.example.login.mail.k3w9zt');
  assert.equal(profile.PayloadDisplayName, 'Müller & <Söhne>: alice@example.test');
  const { PayloadUUID, ...rest } = account;
  assert.match(String(PayloadUUID), /^[0-9A-F]{8}-[0-9A-F]{4}-8[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}$/);
  assert.deepEqual(rest, {
    PayloadType: 'com.apple.mail.managed',
    PayloadVersion: 1,
    PayloadIdentifier: 'test.example.login.mail.k3w9zt.account',
    PayloadDisplayName: 'alice@example.test',
    EmailAccountDescription: 'Müller & <Söhne>',
    EmailAccountName: 'Alice "A" O\'Hara',
    EmailAccountType: 'EmailTypeIMAP',
    EmailAddress: 'alice@example.test',
    IncomingMailServerAuthentication: 'EmailAuthPassword',
    IncomingMailServerHostName: 'mail.example.test',
    IncomingMailServerPortNumber: 993,
    IncomingMailServerUseSSL: true,
    IncomingMailServerUsername: 'alice',
    IncomingPassword: values.appPassword.password,
    OutgoingMailServerAuthentication: 'EmailAuthPassword',
    OutgoingMailServerHostName: 'out.example.test',
    OutgoingMailServerPortNumber: 587,
    OutgoingMailServerUseSSL: true,
    OutgoingMailServerUsername: 'alice',
    OutgoingPassword: values.appPassword.password,
    OutgoingPasswordSameAsIncomingPassword: true,
  });
});

test('the same account and app password make the same profile, others make others', () => {
  const ids = (changes: Partial<AppleProfileValues>) => {
    const { profile, account } = read(changes);
    return [profile.PayloadUUID, account.PayloadUUID];
  };
  assert.equal(make(), make());
  const all = [
    ids({}),
    ids({ account: { ...values.account, id: 'account-2' } }),
    ids({ appPassword: { ...values.appPassword, id: 'other1' } }),
    ids({ settings: { ...values.settings, issuer: 'https://other.example.test' } }),
  ].flat();
  assert.equal(new Set(all).size, all.length);
  assert.deepEqual(ids({ appPassword: { ...values.appPassword, password: 'apk3-new' } }), ids({}));
});

test('it reads by POP where that is all that there is, or all that the app password may do', () => {
  const { pop3, smtp } = values.servers;
  const onlyPop = { servers: { ...(pop3 && { pop3 }), ...(smtp && { smtp }) } };
  const mayPop = { appPassword: { ...values.appPassword, protocols: ['pop3', 'smtp'] } };
  for (const changes of [onlyPop, mayPop]) {
    const { account } = read(changes);
    assert.equal(account.EmailAccountType, 'EmailTypePOP');
    assert.equal(account.IncomingMailServerHostName, 'pop.example.test');
  }
});

const without: readonly (readonly [string, Partial<AppleProfileValues>])[] = [
  ['there is no server', { servers: {} }],
  ['there is none to send by', { servers: { imap: { host: 'a.test', port: 993, tls: 'at-once' } } }],
  ['there is none to read from', { servers: { smtp: { host: 'a.test', port: 465, tls: 'at-once' } } }],
  ['the app password may not send', { appPassword: { ...values.appPassword, protocols: ['imap'] } }],
  ['the app password may not read', { appPassword: { ...values.appPassword, protocols: ['smtp'] } }],
];

for (const [why, changes] of without) {
  test(`there is no profile when ${why}`, () => {
    assert.equal(appleProfile({ ...values, ...changes }), undefined);
  });
}

test('it is a file that a device knows, with no secret in its name', () => {
  const { fileName, contentType } = appleProfile(values) ?? {};
  assert.deepEqual([fileName, contentType], ['mail.mobileconfig', 'application/x-apple-aspen-config']);
});

const skip = requirePrograms('python3');

test('another reader of property lists reads the same', { skip }, () => {
  const script = 'import json,plistlib,sys\nprint(json.dumps(plistlib.loads(sys.stdin.buffer.read())))';
  const said = spawnSync('python3', ['-c', script], { input: make(), encoding: 'utf8' });
  assert.equal(said.status, 0, said.stderr);
  assert.deepEqual(JSON.parse(said.stdout), read().profile);
});
