// The text of an app password: it says by itself what it is, so that it is never tried as anything else.

import { inGroups, randomLetters, readLetters } from '../crockford-base32.ts';

/** No account password begins like this and goes on like an app password: `password-rules.ts` sees to it. */
const mark = 'ap';
/** Public: finds the one app password of an account that is meant. */
const selectorLength = 6;
/** Five random bits each: 100 in all, so a keyed fast hash is enough for them. */
const secretLength = 20;

export interface AppPasswordText {
  /** Public. */
  readonly selector: string;
  readonly secret: string;
}

/** `isTaken`: whether the account has one of this selector. */
export function makeAppPassword(isTaken: (selector: string) => boolean): AppPasswordText {
  let selector = randomLetters(selectorLength);
  while (isTaken(selector)) {
    selector = randomLetters(selectorLength);
  }
  return { selector, secret: randomLetters(secretLength) };
}

/** As it is shown, once: seven groups of four letters, joined by hyphens. */
export function showAppPassword({ selector, secret }: AppPasswordText): string {
  return inGroups(mark + selector + secret);
}

/** Undefined: not in the form of an app password. Case, spaces and hyphens do not matter, nor the usual slips of the eye. */
export function readAppPassword(typed: unknown): AppPasswordText | undefined {
  const letters = readLetters(typed, mark.length + selectorLength + secretLength);
  if (!letters?.startsWith(mark)) {
    return undefined;
  }
  const [selector, secret] = [letters.slice(mark.length, -secretLength), letters.slice(-secretLength)];
  return { selector, secret };
}
