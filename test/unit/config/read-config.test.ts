// Reading the environment: what each setting accepts, and the exact line for what it does not.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Environment, readConfig } from '../../../src/config/read-config.ts';
import type { SettingKey, Settings } from '../../../src/config/settings.ts';

const noFiles = (path: string): string => {
  throw Object.assign(new Error(`no ${path}`), { code: 'ENOENT' });
};

function settingsOf(env: Environment, readFile = noFiles): Settings {
  const config = readConfig(env, readFile);
  assert.ok('settings' in config, JSON.stringify(config));
  return config.settings;
}

function mistakesOf(env: Environment, readFile = noFiles): readonly string[] {
  const config = readConfig(env, readFile);
  return 'mistakes' in config ? config.mistakes : [];
}

const key = Buffer.alloc(32, 0xfb);

test('nothing given means the defaults', () => {
  assert.deepEqual(settingsOf({}), {
    issuer: 'http://localhost:3000',
    listen: { kind: 'tcp', host: '127.0.0.1', port: 3000 },
    insecureHttp: false,
    trustedProxies: [],
    dataDir: './data',
    store: { kind: 'sqlite', file: './data/postern.db' },
    mailLogin: 'username',
    mailDomains: [],
    mfa: 'optional',
    mfaExemptRoles: ['superadmin'],
    trustedBrowserLife: 2_592_000,
    otpAlgorithm: 'SHA1',
    otpDigits: 6,
    otpPeriod: 30,
    otpT0: 0,
    otpWindow: 1,
    passwordCost: { memoryKiB: 19_456, passes: 2 },
    passwordMin: 8,
    passwordQueue: 100,
    sessionIdle: 3600,
    sessionMax: 86_400,
    signInLife: 3600,
    setupLife: 3600,
    linkLife: 86_400,
    ticketLife: 259_200,
    accessTokenLife: 600,
    mailTokenLife: 3600,
    leaseLife: 43_200,
    refreshIdle: 90 * 86_400,
    refreshMax: 400 * 86_400,
    refreshFixedMax: 180 * 86_400,
    refreshGrace: 60,
    openRegistration: false,
    registrationsPerHour: 10,
    registrationLife: 86_400,
    deviceFlow: true,
    deviceCodeLife: 600,
    brandName: 'Postern',
    brandColor: '#1d5c63',
    logLevel: 'info',
  } satisfies Settings);
});

const accepted: readonly [name: string, text: string, key: SettingKey, value: unknown][] = [
  ['POSTERN_ISSUER', 'https://login.example.org', 'issuer', 'https://login.example.org'],
  ['POSTERN_MFA', 'required', 'mfa', 'required'],
  ['POSTERN_MFA_EXEMPT_ROLES', 'admin, superadmin', 'mfaExemptRoles', ['admin', 'superadmin']],
  ['POSTERN_MFA_EXEMPT_ROLES', 'none', 'mfaExemptRoles', []],
  ['POSTERN_ISSUER', 'https://Login.Example.org:443/', 'issuer', 'https://login.example.org'],
  ['POSTERN_ISSUER', 'http://127.0.0.1:8080', 'issuer', 'http://127.0.0.1:8080'],
  ['POSTERN_ISSUER', 'http://[::1]:3000', 'issuer', 'http://[::1]:3000'],
  ['POSTERN_LISTEN', '0.0.0.0:80', 'listen', { kind: 'tcp', host: '0.0.0.0', port: 80 }],
  ['POSTERN_LISTEN', '[::]:443', 'listen', { kind: 'tcp', host: '::', port: 443 }],
  ['POSTERN_LISTEN', 'localhost:0', 'listen', { kind: 'tcp', host: 'localhost', port: 0 }],
  ['POSTERN_LISTEN', 'unix:/run/postern.sock', 'listen', { kind: 'unix', path: '/run/postern.sock' }],
  ['POSTERN_INSECURE_HTTP', 'yes', 'insecureHttp', true],
  [
    'POSTERN_TRUSTED_PROXIES',
    '10.0.0.0/8, ::1 192.0.2.7',
    'trustedProxies',
    ['10.0.0.0/8', '::1', '192.0.2.7'],
  ],
  ['POSTERN_STORE', 'sqlite::memory:', 'store', { kind: 'memory' }],
  ['POSTERN_STORE', 'sqlite:/srv/a.db', 'store', { kind: 'sqlite', file: '/srv/a.db' }],
  ['POSTERN_MASTER_KEY', key.toString('base64'), 'masterKeys', [key]],
  ['POSTERN_MASTER_KEY', key.toString('base64url'), 'masterKeys', [key]],
  [
    'POSTERN_MASTER_KEY',
    `${Buffer.alloc(32, 1).toString('base64')} ${key.toString('base64')}`,
    'masterKeys',
    [Buffer.alloc(32, 1), key],
  ],
  ['POSTERN_MAIL_LOGIN', 'email', 'mailLogin', 'email'],
  ['POSTERN_MAIL_DOMAINS', 'Example.org example.net', 'mailDomains', ['example.org', 'example.net']],
  ['POSTERN_SUPPORT', 'Ada, +49 30 1234', 'support', 'Ada, +49 30 1234'],
  ['POSTERN_OTP_ALGORITHM', 'SHA512', 'otpAlgorithm', 'SHA512'],
  ['POSTERN_OTP_DIGITS', '8', 'otpDigits', 8],
  ['POSTERN_OTP_WINDOW', '0', 'otpWindow', 0],
  ['POSTERN_PASSWORD_COST', '65536,3', 'passwordCost', { memoryKiB: 65_536, passes: 3 }],
  ['POSTERN_SESSION_IDLE', '15m', 'sessionIdle', 900],
  ['POSTERN_REFRESH_GRACE', '0s', 'refreshGrace', 0],
  ['POSTERN_REFRESH_MAX', '500d', 'refreshMax', 500 * 86_400],
  ['POSTERN_BRAND_NAME', 'Café Postern', 'brandName', 'Café Postern'],
  ['POSTERN_BRAND_COLOR', '#AA00ff', 'brandColor', '#aa00ff'],
  ['POSTERN_LOG_LEVEL', 'debug', 'logLevel', 'debug'],
  ['POSTERN_LOG_LEVEL', '', 'logLevel', 'info'],
];

for (const [name, text, settingKey, value] of accepted) {
  test(`${name}=${text} is understood`, () => {
    assert.deepEqual(settingsOf({ [name]: text })[settingKey], value);
  });
}

const originMistake =
  'POSTERN_ISSUER must be an origin such as https://login.example.org, without a path, not';
const listenMistake = 'POSTERN_LISTEN must be ADDRESS:PORT, [IPv6]:PORT or unix:/PATH, not';
const proxiesMistake =
  'POSTERN_TRUSTED_PROXIES must be IP addresses or networks such as 10.0.0.0/8, separated by commas or spaces, not';
const keyMistake = 'POSTERN_MASTER_KEY must be 32 bytes in base64 (several keys are separated by a space)';
const costMistake =
  'POSTERN_PASSWORD_COST must be KIBIBYTES,PASSES, at least 19456,2 and at most 2097152,99, not';
const idleMistake = 'POSTERN_SESSION_IDLE must be a time from 1s to 30d, such as 90d, 24h, 10m or 60s, not';

const refused: readonly [env: Environment, mistake: string][] = [
  [{ POSTERN_ISSUER: 'login.example.org' }, `${originMistake} "login.example.org"`],
  [{ POSTERN_ISSUER: 'https://example.org/login' }, `${originMistake} "https://example.org/login"`],
  [{ POSTERN_ISSUER: 'https://example.org/?' }, `${originMistake} "https://example.org/?"`],
  [{ POSTERN_ISSUER: 'https://a@example.org' }, `${originMistake} "https://a@example.org"`],
  [{ POSTERN_ISSUER: 'ftp://example.org' }, `${originMistake} "ftp://example.org"`],
  [
    { POSTERN_ISSUER: 'http://example.org' },
    'POSTERN_ISSUER must begin with https:// unless its host is loopback (POSTERN_INSECURE_HTTP=yes allows it all the same)',
  ],
  [
    { POSTERN_ISSUER: 'http://127.0.0.1.example.org' },
    'POSTERN_ISSUER must begin with https:// unless its host is loopback (POSTERN_INSECURE_HTTP=yes allows it all the same)',
  ],
  [{ POSTERN_LISTEN: '3000' }, `${listenMistake} "3000"`],
  [{ POSTERN_LISTEN: '127.0.0.1:65536' }, `${listenMistake} "127.0.0.1:65536"`],
  [{ POSTERN_LISTEN: '::1:3000' }, `${listenMistake} "::1:3000"`],
  [{ POSTERN_LISTEN: 'unix:postern.sock' }, `${listenMistake} "unix:postern.sock"`],
  [{ POSTERN_INSECURE_HTTP: 'true' }, 'POSTERN_INSECURE_HTTP must be yes or no, not "true"'],
  [{ POSTERN_TLS_KEY: 'a.pem' }, 'POSTERN_TLS_CERT and POSTERN_TLS_KEY must be given together'],
  [
    { POSTERN_TLS_CERT: 'a.pem', POSTERN_TLS_KEY: 'b.pem' },
    'POSTERN_ISSUER must begin with https:// where POSTERN_TLS_CERT is given',
  ],
  [{ POSTERN_TRUSTED_PROXIES: '10.0.0.0/33' }, `${proxiesMistake} "10.0.0.0/33"`],
  [{ POSTERN_TRUSTED_PROXIES: 'proxy.example.org' }, `${proxiesMistake} "proxy.example.org"`],
  [
    { POSTERN_STORE: 'postgres://user:secret@db' },
    'POSTERN_STORE must be sqlite:PATH, sqlite::memory: or mongodb://…',
  ],
  [
    { POSTERN_STORE: 'mongodb://db.example.org/postern' },
    'POSTERN_MASTER_KEY must be given where POSTERN_STORE is a MongoDB (make one with: openssl rand -base64 32)',
  ],
  [{ POSTERN_MASTER_KEY: 'c2hvcnQ=' }, keyMistake],
  [{ POSTERN_MASTER_KEY: `${key.toString('base64')} c2hvcnQ=` }, keyMistake],
  [{ POSTERN_STORE: 'mongodb://db.example.org', POSTERN_MASTER_KEY: 'c2hvcnQ=' }, keyMistake],
  [{ POSTERN_MAIL_LOGIN: 'name' }, 'POSTERN_MAIL_LOGIN must be one of username, email, not "name"'],
  [
    { POSTERN_MAIL_DOMAINS: '@example.org' },
    'POSTERN_MAIL_DOMAINS must be domain names such as example.org, separated by commas or spaces, not "@example.org"',
  ],
  [
    { POSTERN_SUPPORT: 'one\ntwo' },
    'POSTERN_SUPPORT must be one line of at most 200 characters, not "one\\ntwo"',
  ],
  [{ POSTERN_OTP_DIGITS: '5' }, 'POSTERN_OTP_DIGITS must be a whole number from 6 to 8, not "5"'],
  [{ POSTERN_OTP_DIGITS: '6.5' }, 'POSTERN_OTP_DIGITS must be a whole number from 6 to 8, not "6.5"'],
  [{ POSTERN_OTP_PERIOD: '121' }, 'POSTERN_OTP_PERIOD must be a whole number from 15 to 120, not "121"'],
  [{ POSTERN_PASSWORD_COST: '19455,2' }, `${costMistake} "19455,2"`],
  [{ POSTERN_PASSWORD_COST: '19456,1' }, `${costMistake} "19456,1"`],
  [{ POSTERN_PASSWORD_COST: '19456' }, `${costMistake} "19456"`],
  [{ POSTERN_PASSWORD_MIN: '7' }, 'POSTERN_PASSWORD_MIN must be a whole number from 8 to 64, not "7"'],
  [{ POSTERN_SESSION_IDLE: '15' }, `${idleMistake} "15"`],
  [{ POSTERN_SESSION_IDLE: '31d' }, `${idleMistake} "31d"`],
  [{ POSTERN_SESSION_IDLE: '25h' }, 'POSTERN_SESSION_IDLE must not be longer than POSTERN_SESSION_MAX'],
  [{ POSTERN_REFRESH_MAX: '89d' }, 'POSTERN_REFRESH_IDLE must not be longer than POSTERN_REFRESH_MAX'],
  [
    { POSTERN_REFRESH_GRACE: '301s' },
    'POSTERN_REFRESH_GRACE must be a time from 0s to 300s, such as 90d, 24h, 10m or 60s, not "301s"',
  ],
  [{ POSTERN_BRAND_NAME: 'Mail: sign in' }, 'POSTERN_BRAND_NAME must not hold a colon, not "Mail: sign in"'],
  [{ POSTERN_BRAND_COLOR: 'teal' }, 'POSTERN_BRAND_COLOR must be a colour such as #1d5c63, not "teal"'],
  [{ POSTERN_LOG_LEVEL: 'trace' }, 'POSTERN_LOG_LEVEL must be one of debug, info, warn, error, not "trace"'],
  [{ POSTERN_ISUER: 'x' }, 'POSTERN_ISUER is not a setting; did you mean POSTERN_ISSUER?'],
  [{ POSTERN_LOGLEVEL: 'x' }, 'POSTERN_LOGLEVEL is not a setting; did you mean POSTERN_LOG_LEVEL?'],
  [{ POSTERN_SUPPORT_FILE: 'x' }, 'POSTERN_SUPPORT_FILE is not a setting'],
  [{ POSTERN_PORT: '3000' }, 'POSTERN_PORT is not a setting'],
];

for (const [env, mistake] of refused) {
  test(`${Object.entries(env)
    .map((pair) => pair.join('='))
    .join(' ')} is one mistake`, () => {
    assert.deepEqual(mistakesOf(env), [mistake]);
  });
}

test('all mistakes are told at once', () => {
  const mistakes = mistakesOf({
    POSTERN_ISSUER: 'http://example.org',
    POSTERN_OTP_DIGITS: 'six',
    POSTERN_TLS_KEY: 'key.pem',
    POSTERN_COLOUR: 'red',
    POSTERN_SESSION_MAX: '10m',
  });
  assert.deepEqual(
    mistakes.map((mistake) => mistake.split(' ')[0]),
    ['POSTERN_OTP_DIGITS', 'POSTERN_ISSUER', 'POSTERN_SESSION_IDLE', 'POSTERN_TLS_CERT', 'POSTERN_COLOUR'],
  );
});

test('the store follows the data directory', () => {
  assert.deepEqual(settingsOf({ POSTERN_DATA_DIR: '/srv/$& data' }).store, {
    kind: 'sqlite',
    file: '/srv/$& data/postern.db',
  });
});

test('an http issuer on another machine is allowed only on request', () => {
  const env = { POSTERN_ISSUER: 'http://example.org', POSTERN_INSECURE_HTTP: 'yes' };
  assert.equal(settingsOf(env).issuer, 'http://example.org');
});

test('a secret is read from the file that its _FILE variable names, without one line break at its end', () => {
  const files: Record<string, string> = {
    '/run/key': `${key.toString('base64')}\n`,
    '/run/store': 'sqlite:/a.db\r\n',
  };
  const env = { POSTERN_MASTER_KEY_FILE: '/run/key', POSTERN_STORE_FILE: '/run/store' };
  const settings = settingsOf(env, (path) => files[path] ?? noFiles(path));
  assert.deepEqual(settings.masterKeys, [key]);
  assert.deepEqual(settings.store, { kind: 'sqlite', file: '/a.db' });
});

test('a file loses one line break only', () => {
  const settings = settingsOf({ POSTERN_STORE_FILE: '/run/store' }, () => 'sqlite:/a.db\n\n');
  assert.deepEqual(settings.store, { kind: 'sqlite', file: '/a.db\n' });
});

test('a secret given twice, or in a file that cannot be read or is empty, is a mistake', () => {
  const both = { POSTERN_MASTER_KEY: key.toString('base64'), POSTERN_MASTER_KEY_FILE: '/run/key' };
  assert.deepEqual(mistakesOf(both), [
    'POSTERN_MASTER_KEY and POSTERN_MASTER_KEY_FILE are both given; one of them is enough',
  ]);
  const file = { POSTERN_MASTER_KEY_FILE: '/run/key' };
  assert.deepEqual(mistakesOf(file), ['POSTERN_MASTER_KEY_FILE: cannot read /run/key (ENOENT)']);
  assert.deepEqual(
    mistakesOf(file, () => '\n'),
    ['POSTERN_MASTER_KEY_FILE: /run/key is empty'],
  );
});

test('no mistake repeats a secret', () => {
  const mistakes = mistakesOf({ POSTERN_MASTER_KEY: 'hunter2', POSTERN_STORE: 'mysql://root:hunter2@db' });
  assert.equal(mistakes.length, 2);
  assert.doesNotMatch(mistakes.join('\n'), /hunter2/);
});

test('variables of the tests, of other programs and of container links are no settings', () => {
  const env = {
    POSTERN_TEST_MONGODB: 'mongodb://127.0.0.1',
    HOME: '/root',
    POSTERN_SERVICE_HOST: '10.0.0.1',
    POSTERN_SERVICE_PORT_HTTP: '80',
    POSTERN_PORT: 'tcp://10.0.0.1:80',
    POSTERN_PORT_80_TCP_ADDR: '10.0.0.1',
    POSTERN_MONGODB_PORT_27017_TCP: 'tcp://10.0.0.2:27017',
  };
  assert.deepEqual(mistakesOf(env), []);
});
