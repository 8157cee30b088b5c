// A factor before it belongs to an account: its parameters, its URL, and the form in which it is stored.

import type { Clock } from '../../base/clock.ts';
import { randomId } from '../../base/random-ids.ts';
import type { Settings } from '../../config/settings.ts';
import type { Sealer } from '../../secrets/sealing.ts';
import { type OtpauthSecret, otpauthContext, type SetBy } from '../account.ts';
import { AccountInputError } from '../account-input-error.ts';
import {
  formatOtpauthUrl,
  makeOtpSecret,
  type OtpAlgorithm,
  type OtpauthUrl,
  otpAlgorithms,
  readOtpauthUrl,
} from './otpauth-url.ts';
import { matchTotp, readCode } from './totp.ts';

/** Parameters of a new factor; what is not given comes from the settings. */
export interface FactorParameters {
  readonly algorithm?: OtpAlgorithm;
  readonly digits?: number;
  /** Seconds. */
  readonly period?: number;
  /** Seconds since 1970. */
  readonly t0?: number;
}

export type FactorSettings = Pick<
  Settings,
  | 'otpAlgorithm'
  | 'otpDigits'
  | 'otpPeriod'
  | 'otpT0'
  | 'otpWindow'
  | 'brandName'
  | 'mailLogin'
  | 'mailDomains'
>;

export interface NewFactorParts {
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly settings: FactorSettings;
}

/** The URL of a new factor with a new secret, labelled for this login. Throws `AccountInputError`. */
export function draftFactor(
  settings: FactorSettings,
  login: string,
  parameters: FactorParameters,
): { url: string; t0: number } {
  const algorithm = parameters.algorithm ?? settings.otpAlgorithm;
  if (!otpAlgorithms.includes(algorithm)) {
    throw new AccountInputError('algorithm', 'malformed', `must be ${otpAlgorithms.join(', ')}`);
  }
  const digits = requireWholeNumber('digits', parameters.digits ?? settings.otpDigits, [6, 8]);
  const period = requireWholeNumber('period', parameters.period ?? settings.otpPeriod, [15, 120]);
  const t0 = requireT0(parameters.t0 ?? settings.otpT0);
  const named = { type: 'totp', label: login, issuer: settings.brandName } as const;
  return {
    url: formatOtpauthUrl({ ...named, secret: makeOtpSecret(algorithm), algorithm, digits, period }),
    t0,
  };
}

export function requireT0(t0: number): number {
  return requireWholeNumber('t0', t0, [0, 0xffff_ffff]);
}

function requireWholeNumber(
  field: 'digits' | 'period' | 't0',
  value: number,
  [least, most]: readonly [number, number],
): number {
  if (!Number.isInteger(value) || value < least || value > most) {
    const problem = value < least ? { atLeast: least } : { atMost: most };
    throw new AccountInputError(field, problem, `must be a whole number from ${least} to ${most}`);
  }
  return value;
}

export interface FactorToSeal {
  readonly url: string;
  readonly t0: number;
  readonly setBy: SetBy;
  /** Proves the factor, and is spent. */
  readonly code?: string;
}

/** An active factor as it is stored. Undefined: the code that should prove it is wrong. */
export function toFactor(
  { sealer, clock, settings }: NewFactorParts,
  accountId: string,
  { url, t0, setBy, code }: FactorToSeal,
): OtpauthSecret | undefined {
  const parameters = readOtpauthUrl(url);
  const now = clock.now();
  const id = randomId();
  const blank = {
    kind: 'otpauth',
    id,
    sealedUrl: sealer.seal(url, otpauthContext(accountId, id)),
    label: parameters.label,
    type: 'totp',
    t0,
    state: 'active',
    confirmed: false,
    drift: 0,
    createdAt: now,
    setBy,
  } as const satisfies OtpauthSecret;
  if (code === undefined) {
    return blank;
  }
  const match = matchTotp(parameters, blank, { code: readCode(code) ?? '', now, window: settings.otpWindow });
  return match.outcome === 'right'
    ? { ...blank, confirmed: true, lastStep: match.step, drift: match.drift }
    : undefined;
}

export function getFactor(
  parts: NewFactorParts,
  accountId: string,
  factor: Omit<FactorToSeal, 'code'>,
): OtpauthSecret {
  const made = toFactor(parts, accountId, factor);
  if (!made) {
    throw new Error('a factor that needs no code was refused');
  }
  return made;
}

/** What the authenticator app was given. Throws when the sealed URL is another account's. */
export function openFactor(sealer: Sealer, accountId: string, { id, sealedUrl }: OtpauthSecret): OtpauthUrl {
  return readOtpauthUrl(sealer.open(sealedUrl, otpauthContext(accountId, id)));
}
