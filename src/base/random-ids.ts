// Random identifiers and bearer values, all from the operating system's generator.

import { randomBytes } from 'node:crypto';

/** An identifier that need not be secret: 96 random bits as 16 base64url characters, of which the first is no hyphen. */
export function randomId(): string {
  const id = randomBytes(12).toString('base64url');
  // People type ids behind commands, where a hyphen begins an option.
  return id.startsWith('-') ? randomId() : id;
}

/** A bearer value nobody can guess: 256 random bits as 43 base64url characters. */
export function randomToken(): string {
  return randomBytes(32).toString('base64url');
}
