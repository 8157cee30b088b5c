// Fast hashes for values that are random themselves: what is looked up by a bearer value is stored under its hash.

import { createHash, createHmac } from 'node:crypto';

/** SHA-256 of the text's UTF-8 bytes, as 43 base64url characters. Only for values of at least 128 random bits. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('base64url');
}

/** HMAC-SHA-256 (RFC 2104) of the text's UTF-8 bytes, as 43 base64url characters: for values too short for a bare hash. */
export function keyedHash(key: string | Buffer, text: string): string {
  return createHmac('sha256', key).update(text, 'utf8').digest('base64url');
}
