// The mail scopes: two names of one thing, and the narrow ones.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hasMailScope, splitScope, withBothMailNames } from '../../../../src/oidc/tokens/mail-resource.ts';

const urn = 'urn:ietf:params:oauth:scope:mail';

for (const [given, expected] of [
  ['mail', `mail ${urn}`],
  [urn, `${urn} mail`],
  [`openid ${urn} offline_access`, `openid ${urn} offline_access mail`],
  ['imap', 'imap'],
  ['openid profile', 'openid profile'],
  ['', ''],
] as const) {
  test(`"${given}" is granted as "${expected}"`, () => {
    assert.equal(withBothMailNames(given), expected);
  });
}

test('every mail scope opens a mailbox, and no other does', () => {
  for (const scope of ['mail', urn, 'imap', 'pop3', 'smtp', 'sieve']) {
    assert.equal(hasMailScope(['openid', scope]), true, scope);
  }
  for (const scope of ['openid', 'email', 'Mail', 'mail2', 'urn:ietf:params:oauth:scope:mai']) {
    assert.equal(hasMailScope([scope]), false, scope);
  }
});

test('a scope is split at spaces, however many', () => {
  assert.deepEqual(splitScope(' a  b '), ['a', 'b']);
  assert.deepEqual(splitScope(undefined), []);
});
