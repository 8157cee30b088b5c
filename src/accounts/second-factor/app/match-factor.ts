// Whether a typed code is one of a stored factor, by time or by counter, and what the factor is afterwards.

import type { Settings } from '../../../config/settings.ts';
import type { OtpauthSecret } from '../../account.ts';
import { beginAt, matchHotp } from './hotp.ts';
import type { OtpauthUrl } from './otpauth-url.ts';
import { matchTotp } from './totp.ts';

export interface TypedCode {
  /** From `readCode`. */
  readonly code: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly window: Settings['otpWindow'];
}

export interface FactorMatch {
  readonly outcome: 'right' | 'used-before' | 'wrong-code';
  /** The factor to be stored; the same object where nothing changes. A right code is spent in it. */
  readonly factor: OtpauthSecret;
}

export function matchFactor(parameters: OtpauthUrl, factor: OtpauthSecret, typed: TypedCode): FactorMatch {
  const { ahead, ...rest } = factor;
  const { stoodInAt: _, ...found } = rest;
  if (parameters.type === 'totp') {
    const match = matchTotp(parameters, factor, typed);
    return match.outcome === 'right'
      ? { outcome: 'right', factor: { ...found, confirmed: true, lastStep: match.step, drift: match.drift } }
      : { outcome: match.outcome, factor };
  }
  const match = matchHotp(parameters, factor, typed.code);
  if (match.outcome === 'right') {
    return { outcome: 'right', factor: { ...found, confirmed: true, lastStep: match.step } };
  }
  const changed = match.ahead.length > 0 ? { ...rest, ahead: match.ahead } : rest;
  return {
    outcome: match.outcome,
    factor: ahead === undefined && match.ahead.length === 0 ? factor : changed,
  };
}

/** What a factor begins with before any code of it was right. */
export function beginFactor(
  parameters: OtpauthUrl,
  t0: number,
): Pick<OtpauthSecret, 'type' | 't0' | 'drift' | 'lastStep'> {
  return parameters.type === 'totp'
    ? { type: 'totp', t0, drift: 0 }
    : { type: 'hotp', t0: 0, drift: 0, ...beginAt(parameters.counter) };
}
