// What a program may say of itself when it registers: one violation at a time, and what is ignored.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { RegistrationError } from '../../../src/oidc/registration/registration-error.ts';
import { readRegistration } from '../../../src/oidc/registration/registration-request.ts';

/** What the service is called. */
const brand = 'Postern';
const good = {
  redirect_uris: ['http://127.0.0.1/cb', 'org.example.mail:/oauth'],
  token_endpoint_auth_method: 'none',
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  application_type: 'native',
  client_name: 'Example Mail',
  client_uri: 'https://mail.example.org',
  scope: 'urn:ietf:params:oauth:scope:mail urn:ietf:params:oauth:scope:contacts offline_access',
  software_id: 'org.example.mail',
  software_version: '1.2',
};

const codeOf = (body: unknown): string => {
  try {
    readRegistration(body, brand);
    return 'registered';
  } catch (error) {
    assert.ok(error instanceof RegistrationError, String(error));
    assert.match(error.message, /^[\x20-\x21\x23-\x5b\x5d-\x7e]{1,300}$/);
    return error.code;
  }
};

test('a public native program is what it says', () => {
  assert.deepEqual(readRegistration(good, brand), {
    redirectUris: good.redirect_uris,
    name: 'Example Mail',
    scope: 'urn:ietf:params:oauth:scope:mail offline_access',
    softwareId: 'org.example.mail',
    softwareVersion: '1.2',
  });
});

test('redirects are enough', () => {
  const read = readRegistration({ redirect_uris: ['http://[::1]'] }, brand);
  assert.deepEqual(read, {
    redirectUris: ['http://[::1]'],
    name: undefined,
    scope: undefined,
    softwareId: undefined,
    softwareVersion: undefined,
  });
});

test('names of other scripts are names', () => {
  for (const name of [
    'Почта',
    '메일',
    'メール',
    'ไปรษณีย์',
    'Thư',
    'Mail 2',
    'Example Postern Reader',
    '📬 Mail',
  ]) {
    assert.equal(readRegistration({ ...good, client_name: name }, brand).name, name);
  }
});

test('scopes that there are not are as good as none', () => {
  assert.equal(readRegistration({ ...good, scope: 'calendar contacts' }, brand).scope, undefined);
});

describe('ignored, whatever they hold', () => {
  for (const [member, value] of Object.entries({
    postern_kind: 'service',
    postern_preset: 'web',
    postern_require_factor: 1,
    postern_requires_pkce: false,
    postern_rotates: false,
    require_factor: 1,
    preset: 'web',
    client_id: 'chosen',
    kind: 'service',
    secretHash: 'x',
    choices: { requiresPkce: false },
    contacts: ['a@example.org'],
    software_statement: 'a.b.c',
    id_token_signed_response_alg: 'none',
    response_modes: ['fragment'],
    default_acr_values: ['urn:postern:factor:1'],
    require_pushed_authorization_requests: false,
    'client_name#de': 'Beispiel',
    expiresAt: 9e15,
    __proto__: { a: 1 },
  })) {
    test(member, () => {
      assert.deepEqual(readRegistration({ ...good, [member]: value }, brand), readRegistration(good, brand));
    });
  }
});

describe('refused', () => {
  const isMetadata = 'invalid_client_metadata';
  const isRedirect = 'invalid_redirect_uri';
  for (const [why, change, code] of [
    ['a secret in the body', { token_endpoint_auth_method: 'client_secret_post' }, isMetadata],
    ['a secret by Basic', { token_endpoint_auth_method: 'client_secret_basic' }, isMetadata],
    ['signed requests', { token_endpoint_auth_method: 'private_key_jwt' }, isMetadata],
    ['a list of ways', { token_endpoint_auth_method: ['none'] }, isMetadata],
    ['a web application', { application_type: 'web' }, isMetadata],
    ['client credentials', { grant_types: ['client_credentials'] }, isMetadata],
    ['a password grant', { grant_types: ['authorization_code', 'password'] }, isMetadata],
    ['implicit', { grant_types: ['implicit'] }, isMetadata],
    ['grants as text', { grant_types: 'authorization_code' }, isMetadata],
    ['a token as answer', { response_types: ['token'] }, isMetadata],
    ['an ID token as answer', { response_types: ['code id_token'] }, isMetadata],
    ['keys', { jwks: { keys: [] } }, isMetadata],
    ['an address of keys', { jwks_uri: 'https://evil.test/jwks' }, isMetadata],
    ['a secret', { client_secret: 'x' }, isMetadata],
    ['a name that is no text', { client_name: { en: 'x' } }, isMetadata],
    ['a name of two lines', { client_name: 'a\nb' }, isMetadata],
    ['a name that turns the writing', { client_name: 'Bank‮gro.elpmaxe' }, isMetadata],
    ['a name with an invisible space', { client_name: 'Post​ern' }, isMetadata],
    ['a long name', { client_name: 'x'.repeat(61) }, isMetadata],
    ['a name of Hangul fillers', { client_name: '\u3164\u3164' }, isMetadata],
    ['a name with one of them', { client_name: 'Mail\u115f' }, isMetadata],
    ['a name of empty cells', { client_name: '\u2800' }, isMetadata],
    ['a name of dots', { client_name: '...' }, isMetadata],
    ['a name under a pile of marks', { client_name: `a${'\u0300'.repeat(60)}` }, isMetadata],
    ...[
      brand,
      'POSTERN',
      '\u{1d40f}\u{1d428}stern',
      'Ｐｏｓｔｅｒｎ',
      'P o s t e r n',
      'Postern.',
      'Pöstérn',
      '\u0420\u043estern',
    ].map((name) => [`the name of the service as ${name}`, { client_name: name }, isMetadata] as const),
    ['a scope that is a list', { scope: ['mail'] }, isMetadata],
    ['a script as its page', { client_uri: 'javascript:alert(1)' }, isMetadata],
    ['a script in another case', { logo_uri: 'JaVaScRiPt:alert(1)' }, isMetadata],
    ['data as its logo', { logo_uri: 'DATA:image/svg+xml,<svg/>' }, isMetadata],
    ['a plain page', { tos_uri: 'http://example.org' }, isMetadata],
    ['a page in another language', { 'policy_uri#de': 'javascript:0' }, isMetadata],
    ['a page of the inside', { sector_identifier_uri: 'file:///etc/passwd' }, isMetadata],
    ['a list of scripts', { request_uris: ['https://a.test', 'javascript:0'] }, isMetadata],
    ['no redirect', { redirect_uris: [] }, isRedirect],
    ['a redirect as text', { redirect_uris: 'http://127.0.0.1' }, isRedirect],
    ['redirects that are numbers', { redirect_uris: [1] }, isRedirect],
    [
      'eleven redirects',
      { redirect_uris: Array.from({ length: 11 }, (_, at) => `http://127.0.0.1/${at}`) },
      isRedirect,
    ],
    ['a long redirect', { redirect_uris: [`http://127.0.0.1/${'x'.repeat(512)}`] }, isRedirect],
    ...[
      'javascript:alert(1)',
      'JAVASCRIPT:alert(1)',
      'data:text/html,x',
      'vbscript:x',
      'file:///x',
      'blob:https://a.test/x',
      'myapp:/cb',
      'https://app.example.test/cb',
      'https://127.0.0.1.evil.test/',
      'http://app.example.test/cb',
      'http://127.0.0.1/#x',
      'http://user@127.0.0.1/',
      'http://127.0.0.2/',
      'http://169.254.169.254/',
      '//127.0.0.1/',
      'http://127.0.0.1\\@evil.test/',
      '',
    ].map((uri) => [`the redirect ${uri}`, { redirect_uris: [uri] }, isRedirect] as const),
  ] as const) {
    test(why, () => assert.equal(codeOf({ ...good, ...change }), code));
  }

  test('what is no object', () => {
    for (const body of [null, [], 'x', 1, true, undefined]) {
      assert.equal(codeOf(body), isMetadata);
    }
  });
});
