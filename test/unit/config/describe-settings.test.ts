// The effective settings as an operator may see them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeSettings } from '../../../src/config/describe-settings.ts';
import { type Environment, readConfig } from '../../../src/config/read-config.ts';
import { listSettingRows, type Settings } from '../../../src/config/settings.ts';

function read(env: Environment): Settings {
  const config = readConfig(env, () => '');
  assert.ok('settings' in config);
  return config.settings;
}

const describe = (env: Environment): Record<string, string | null> =>
  Object.fromEntries(describeSettings(read(env)).map(({ name, value }) => [name, value]));

test('every setting is described, in the order of the table', () => {
  assert.deepEqual(
    describeSettings(read({})).map(({ name }) => name),
    listSettingRows().map(([, row]) => row.name),
  );
});

test('values are written as they would be given', () => {
  const env = {
    POSTERN_ISSUER: 'https://login.example.org',
    POSTERN_LISTEN: '[::1]:3000',
    POSTERN_TRUSTED_PROXIES: '10.0.0.0/8, ::1',
    POSTERN_SESSION_IDLE: '15m',
    POSTERN_REFRESH_GRACE: '0s',
    POSTERN_PASSWORD_COST: '65536,3',
    POSTERN_INSECURE_HTTP: 'yes',
  };
  assert.deepEqual({ ...describe({}), ...env }, describe(env));
  assert.equal(describe({ POSTERN_LISTEN: 'unix:/run/a.sock' }).POSTERN_LISTEN, 'unix:/run/a.sock');
});

test('what is written reads as the same settings', () => {
  const settings = read({ POSTERN_MAIL_DOMAINS: 'a.test b.test', POSTERN_SIGN_IN_LIFE: '90s' });
  const env = Object.fromEntries(
    describeSettings(settings).map(({ name, value }) => [name, value ?? undefined]),
  );
  assert.deepEqual(read(env), settings);
});

test('a setting that is absent has no value', () => {
  assert.equal(describe({}).POSTERN_TLS_CERT, null);
  assert.equal(describe({}).POSTERN_MASTER_KEY, null);
});

const key = Buffer.alloc(32, 0xfb).toString('base64');

test('the master key is masked', () => {
  assert.equal(describe({ POSTERN_MASTER_KEY: key }).POSTERN_MASTER_KEY, '***');
});

const urls: readonly [url: string, shown: string][] = [
  ['mongodb://db1:27017,db2:27017/postern', 'mongodb://db1:27017,db2:27017/postern'],
  ['mongodb://ada:s%40cret@db:27017/postern?tls=true', 'mongodb://***@db:27017/postern'],
  ['mongodb://ada:se@cret@db/postern', 'mongodb://***@db/postern'],
  ['mongodb+srv://ada:secret@db.example.org', 'mongodb+srv://***@db.example.org'],
  ['mongodb://db/?tlsCertificateKeyFilePassword=secret', 'mongodb://db/'],
  ['mongodb://db?authMechanismProperties=AWS_SESSION_TOKEN:secret', 'mongodb://db'],
];

for (const [url, shown] of urls) {
  test(`of a store's address only ${shown} is shown`, () => {
    assert.equal(describe({ POSTERN_STORE: url, POSTERN_MASTER_KEY: key }).POSTERN_STORE, shown);
  });
}

test('the address of an embedded store is shown', () => {
  assert.equal(describe({ POSTERN_DATA_DIR: '/srv' }).POSTERN_STORE, 'sqlite:/srv/postern.db');
  assert.equal(describe({ POSTERN_STORE: 'sqlite::memory:' }).POSTERN_STORE, 'sqlite::memory:');
});
