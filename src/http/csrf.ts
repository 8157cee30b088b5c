// Forms that only our own pages can send: each carries a value tied to a cookie of the browser it was shown in.

import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Context } from 'koa';
import { AppError } from '../base/app-error.ts';
import { randomToken } from '../base/random-ids.ts';
import { createCookie } from './cookie.ts';
import type { FormFields } from './form.ts';

export interface Csrf {
  /** The value for the hidden field `csrf`; sets the cookie where the browser has none yet. */
  token(ctx: Context): string;
  /** Throws `forbidden` for a form that was not shown by us to this browser. */
  require(ctx: Context, form: FormFields): void;
}

const cookieForm = /^[A-Za-z0-9_-]{43}$/;

/** `key`: secret, the same in all processes. */
export function createCsrf({ key, issuer }: { readonly key: string; readonly issuer: string }): Csrf {
  const cookie = createCookie('form', { issuer });
  const made = new WeakMap<Context, string>();
  const readCookie = (ctx: Context): string | undefined => {
    const value = cookie.read(ctx);
    return value !== undefined && cookieForm.test(value) ? value : undefined;
  };
  const tokenOf = (value: string): string =>
    createHmac('sha256', key).update(`csrf:${value}`).digest('base64url');

  return {
    token: (ctx) => {
      const known = readCookie(ctx) ?? made.get(ctx);
      if (known !== undefined) {
        return tokenOf(known);
      }
      const value = randomToken();
      made.set(ctx, value);
      cookie.set(ctx, value);
      return tokenOf(value);
    },
    require: (ctx, form) => {
      requireOwnOrigin(ctx, issuer);
      const value = readCookie(ctx);
      if (value === undefined || !isEqual(form.get('csrf'), tokenOf(value))) {
        throw new AppError('forbidden', { detail: 'the form does not belong to this browser' });
      }
    },
  };
}

/** Browsers tell where a form comes from; text browsers may say nothing, then the value alone decides. */
function requireOwnOrigin(ctx: Context, issuer: string): void {
  const origin = ctx.get('origin');
  if (origin !== '' && origin !== issuer) {
    throw new AppError('forbidden', { detail: 'the form comes from another origin' });
  }
  const site = ctx.get('sec-fetch-site');
  if (site !== '' && site !== 'same-origin' && site !== 'none') {
    throw new AppError('forbidden', { detail: 'the form comes from another site' });
  }
}

function isEqual(given: string, expected: string): boolean {
  const one = Buffer.from(given);
  const other = Buffer.from(expected);
  return one.length === other.length && timingSafeEqual(one, other);
}
