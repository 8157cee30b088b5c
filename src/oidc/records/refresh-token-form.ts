// The form of a refresh token: `family.number.mac`. Its successor is computed, never stored, and a made-up token costs no read.

import { timingSafeEqual } from 'node:crypto';
import { randomId } from '../../base/random-ids.ts';
import { keyedHash } from '../../secrets/hashing.ts';

export interface RefreshTokenPlace {
  readonly family: string;
  /** 0 for the first token of the chain, one more at each rotation. */
  readonly number: number;
}

export interface RefreshTokenForm {
  /** The first token of a new chain. */
  begin(): string;
  /** The token that replaces this one; the same at every call. */
  successor(token: string): string;
  /** Undefined for anything that was not made with our key. */
  read(token: string): RefreshTokenPlace | undefined;
  /** Like `read`; throws where a token of our own making is certain. */
  require(token: string): RefreshTokenPlace;
}

const pattern = /^([A-Za-z0-9_-]{16})\.(0|[1-9]\d{0,8})\.([A-Za-z0-9_-]{43})$/;

/** `key`: secret to this deployment, the same in all its processes. */
export function createRefreshTokenForm(key: string): RefreshTokenForm {
  const write = (family: string, number: number): string =>
    `${family}.${number}.${keyedHash(key, `refresh-token:${family}.${number}`)}`;

  const read = (token: string): RefreshTokenPlace | undefined => {
    const [, family, digits] = pattern.exec(token) ?? [];
    if (family === undefined || digits === undefined) {
      return undefined;
    }
    const number = Number(digits);
    const isOurs = timingSafeEqual(Buffer.from(write(family, number)), Buffer.from(token));
    return isOurs ? { family, number } : undefined;
  };
  const require = (token: string): RefreshTokenPlace => {
    const place = read(token);
    if (place === undefined) {
      throw new Error('not a refresh token of ours');
    }
    return place;
  };
  return {
    begin: () => write(randomId(), 0),
    successor: (token) => {
      const { family, number } = require(token);
      return write(family, number + 1);
    },
    read,
    require,
  };
}
