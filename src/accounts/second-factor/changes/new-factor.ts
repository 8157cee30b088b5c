// A factor before it belongs to an account: its parameters, its URL, and the form in which it is stored.

import type { Clock } from '../../../base/clock.ts';
import { randomId } from '../../../base/random-ids.ts';
import type { Settings } from '../../../config/settings.ts';
import type { Sealer } from '../../../secrets/sealing.ts';
import { type OtpauthSecret, otpauthContext, type SetBy } from '../../account.ts';
import { AccountInputError } from '../../adding/account-input-error.ts';
import { beginFactor, matchFactor } from '../app/match-factor.ts';
import {
  formatOtpauthUrl,
  makeOtpSecret,
  type OtpAlgorithm,
  type OtpauthUrl,
  type OtpType,
  otpAlgorithms,
  readOtpauthUrl,
} from '../app/otpauth-url.ts';
import { readCode } from '../app/totp.ts';
import { readFactorName } from '../factor-name.ts';

/** Parameters of a new factor; what is not given comes from the settings. */
export interface FactorParameters {
  /** `totp` unless given: codes by time. `hotp`: by counter, without `period` and `t0`. */
  readonly type?: OtpType;
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
  const secret = makeOtpSecret(algorithm);
  const named = { label: login, issuer: settings.brandName, secret, algorithm, digits };
  if (parameters.type === 'hotp') {
    requireNoTime(parameters);
    return { url: formatOtpauthUrl({ ...named, type: 'hotp', counter: 0 }), t0: 0 };
  }
  const period = requireWholeNumber('period', parameters.period ?? settings.otpPeriod, [15, 120]);
  const t0 = requireT0(parameters.t0 ?? settings.otpT0);
  return { url: formatOtpauthUrl({ ...named, type: 'totp', period }), t0 };
}

/** Codes by counter know no time: who gives one means another factor. */
function requireNoTime(given: Pick<FactorParameters, 'period' | 't0'>): void {
  for (const field of ['period', 't0'] as const) {
    if (given[field] !== undefined) {
      throw new AccountInputError(field, 'not-for-this-kind', 'is only for codes by time');
    }
  }
}

function requireT0(t0: number): number {
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
  /** What its owner shall know it by; the URL's label unless given. */
  readonly name?: string;
}

/** An active factor as it is stored. Undefined: the code that should prove it is wrong. */
export function toFactor(
  { sealer, clock, settings }: NewFactorParts,
  accountId: string,
  { url, t0, setBy, code, name }: FactorToSeal,
): OtpauthSecret | undefined {
  const parameters = readOtpauthUrl(url);
  const now = clock.now();
  const id = randomId();
  const blank = {
    kind: 'otpauth',
    id,
    sealedUrl: sealer.seal(url, otpauthContext(accountId, id)),
    label: name === undefined ? parameters.label : readFactorName(name),
    ...beginFactor(parameters, t0),
    state: 'active',
    confirmed: false,
    createdAt: now,
    setBy,
  } as const satisfies OtpauthSecret;
  if (code === undefined) {
    return blank;
  }
  const typed = { code: readCode(code) ?? '', now, window: settings.otpWindow };
  const match = matchFactor(parameters, blank, typed);
  return match.outcome === 'right' ? match.factor : undefined;
}

/** A factor that exists elsewhere. Throws `OtpauthUrlError` and `AccountInputError`; undefined as with `toFactor`. */
export function toImportedFactor(
  parts: NewFactorParts,
  accountId: string,
  { t0, ...given }: Omit<FactorToSeal, 't0'> & { readonly t0?: number },
): OtpauthSecret | undefined {
  const parameters = readOtpauthUrl(given.url);
  if (parameters.type === 'hotp') {
    requireNoTime(t0 === undefined ? {} : { t0 });
  }
  const begin = parameters.type === 'hotp' ? 0 : requireT0(t0 ?? parts.settings.otpT0);
  return toFactor(parts, accountId, { ...given, url: formatOtpauthUrl(parameters), t0: begin });
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
