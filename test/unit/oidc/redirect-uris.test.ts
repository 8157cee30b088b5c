// Redirect URIs: what a client may register, and the loopback twins that programs use.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ClientInputError } from '../../../src/oidc/clients/client-input-error.ts';
import { loopbackRedirects } from '../../../src/oidc/clients/presets.ts';
import { readPostLogoutRedirectUris, readRedirectUris } from '../../../src/oidc/clients/redirect-uris.ts';

const refuses = (work: () => unknown, reason: RegExp): void => {
  assert.throws(work, (error) => error instanceof ClientInputError && reason.test(error.reason));
};

describe('a native client', () => {
  for (const uri of ['https://app.example.test/cb', 'com.example.app:/cb', 'org.example.mail-app://cb']) {
    test(`may have ${uri}`, () => {
      assert.deepEqual(readRedirectUris('native', [uri]), [uri]);
    });
  }

  for (const [uri, twin] of [
    ['http://127.0.0.1', 'http://127.0.0.1/'],
    ['http://localhost:1234/', 'http://localhost:1234'],
    ['http://[::1]/cb', 'http://[::1]/cb/'],
    ['https://localhost', 'https://localhost/'],
  ] as const) {
    test(`with ${uri} has ${twin} as well`, () => {
      assert.deepEqual(readRedirectUris('native', [uri]), [uri, twin]);
    });
  }

  test('that names none listens on all three loopback names, with and without the last slash', () => {
    assert.equal(readRedirectUris('native', loopbackRedirects).length, 6);
  });

  const tricks: readonly (readonly [uri: string, reason: RegExp])[] = [
    ['javascript:alert(1)', /reversed domain/],
    ['JaVaScRiPt:alert(1)', /reversed domain/],
    ['data:text/html,x', /reversed domain/],
    ['myapp:/cb', /reversed domain/],
    ['http://example.test/cb', /must be https/],
    ['http://127.0.0.2/cb', /must be https/],
    ['http://127.0.0.1.example.test/cb', /must be https/],
    ['http://user@127.0.0.1/cb', /user name/],
    ['https://user:pass@app.example.test/cb', /user name/],
    ['https://app.example.test/cb#x', /fragment/],
    ['https://app.example.test\\@evil.test/', /absolute URI/],
    ['https://app.example.test/ cb', /absolute URI/],
    ['https://*.example.test/cb', /one host/],
    ['/cb', /absolute URI/],
    ['', /absolute URI/],
    // RFC 8252 section 7: what a browser makes another address of is not what was looked at.
    ['http:localhost/x', /plainly/],
    ['https:localhost/x', /plainly/],
    ['http:///localhost/x', /plainly/],
    ['http://127.1/', /plainly/],
    ['http://0x7f000001/', /plainly/],
    ['http://LOCALHOST:1/', /plainly/],
    ['http://127.0.0.1/ä', /plainly/],
    ['http://127.0.0.1/a/../b', /plainly/],
    ['COM.Example.App:/x', /plainly/],
  ];
  for (const [uri, reason] of tricks) {
    test(`may not have ${JSON.stringify(uri)}`, () => {
      refuses(() => readRedirectUris('native', [uri]), reason);
    });
  }
});

describe('a web client', () => {
  test('keeps its addresses as they are, without twins', () => {
    const uris = ['https://app.example.test/cb', 'http://localhost:8080/cb'];
    assert.deepEqual(readRedirectUris('web', uris), uris);
  });

  test('may not have a scheme of its own, or plain http elsewhere', () => {
    refuses(() => readRedirectUris('web', ['com.example.app:/cb']), /https/);
    refuses(() => readRedirectUris('web', ['http://app.example.test/cb']), /https/);
  });

  test('sends people to web pages after signing out', () => {
    assert.deepEqual(readPostLogoutRedirectUris(['https://app.example.test/bye']), [
      'https://app.example.test/bye',
    ]);
    refuses(() => readPostLogoutRedirectUris(['http://app.example.test/']), /https/);
    refuses(() => readPostLogoutRedirectUris(['com.example.app:/bye']), /https/);
  });
});
