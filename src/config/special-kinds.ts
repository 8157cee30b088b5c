// The kinds that exactly one setting has: issuer, listening address, store, master keys, password cost, brand.

import { isIP } from 'node:net';
import { type Kind, line } from './kinds.ts';

/** An origin (RFC 6454) without trailing slash, as `iss` compares it: character by character. */
export const origin: Kind<string> = {
  parse: (text) => {
    const mistake = 'must be an origin such as https://login.example.org, without a path';
    const url = URL.parse(text);
    if (url === null || !/^https?:$/.test(url.protocol)) {
      return { mistake };
    }
    const isBare = url.pathname === '/' && !/[?#@\\\s]/.test(text);
    return isBare ? { value: url.origin } : { mistake };
  },
  format: (value) => value,
};

/** Whether only this machine can be meant by the host of a URL (RFC 8252 section 7.3, RFC 6761 section 6.3). */
export function isLoopbackHost(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
}

export type ListenAddress =
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
  | { readonly kind: 'unix'; readonly path: string };

export const listenAddress: Kind<ListenAddress> = {
  parse: (text) => {
    const [, path] = /^unix:(\/.+)$/.exec(text) ?? [];
    if (path !== undefined) {
      return { value: { kind: 'unix', path } };
    }
    const [, six, other, port] = /^(?:\[([0-9a-fA-F:.]+)\]|([a-zA-Z0-9.-]+)):(\d{1,5})$/.exec(text) ?? [];
    const host = six ?? other;
    return host !== undefined && (six === undefined || isIP(six) === 6) && Number(port) <= 65_535
      ? { value: { kind: 'tcp', host, port: Number(port) } }
      : { mistake: 'must be ADDRESS:PORT, [IPv6]:PORT or unix:/PATH' };
  },
  format: (value) => {
    if (value.kind === 'unix') {
      return `unix:${value.path}`;
    }
    return `${isIP(value.host) === 6 ? `[${value.host}]` : value.host}:${value.port}`;
  },
};

export type StoreTarget =
  | { readonly kind: 'sqlite'; readonly file: string }
  | { readonly kind: 'memory' }
  | { readonly kind: 'mongodb'; readonly url: string };

export const storeTarget: Kind<StoreTarget> = {
  parse: (text) => {
    if (text === 'sqlite::memory:') {
      return { value: { kind: 'memory' } };
    }
    const [, file] = /^sqlite:([^:\0][^\0]*)$/.exec(text) ?? [];
    if (file !== undefined) {
      return { value: { kind: 'sqlite', file } };
    }
    return /^mongodb(\+srv)?:\/\/[^/\s]/.test(text)
      ? { value: { kind: 'mongodb', url: text } }
      : { mistake: 'must be sqlite:PATH, sqlite::memory: or mongodb://…' };
  },
  format: (value) => {
    if (value.kind === 'mongodb') {
      return value.url;
    }
    return value.kind === 'memory' ? 'sqlite::memory:' : `sqlite:${value.file}`;
  },
};

/** The scheme, hosts and database of a store; user names, passwords and options of a URL may be secrets. */
export function maskStoreTarget(value: StoreTarget): string {
  const text = storeTarget.format(value);
  return value.kind === 'mongodb' ? text.replace(/\/\/(.*@)?([^?]*).*$/s, maskUrl) : text;
}

function maskUrl(_: string, user: string | undefined, place: string): string {
  return `//${user === undefined ? '' : '***@'}${place}`;
}

/** One or more keys of 32 bytes; the first one seals, all of them open. */
export const masterKeys: Kind<readonly Buffer[]> = {
  parse: (text) => {
    const keys = text.split(/\s+/).filter((word) => word !== '');
    return keys.length > 0 && keys.every((key) => /^[A-Za-z0-9+/_-]{43}=?$/.test(key))
      ? { value: keys.map((key) => Buffer.from(key, 'base64')) }
      : { mistake: 'must be 32 bytes in base64 (several keys are separated by a space)' };
  },
  format: (value) => value.map((key) => key.toString('base64')).join(' '),
};

export interface PasswordCost {
  readonly memoryKiB: number;
  readonly passes: number;
}

/** Argon2id memory and passes (RFC 9106 section 3.1: m and t), never below 19 MiB and 2. */
export const passwordCost: Kind<PasswordCost> = {
  parse: (text) => {
    const [, memory, count] = /^(\d{1,7}),(\d{1,2})$/.exec(text) ?? [];
    const [memoryKiB, passes] = [Number(memory), Number(count)];
    return memoryKiB >= 19_456 && memoryKiB <= 2_097_152 && passes >= 2
      ? { value: { memoryKiB, passes } }
      : { mistake: 'must be KIBIBYTES,PASSES, at least 19456,2 and at most 2097152,99' };
  },
  format: (value) => `${value.memoryKiB},${value.passes}`,
};

const shortLine = line({ mostCharacters: 64 });

/** A name without a colon: the label of an `otpauth` URL is `BRAND:mail login`. */
export const brandName: Kind<string> = {
  ...shortLine,
  parse: (text) => (text.includes(':') ? { mistake: 'must not hold a colon' } : shortLine.parse(text)),
};

export const color: Kind<string> = {
  parse: (text) =>
    /^#[0-9a-f]{6}$/i.test(text)
      ? { value: text.toLowerCase() }
      : { mistake: 'must be a colour such as #1d5c63' },
  format: (value) => value,
};
