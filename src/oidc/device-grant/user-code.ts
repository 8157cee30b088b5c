// The code that a person reads on one screen and types on another (RFC 8628 section 6.1): eight consonants, in two groups.

/** No vowels: no words; and no letter that looks like another. 34.6 bits in eight of them. */
const userCodeForm = /^[BCDFGHJKLMNPQRSTVWXZ]{8}$/;

/** As the provider makes it: its charset `base-20`. */
export const userCodeMask = '****-****';

/** Forgives case, spaces and hyphens. Undefined: not such a code. */
export function readUserCode(typed: string): string | undefined {
  const code = typed.toUpperCase().replace(/[\s\p{P}]/gu, '');
  return userCodeForm.test(code) ? code : undefined;
}
