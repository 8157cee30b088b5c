// Keys of clients that sign their requests: public ones that can sign, and never a private one.

import assert from 'node:assert/strict';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { test } from 'node:test';
import { ClientInputError } from '../../../src/oidc/clients/client-input-error.ts';
import { readJwkSet } from '../../../src/oidc/clients/jwk-set.ts';

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const jwk = (key: KeyObject) => key.export({ format: 'jwk' });
const rsa = (modulusLength: number) => jwk(generateKeyPairSync('rsa', { modulusLength }).publicKey);
const read = (...keys: unknown[]) => readJwkSet(JSON.stringify({ keys }));

test('EC, Ed25519 and RSA keys are kept, without members of no meaning', () => {
  const ed = jwk(generateKeyPairSync('ed25519').publicKey);
  const keys = [{ ...jwk(ec.publicKey), kid: 'a', use: 'sig', alg: 'ES256' }, ed, rsa(2048)];
  assert.deepEqual(read(...keys.map((key) => ({ ...key, x5c: ['x'], note: 'x' }))), { keys });
});

test('everything else is refused by name', () => {
  for (const [why, work, reason] of [
    ['a private key', () => read(jwk(ec.privateKey)), /public keys only/],
    ['a private key beside', () => read(jwk(ec.publicKey), jwk(ec.privateKey)), /public keys only/],
    ['a shared key', () => read({ kty: 'oct', k: 'c2VjcmV0' }), /public keys only/],
    ['a weak key', () => read(rsa(1024)), /2048/],
    ['a key for secrets', () => read({ ...jwk(ec.publicKey), use: 'enc' }), /for signatures/],
    ['a key for agreement', () => read(jwk(generateKeyPairSync('x25519').publicKey)), /for signatures/],
    ['half a key', () => read({ kty: 'EC', crv: 'P-256', x: 'AA' }), /for signatures/],
    ['no object', () => read('key'), /for signatures/],
    ['none', () => read(), /1 to 10 keys/],
    ['eleven', () => read(...Array(11).fill(jwk(ec.publicKey))), /1 to 10 keys/],
    ['a key alone', () => readJwkSet(JSON.stringify(jwk(ec.publicKey))), /1 to 10 keys/],
    ['no JSON', () => readJwkSet('{'), /1 to 10 keys/],
  ] as const) {
    assert.throws(
      work,
      (error) => error instanceof ClientInputError && error.field === 'jwks' && reason.test(error.reason),
      why,
    );
  }
});
