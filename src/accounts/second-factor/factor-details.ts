// A factor as it may be shown: everything but its secret.

import type { Sealer } from '../../secrets/sealing.ts';
import type { OtpauthSecret, SetBy } from '../account.ts';
import { nextCounter } from './app/hotp.ts';
import type { OtpAlgorithm } from './app/otpauth-url.ts';
import { openFactor } from './changes/new-factor.ts';

interface Details {
  readonly id: string;
  readonly kind: 'otpauth';
  readonly label: string;
  readonly state: 'pending' | 'active';
  readonly confirmed: boolean;
  readonly algorithm: OtpAlgorithm;
  readonly digits: number;
  readonly createdAt: number;
  readonly setBy: SetBy;
}

export type FactorDetails =
  | (Details & { readonly type: 'totp'; readonly period: number; readonly t0: number })
  /** `counter`: of the next code that is due. */
  | (Details & { readonly type: 'hotp'; readonly counter: number });

export function describeFactor(sealer: Sealer, accountId: string, factor: OtpauthSecret): FactorDetails {
  const { id, kind, label, state, confirmed, t0, createdAt, setBy } = factor;
  const parameters = openFactor(sealer, accountId, factor);
  const { algorithm, digits } = parameters;
  const details = { id, kind, label, state, confirmed, algorithm, digits, createdAt, setBy };
  return parameters.type === 'totp'
    ? { ...details, type: 'totp', period: parameters.period, t0 }
    : { ...details, type: 'hotp', counter: nextCounter(factor) };
}
