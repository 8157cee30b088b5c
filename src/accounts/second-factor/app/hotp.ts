// One-time passwords by counter (RFC 4226): which counter of a factor a typed code belongs to. Only forwards, never back.

import type { HotpUrl } from './otpauth-url.ts';
import { isCodeOfStep } from './totp.ts';

/** RFC 4226 section 7.4: so many codes may have been shown and not typed. */
const lookAhead = 10;
/** Two codes in a row, both at most this far ahead, bring a token back that was played with. */
const resyncAhead = 100;
/** So many passed codes are still told from wrong ones. */
const rememberedBack = 10;

export interface HotpState {
  /** The last accepted counter: it and all before it never work again. Absent: none yet, counting begins at 0. */
  readonly lastStep?: number;
  /** Counters too far ahead that the code before this one fitted. */
  readonly ahead?: readonly number[];
}

export type HotpMatch =
  | { readonly outcome: 'right'; readonly step: number }
  /** `ahead`: as `HotpState` has it for the code that follows. */
  | { readonly outcome: 'used-before' | 'wrong-code'; readonly ahead: readonly number[] };

/** Where counting begins, as if the code before had been the last. */
export function beginAt(counter: number): Pick<HotpState, 'lastStep'> {
  return counter === 0 ? {} : { lastStep: counter - 1 };
}

/** The counter of the next code that is due. */
export function nextCounter({ lastStep = -1 }: HotpState): number {
  return lastStep + 1;
}

/** Judges a code from `readCode`. */
export function matchHotp(parameters: HotpUrl, state: HotpState, code: string): HotpMatch {
  const fits = (counter: number): boolean =>
    Number.isSafeInteger(counter) && counter >= 0 && isCodeOfStep(parameters, counter, code);
  if (code.length !== parameters.digits) {
    return { outcome: 'wrong-code', ahead: [] };
  }
  const next = nextCounter(state);
  const step = range(next, lookAhead + 1).find(fits) ?? findSecondInRow(state, fits);
  if (step !== undefined) {
    return { outcome: 'right', step };
  }
  const farther = range(next + lookAhead + 1, resyncAhead - lookAhead - 1);
  const isPassed = range(next - rememberedBack, rememberedBack).some(fits);
  return { outcome: isPassed ? 'used-before' : 'wrong-code', ahead: farther.filter(fits) };
}

/** RFC 4226 section 7.4, re-synchronisation: one code far ahead may be a guess, two in a row are the token. */
function findSecondInRow({ ahead = [] }: HotpState, fits: (counter: number) => boolean): number | undefined {
  return ahead.map((counter) => counter + 1).find(fits);
}

function range(first: number, length: number): readonly number[] {
  return Array.from({ length }, (_, index) => first + index);
}
