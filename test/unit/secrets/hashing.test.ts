// The fast hashes agree with what the standards and other programs say.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keyedHash, sha256 } from '../../../src/secrets/hashing.ts';

const hexOf = (text: string): string => Buffer.from(text, 'base64url').toString('hex');

test('sha256 is SHA-256 of the UTF-8 bytes (FIPS 180-4 example)', () => {
  assert.equal(hexOf(sha256('abc')), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  assert.equal(sha256('ü').length, 43);
});

test('keyedHash is HMAC-SHA-256 (RFC 4231 test case 2), with the key as text or bytes', () => {
  const expected = '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843';
  assert.equal(hexOf(keyedHash('Jefe', 'what do ya want for nothing?')), expected);
  assert.equal(hexOf(keyedHash(Buffer.from('Jefe'), 'what do ya want for nothing?')), expected);
});
