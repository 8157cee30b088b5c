// The otpauth URL (Google Authenticator's "Key URI Format"): read strictly, naming every wrong field, and written in one way.

import { Secret, TOTP } from 'otpauth';
import { AppError } from '../../base/app-error.ts';

export const otpAlgorithms = ['SHA1', 'SHA256', 'SHA512'] as const;
export type OtpAlgorithm = (typeof otpAlgorithms)[number];

export interface OtpauthUrl {
  readonly type: 'totp';
  /** What the app shows for the account, without the issuer. */
  readonly label: string;
  readonly issuer?: string;
  /** Base32 (RFC 4648 section 6), upper case, without padding. */
  readonly secret: string;
  readonly algorithm: OtpAlgorithm;
  readonly digits: number;
  /** Seconds. */
  readonly period: number;
}

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
const known = ['secret', 'issuer', 'algorithm', 'digits', 'period'];

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
  const period = readNumber('period', parameters.get('period') ?? '30', [15, 120], complain);
  const isRead =
    type !== undefined &&
    label !== undefined &&
    secret !== undefined &&
    algorithm !== undefined &&
    digits !== undefined &&
    period !== undefined;
  if (!isRead || problems.length > 0) {
    throw new OtpauthUrlError(problems);
  }
  return { type, label, ...(issuer ? { issuer } : {}), secret, algorithm, digits, period };
}

/** Writes it with every parameter, since apps differ in what they take for granted. */
export function formatOtpauthUrl({ type: _, issuer, ...rest }: OtpauthUrl): string {
  return new TOTP({ ...rest, ...(issuer === undefined ? {} : { issuer }) }).toString();
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

function readType(url: URL, complain: Complain): 'totp' | undefined {
  const type = url.hostname.toLowerCase();
  if (type === 'hotp') {
    return complain('type', 'hotp (codes by counter) is not supported yet; use totp');
  }
  return type === 'totp' ? type : complain('type', 'must be totp');
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
