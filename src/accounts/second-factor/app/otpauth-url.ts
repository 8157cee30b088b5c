// The otpauth URL (Google Authenticator's "Key URI Format"): read strictly, naming every wrong field, and written in one way.

import { HOTP, Secret, TOTP } from 'otpauth';
import { AppError } from '../../../base/app-error.ts';

export const otpAlgorithms = ['SHA1', 'SHA256', 'SHA512'] as const;
export type OtpAlgorithm = (typeof otpAlgorithms)[number];

export const otpTypes = ['totp', 'hotp'] as const;
export type OtpType = (typeof otpTypes)[number];

interface OtpauthNames {
  /** What the app shows for the account, without the issuer. */
  readonly label: string;
  readonly issuer?: string;
  /** Base32 (RFC 4648 section 6), upper case, without padding. */
  readonly secret: string;
  readonly algorithm: OtpAlgorithm;
  readonly digits: number;
}

/** Codes by time (RFC 6238). */
export interface TotpUrl extends OtpauthNames {
  readonly type: 'totp';
  /** Seconds. */
  readonly period: number;
}

/** Codes by counter (RFC 4226). */
export interface HotpUrl extends OtpauthNames {
  readonly type: 'hotp';
  /** Of the next code. */
  readonly counter: number;
}

export type OtpauthUrl = TotpUrl | HotpUrl;

export interface OtpauthProblem {
  /** `url`, `type`, `label`, or the name of a parameter. */
  readonly field: string;
  /** Why it is refused, as the end of a sentence. Never repeats the value. */
  readonly reason: string;
}

export class OtpauthUrlError extends AppError {
  readonly problems: readonly OtpauthProblem[];

  constructor(problems: readonly OtpauthProblem[]) {
    super('bad-request', { detail: problems.map(({ field, reason }) => `${field} ${reason}`).join('; ') });
    this.name = 'OtpauthUrlError';
    this.problems = problems;
  }
}

/** RFC 4226 section 4, R6: at least 128 bits. */
const leastSecretBytes = 16;
const mostSecretBytes = 128;
const longestUrl = 2048;
const known = ['secret', 'issuer', 'algorithm', 'digits', 'period', 'counter'];

/** Throws `OtpauthUrlError` with all problems at once. Parameters that mean nothing to us (`image`, `color`) are dropped. */
export function readOtpauthUrl(text: string): OtpauthUrl {
  const url = readUrl(text);
  const problems: OtpauthProblem[] = [];
  const complain = (field: string, reason: string): undefined => {
    problems.push({ field, reason });
  };
  const parameters = readParameters(url, complain);
  const { label, labelIssuer } = readLabel(url, complain);
  const type = readType(url, complain);
  const secret = readSecret(parameters.get('secret'), complain);
  const issuer = readIssuer(parameters.get('issuer'), complain) ?? labelIssuer;
  const algorithm = readAlgorithm(parameters.get('algorithm'), complain);
  const digits = readNumber('digits', parameters.get('digits') ?? '6', [6, 8], complain);
  const moving = type && readMoving(type, parameters, complain);
  const isRead =
    label !== undefined &&
    secret !== undefined &&
    algorithm !== undefined &&
    digits !== undefined &&
    moving !== undefined;
  if (!isRead || problems.length > 0) {
    throw new OtpauthUrlError(problems);
  }
  return { label, ...(issuer ? { issuer } : {}), secret, algorithm, digits, ...moving };
}

/** Writes it with every parameter, since apps differ in what they take for granted. */
export function formatOtpauthUrl(url: OtpauthUrl): string {
  return (url.type === 'totp' ? new TOTP(url) : new HOTP(url)).toString();
}

/** A new random secret of the length of the hash function's output (RFC 6238 section 5.1): 160 bits at least. */
export function makeOtpSecret(algorithm: OtpAlgorithm): string {
  const size = { SHA1: 20, SHA256: 32, SHA512: 64 }[algorithm];
  return new Secret({ size }).base32;
}

type Complain = (field: string, reason: string) => undefined;

function readUrl(text: unknown): URL {
  const isShort = typeof text === 'string' && text.length <= longestUrl;
  const url = isShort && URL.canParse(text.trim()) ? new URL(text.trim()) : undefined;
  if (url?.protocol !== 'otpauth:') {
    throw new OtpauthUrlError([{ field: 'url', reason: 'must be an otpauth:// URL' }]);
  }
  if (url.username !== '' || url.password !== '' || url.port !== '' || url.hash !== '') {
    throw new OtpauthUrlError([{ field: 'url', reason: 'must have no user, port or fragment' }]);
  }
  return url;
}

function readType(url: URL, complain: Complain): OtpType | undefined {
  const host = url.hostname.toLowerCase();
  return otpTypes.find((type) => type === host) ?? complain('type', 'must be totp or hotp');
}

/** What makes the codes move on: time or a counter. The other's parameter means nothing and is dropped. */
function readMoving(
  type: OtpType,
  parameters: ReadonlyMap<string, string>,
  complain: Complain,
): Pick<TotpUrl, 'type' | 'period'> | Pick<HotpUrl, 'type' | 'counter'> | undefined {
  if (type === 'totp') {
    const period = readNumber('period', parameters.get('period') ?? '30', [15, 120], complain);
    return period === undefined ? undefined : { type, period };
  }
  const text = parameters.get('counter');
  if (text === undefined || text === '') {
    return complain('counter', 'is missing');
  }
  // Eight bytes in RFC 4226; what a number can hold exactly is more codes than a token ever shows.
  const counter = /^[0-9]{1,16}$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(counter)
    ? { type, counter }
    : complain('counter', `must be a whole number from 0 to ${Number.MAX_SAFE_INTEGER}`);
}

/** By lower-case name; one that is given twice, or would change the codes in a way we do not know, is a problem. */
function readParameters(url: URL, complain: Complain): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  for (const [written, value] of url.searchParams) {
    const name = written.toLowerCase();
    if (parameters.has(name) && known.includes(name)) {
      complain(name, 'is given twice');
    }
    parameters.set(name, value.trim());
  }
  if (parameters.has('encoder')) {
    complain('encoder', 'is not supported: codes consist of digits');
  }
  if (parameters.has('t0')) {
    complain('t0', 'is not part of an otpauth URL; give it apart from it');
  }
  return parameters;
}

function readLabel(url: URL, complain: Complain): { label?: string | undefined; labelIssuer?: string } {
  const text = decode(url.pathname.replace(/^\//, ''));
  if (text === undefined) {
    return { label: complain('label', 'is not encoded correctly') };
  }
  const [first = '', second, ...more] = text.split(':').map((part) => part.trim());
  const label = second ?? first;
  if (more.length > 0) {
    return { label: complain('label', 'must have at most one colon') };
  }
  if (!isLine(label)) {
    return { label: complain('label', 'must be 1 to 256 characters without line breaks') };
  }
  return second === undefined || first === '' ? { label } : { label, labelIssuer: first };
}

/** The parameter wins over the label's prefix: apps show it. */
function readIssuer(issuer: string | undefined, complain: Complain): string | undefined {
  if (issuer === undefined || issuer === '') {
    return undefined;
  }
  return isLine(issuer) && !issuer.includes(':')
    ? issuer
    : complain('issuer', 'must be at most 256 characters without colons and line breaks');
}

/** Spaces, hyphens, padding and lower case are forgiven: secrets are typed from paper too. */
function readSecret(given: string | undefined, complain: Complain): string | undefined {
  const text = (given ?? '').replace(/[\s-]/g, '').replace(/=+$/, '').toUpperCase();
  if (text === '') {
    return complain('secret', 'is missing');
  }
  // 1, 3 or 6 characters over a multiple of eight are no whole number of bytes.
  if (!/^[A-Z2-7]+$/.test(text) || [1, 3, 6].includes(text.length % 8)) {
    return complain('secret', 'must be base32: letters A to Z and digits 2 to 7');
  }
  const secret = Secret.fromBase32(text);
  if (secret.bytes.length < leastSecretBytes || secret.bytes.length > mostSecretBytes) {
    return complain('secret', `must have ${leastSecretBytes * 8} to ${mostSecretBytes * 8} bits`);
  }
  return secret.base32;
}

function readAlgorithm(given: string | undefined, complain: Complain): OtpAlgorithm | undefined {
  const name = (given ?? 'SHA1').toUpperCase().replace(/^SHA-/, 'SHA');
  return (
    otpAlgorithms.find((algorithm) => algorithm === name) ??
    complain('algorithm', `must be ${otpAlgorithms.join(', ')}`)
  );
}

function readNumber(
  field: string,
  text: string,
  [least, most]: readonly [number, number],
  complain: Complain,
): number | undefined {
  const number = /^[0-9]{1,3}$/.test(text) ? Number(text) : Number.NaN;
  return number >= least && number <= most ? number : complain(field, `must be ${least} to ${most}`);
}

function isLine(text: string): boolean {
  return text !== '' && text.length <= 256 && !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text);
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
