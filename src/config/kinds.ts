// The kinds of value a setting can have: each reads its text and writes it back.

import { isIP } from 'node:net';

/** A value, or what the text should have been: a phrase that follows the setting's name ("must be yes or no"). */
export type Parsed<T> = { readonly value: T } | { readonly mistake: string };

export interface Kind<T> {
  /** `text` is empty only for a default that says "none" (a list). */
  parse(text: string): Parsed<T>;
  /** A text that `parse` reads as the same value; secrets are masked elsewhere. */
  format(value: T): string;
}

/** Printable text on one line. */
export function line(options: { mostCharacters: number }): Kind<string> {
  const mistake = `must be one line of at most ${options.mostCharacters} characters`;
  return {
    parse: (text) =>
      [...text].length <= options.mostCharacters && !/\p{Cc}/u.test(text) ? { value: text } : { mistake },
    format: (value) => value,
  };
}

export const path: Kind<string> = {
  parse: (text) => (text.includes('\0') ? { mistake: 'must be a path' } : { value: text }),
  format: (value) => value,
};

export const yesOrNo: Kind<boolean> = {
  parse: (text) => (/^(yes|no)$/.test(text) ? { value: text === 'yes' } : { mistake: 'must be yes or no' }),
  format: (value) => (value ? 'yes' : 'no'),
};

export function oneOf<const T extends string>(values: readonly T[]): Kind<T> {
  return {
    parse: (text) => {
      const value = values.find((candidate) => candidate === text);
      return value === undefined ? { mistake: `must be one of ${values.join(', ')}` } : { value };
    },
    format: (value) => value,
  };
}

/** Some of these values, separated by commas or spaces, or the word `none`. */
export function severalOf<const T extends string>(values: readonly T[]): Kind<readonly T[]> {
  const several = list(
    (item) => values.some((value) => value === item),
    `must be some of ${values.join(', ')}, or none`,
  ) as Kind<readonly T[]>;
  return {
    parse: (text) => (text === 'none' ? { value: [] } : several.parse(text)),
    format: (value) => (value.length === 0 ? 'none' : several.format(value)),
  };
}

export function wholeNumber({ least, most }: { least: number; most: number }): Kind<number> {
  return {
    parse: (text) => {
      const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
      return value >= least && value <= most
        ? { value }
        : { mistake: `must be a whole number from ${least} to ${most}` };
    },
    format: String,
  };
}

const unitSeconds = { d: 86_400, h: 3600, m: 60, s: 1 } as const;
type Unit = keyof typeof unitSeconds;

/** A span of time as whole seconds, written with one unit: `90d`, `24h`, `10m`, `60s`. */
export function duration({ least, most }: { least: string; most: string }): Kind<number> {
  const mistake = `must be a time from ${least} to ${most}, such as 90d, 24h, 10m or 60s`;
  return {
    parse: (text) => {
      const value = readSeconds(text);
      return value >= readSeconds(least) && value <= readSeconds(most) ? { value } : { mistake };
    },
    format: (value) => {
      const units = Object.keys(unitSeconds) as Unit[];
      const unit = units.find((candidate) => value > 0 && value % unitSeconds[candidate] === 0) ?? 's';
      return `${value / unitSeconds[unit]}${unit}`;
    },
  };
}

function readSeconds(text: string): number {
  const [, count, unit] = /^(\d{1,9})([dhms])$/.exec(text) ?? [];
  return count === undefined ? Number.NaN : Number(count) * unitSeconds[unit as Unit];
}

/** Several values separated by commas or spaces. */
function list(isValid: (item: string) => boolean, mistake: string): Kind<readonly string[]> {
  return {
    parse: (text) => {
      const items = text.split(/[\s,]+/).filter((item) => item !== '');
      return items.every(isValid) ? { value: items } : { mistake };
    },
    format: (value) => value.join(', '),
  };
}

/** IP addresses and networks in CIDR form (RFC 4632 section 3.1, RFC 4291 section 2.3). */
export const networks: Kind<readonly string[]> = list((item) => {
  const [address = '', bits, ...rest] = item.split('/');
  const family = isIP(address);
  const isPrefix =
    bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
  return family !== 0 && isPrefix && rest.length === 0;
}, 'must be IP addresses or networks such as 10.0.0.0/8, separated by commas or spaces');

const domainNames = list(
  (item) =>
    item.length <= 253 &&
    /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/.test(item),
  'must be domain names such as example.org, separated by commas or spaces',
);

/** Domain names (RFC 1123 section 2.1) in lower case. */
export const domains: Kind<readonly string[]> = {
  ...domainNames,
  parse: (text) => domainNames.parse(text.toLowerCase()),
};
