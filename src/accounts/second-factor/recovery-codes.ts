// Recovery codes: ten, shown once, each stands in for the second factor once. A public selector finds one, a hash proves it.

import { randomInt } from 'node:crypto';
import type { PasswordHasher } from '../../secrets/password-hashing.ts';
import type { RecoveryCodeSecret } from '../account.ts';

/** Crockford's base32: no letter that looks like a digit or another letter. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const codesInSet = 10;
const selectorLength = 4;
/** Five random bits each: 80 in all. */
const secretLength = 16;

export interface RecoveryCode {
  readonly selector: string;
  readonly secret: string;
}

/** Ten new codes as shown to their owner: five groups of four, joined by hyphens. */
export function makeRecoveryCodes(): readonly string[] {
  const selectors = new Set<string>();
  while (selectors.size < codesInSet) {
    selectors.add(randomText(selectorLength));
  }
  return [...selectors].map((selector) => inGroups(selector + randomText(secretLength)));
}

/** Forgives case, spaces, hyphens and the usual slips of the eye (`O` for `0`, `I` and `L` for `1`). */
export function readRecoveryCode(typed: unknown): RecoveryCode | undefined {
  const text = typeof typed === 'string' && typed.length <= 128 ? typed : '';
  const bare = text
    .replace(/[\s\p{Pd}]/gu, '')
    .toLowerCase()
    .replaceAll('o', '0')
    .replace(/[il]/g, '1');
  const isCode =
    bare.length === selectorLength + secretLength && [...bare].every((letter) => alphabet.includes(letter));
  return isCode ? { selector: bare.slice(0, selectorLength), secret: bare.slice(selectorLength) } : undefined;
}

/** The codes as they are kept. Throws a TypeError when one is none. */
export function hashRecoveryCodes(
  codes: readonly string[],
  hasher: Pick<PasswordHasher, 'hash'>,
): Promise<readonly RecoveryCodeSecret[]> {
  return Promise.all(
    codes.map(async (code): Promise<RecoveryCodeSecret> => {
      const read = readRecoveryCode(code);
      if (!read) {
        throw new TypeError('not a recovery code');
      }
      return { kind: 'recovery-code', id: read.selector, hash: await hasher.hash(read.secret) };
    }),
  );
}

function randomText(length: number): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
}

function inGroups(text: string): string {
  return (text.match(/.{4}/g) ?? []).join('-');
}
