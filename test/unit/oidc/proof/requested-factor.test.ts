// What an authorization request asks of the sign-in itself, also where it is malformed.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  fulfils,
  isReachable,
  narrowClaims,
  readRequestedFactor,
} from '../../../../src/oidc/proof/requested-factor.ts';

const one = 'urn:postern:factor:1';
const two = 'urn:postern:factor:2';
const claims = (acr: unknown): { claims: string } => ({ claims: JSON.stringify({ id_token: { acr } }) });

const table: readonly [title: string, params: object, asked: object][] = [
  ['nothing', {}, {}],
  ['the second factor', { acr_values: two }, { factor: 2 }],
  ['the first known of several', { acr_values: `urn:x ${one} ${two}` }, { factor: 1 }],
  ['unknown values only', { acr_values: 'urn:x' }, {}],
  ['a value that is no text', { acr_values: 2 }, {}],
  ['an essential value', claims({ essential: true, value: two }), { factor: 2, only: [two] }],
  [
    'the least of essential values',
    claims({ essential: true, values: [two, one] }),
    { factor: 1, only: [two, one] },
  ],
  ['an essential value nobody has', claims({ essential: true, value: 'urn:x' }), { only: ['urn:x'] }],
  ['essential without a value', claims({ essential: true }), {}],
  ['essential with values that are no list', claims({ essential: true, values: two }), {}],
  ['a value that is not essential', claims({ value: two }), {}],
  ['nothing about acr', claims(null), {}],
  ['acr as a text', claims('essential'), {}],
  ['claims that are no JSON', { claims: '{' }, {}],
  ['claims that are null', { claims: 'null' }, {}],
  [
    'both: the higher',
    { acr_values: two, ...claims({ essential: true, values: [one, two] }) },
    { factor: 2, only: [one, two] },
  ],
];

for (const [title, params, asked] of table) {
  test(`a request asks for ${title}`, () => {
    assert.deepEqual(readRequestedFactor(params), asked);
  });
}

test('an essential acr is fulfilled by exactly what it names, and by nothing that is out of reach', () => {
  assert.equal(fulfils({ factor: 2 }, 1), false);
  assert.equal(fulfils({ factor: 1 }, 2), true);
  assert.equal(fulfils({ factor: 1, only: [one] }, 2), false);
  assert.equal(fulfils({ factor: 1, only: [one, two] }, 2), true);
  assert.equal(isReachable({}, 2), true);
  assert.equal(isReachable({ only: [two] }, 1), true);
  assert.equal(isReachable({ only: [two] }, 2), false);
  assert.equal(isReachable({ only: [one] }, 1), false);
  assert.equal(isReachable({ only: ['urn:x'] }, 1), false);
});

test('of the claims parameter only what we follow is left', () => {
  const params: Record<string, unknown> = {};
  narrowClaims(params, {
    id_token: { acr: null, email: null, sub: { value: 'a' } },
    userinfo: { name: null },
  });
  assert.deepEqual(JSON.parse(String(params.claims)), { id_token: { acr: null, sub: { value: 'a' } } });
  narrowClaims(params, { userinfo: { name: null } });
  assert.deepEqual(JSON.parse(String(params.claims)), { id_token: {} });
});
