// Time-based one-time passwords (RFC 6238): which step of a factor a typed code belongs to.

import { timingSafeEqual } from 'node:crypto';
import { HOTP, Secret } from 'otpauth';
import type { OtpauthUrl, TotpUrl } from './otpauth-url.ts';

/** |drift| and window together: no code further than this from our own time is ever accepted. */
const farthestSteps = 3;
const mostDrift = 2;

export interface TotpState {
  readonly t0: number;
  /** Steps the app's clock is ahead of ours, as learned. */
  readonly drift: number;
  readonly lastStep?: number;
}

export type TotpMatch =
  | { readonly outcome: 'right'; readonly step: number; readonly drift: number }
  | { readonly outcome: 'used-before' | 'wrong-code' };

/** The typed text as digits: spaces and hyphens are forgiven, anything else but ASCII digits is not. */
export function readCode(typed: unknown): string | undefined {
  const bare = typeof typed === 'string' && typed.length <= 64 ? typed.replace(/[\s-]/g, '') : '';
  return /^[0-9]{6,8}$/.test(bare) ? bare : undefined;
}

/** The number of whole periods since T0 (RFC 6238 section 4.2). */
export function stepAt(now: number, t0: number, period: number): number {
  return Math.floor((Math.floor(now / 1000) - t0) / period);
}

/** Judges a code from `readCode` at `now` (milliseconds since 1970), `window` steps (0 to 2) around the learned drift. */
export function matchTotp(
  parameters: TotpUrl,
  state: TotpState,
  { code, now, window }: { code: string; now: number; window: number },
): TotpMatch {
  if (code.length !== parameters.digits) {
    return { outcome: 'wrong-code' };
  }
  const current = stepAt(now, state.t0, parameters.period);
  const drift = boundDrift(state.drift, window);
  const steps = Array.from({ length: 2 * window + 1 }, (_, index) => current + drift + index - window);
  const matching = steps.filter((step) => step >= 0 && isCodeOfStep(parameters, step, code));
  const step = matching.find((candidate) => candidate > (state.lastStep ?? -1));
  if (step === undefined) {
    return { outcome: matching.length > 0 ? 'used-before' : 'wrong-code' };
  }
  const learned = drift + Math.sign(step - current - drift);
  return { outcome: 'right', step, drift: boundDrift(learned, window) };
}

/** The code of one step or counter, for vectors and for showing; the digits of RFC 4226 section 5.3. */
export function codeOfStep({ secret, algorithm, digits }: OtpauthUrl, step: number): string {
  return HOTP.generate({ secret: Secret.fromBase32(secret), algorithm, digits, counter: step });
}

export function isCodeOfStep(parameters: OtpauthUrl, step: number, code: string): boolean {
  return timingSafeEqual(Buffer.from(codeOfStep(parameters, step)), Buffer.from(code));
}

function boundDrift(drift: number, window: number): number {
  const most = Math.min(mostDrift, farthestSteps - window);
  return Math.max(-most, Math.min(most, drift));
}
