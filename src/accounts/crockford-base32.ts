// Secrets that people read from paper and type: Crockford's base32, which has no letter that looks like another or a digit.

import { randomInt } from 'node:crypto';

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const longestTyped = 128;

/** Five random bits each. */
export function randomLetters(length: number): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
}

/** As shown: groups of four, joined by hyphens. */
export function inGroups(letters: string): string {
  return (letters.match(/.{1,4}/g) ?? []).join('-');
}

/** Forgives case, spaces, hyphens and the usual slips of the eye (`O` for `0`, `I` and `L` for `1`). Undefined: not so many such letters. */
export function readLetters(typed: unknown, length: number): string | undefined {
  const text = typeof typed === 'string' && typed.length <= longestTyped ? typed : '';
  const bare = text
    .replace(/[\s\p{Pd}]/gu, '')
    .toLowerCase()
    .replaceAll('o', '0')
    .replace(/[il]/g, '1');
  const isFitting = bare.length === length && [...bare].every((letter) => alphabet.includes(letter));
  return isFitting ? bare : undefined;
}
