// Random identifiers and bearer values, all from the operating system's generator.

import { randomBytes } from 'node:crypto';

/** An identifier that need not be secret: 96 random bits as 16 base64url characters. */
export function randomId(): string {
  return randomBytes(12).toString('base64url');
}

/** A bearer value nobody can guess: 256 random bits as 43 base64url characters. */
export function randomToken(): string {
  return randomBytes(32).toString('base64url');
}
