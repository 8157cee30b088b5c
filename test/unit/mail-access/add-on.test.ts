// The Thunderbird add-on: a zip of one manifest, which every unpacker opens, and what the manifest says.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { unzipSync } from 'fflate';
import { packAddOn } from '../../../src/mail-access/add-on/add-on.ts';
import { requirePrograms } from '../../support/components.ts';

const settings = { issuer: 'https://login.example.test', brandName: 'Müller "&" Söhne' };

function pack(issuer = settings.issuer, hosts: readonly string[] = ['mail.example.test']): Buffer {
  const file = packAddOn({ settings: { ...settings, issuer }, hosts });
  assert.ok(file);
  return file;
}

function readManifest(file: Buffer) {
  const files = unzipSync(file);
  assert.deepEqual(Object.keys(files), ['manifest.json']);
  return JSON.parse(new TextDecoder().decode(files['manifest.json']));
}

test('the manifest sends Thunderbird to this server, with PKCE and by its own browser', () => {
  const { version, ...manifest } = readManifest(pack(undefined, ['mail.example.test', 'out.example.test']));
  assert.match(version, /^1\.\d{1,9}$/);
  assert.deepEqual(manifest, {
    manifest_version: 2,
    name: 'Müller "&" Söhne',
    description: 'Mail sign-in at login.example.test',
    browser_specific_settings: { gecko: { id: 'mail@login.example.test', strict_min_version: '140.0' } },
    oauth_provider: {
      issuer: 'login.example.test',
      clientId: 'thunderbird',
      authorizationEndpoint: 'https://login.example.test/authorize',
      tokenEndpoint: 'https://login.example.test/token',
      redirectionEndpoint: 'http://localhost',
      useExternalBrowser: true,
      usePKCE: true,
      issuerIdentifier: 'https://login.example.test',
      hostnames: ['mail.example.test', 'out.example.test'],
      scopes: 'mail offline_access',
    },
  });
});

test('no address of the server begins like the address that the answer goes to', () => {
  for (const issuer of ['http://localhost:3000', 'http://127.0.0.1:3000', 'https://localhost.example.test']) {
    const { oauth_provider: provider } = readManifest(pack(issuer));
    assert.ok(!provider.authorizationEndpoint.startsWith(provider.redirectionEndpoint), issuer);
  }
});

test('the id is one that Thunderbird takes, also for an issuer with an IPv6 address', () => {
  for (const issuer of ['https://login.example.test:8443', 'http://[::1]:3000', 'http://127.0.0.1:3000']) {
    assert.match(
      readManifest(pack(issuer)).browser_specific_settings.gecko.id,
      /^[a-z0-9._-]*@[a-z0-9._-]+$/,
    );
  }
});

test('host names without a dot are left out, and without any there is no add-on', () => {
  const { oauth_provider: provider } = readManifest(
    pack(undefined, ['mail', 'mail.example.test', '2001:db8::1']),
  );
  assert.deepEqual(provider.hostnames, ['mail.example.test']);
  assert.equal(packAddOn({ settings, hosts: ['mail', '::1'] }), undefined);
  assert.equal(packAddOn({ settings, hosts: [] }), undefined);
});

test('another list of servers is another version', () => {
  assert.notEqual(readManifest(pack()).version, readManifest(pack(undefined, ['out.example.test'])).version);
});

test('the file is the same bytes each time', (t) => {
  const once = pack();
  t.mock.timers.enable({ apis: ['Date'], now: Date.UTC(2031, 5, 1) });
  assert.ok(once.equals(pack()));
});

const skip = requirePrograms('python3');

test('another unpacker finds no fault in it', { skip }, () => {
  const directory = mkdtempSync(join(tmpdir(), 'postern-xpi-'));
  try {
    const path = join(directory, 'thunderbird.xpi');
    writeFileSync(path, pack());
    const script =
      'import json,sys,zipfile\nz=zipfile.ZipFile(sys.argv[1])\nassert z.testzip() is None\n' +
      'print(json.dumps([z.namelist(), json.loads(z.read("manifest.json"))["oauth_provider"]["clientId"]]))';
    const said = execFileSync('python3', ['-c', script, path], { encoding: 'utf8' });
    assert.deepEqual(JSON.parse(said), [['manifest.json'], 'thunderbird']);
    const damaged = Buffer.from(pack());
    damaged.writeUInt8((damaged.readUInt8(60) + 1) % 256, 60);
    writeFileSync(path, damaged);
    assert.notEqual(spawnSync('python3', ['-c', script, path]).status, 0, 'it would have found one');
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});
