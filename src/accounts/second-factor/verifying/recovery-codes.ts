// Recovery codes: ten, shown once, each stands in for the second factor once. A public selector finds one, a hash proves it.

import type { PasswordHasher } from '../../../secrets/password-hashing.ts';
import type { RecoveryCodeSecret } from '../../account.ts';
import { inGroups, randomLetters, readLetters } from '../../crockford-base32.ts';

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
    selectors.add(randomLetters(selectorLength));
  }
  return [...selectors].map((selector) => inGroups(selector + randomLetters(secretLength)));
}

/** Undefined: it can be no recovery code. */
export function readRecoveryCode(typed: unknown): RecoveryCode | undefined {
  const letters = readLetters(typed, selectorLength + secretLength);
  return letters === undefined
    ? undefined
    : { selector: letters.slice(0, selectorLength), secret: letters.slice(selectorLength) };
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
