// Requests for other names than ours are refused: every link the server makes, and every form, is the issuer's.

import type { IncomingMessage } from 'node:http';
import type { Context, Middleware } from 'koa';
import { AppError } from '../../base/app-error.ts';
import { targetOriginOf } from '../request-target.ts';

/** Mail servers and probes may come by an inner address, and over plain HTTP; the answers there hold no link. */
const anyHost = /^\/(health\/(live|ready)|introspect|mail\/check)\/?$/;

/** RFC 9110 section 7.2 without user, percent-encoding and all else that could make two readers see two hosts. */
const hostForm = /^(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(:\d{1,5})?$/i;

/**
 * Throws `misdirected` (RFC 9110 section 15.5.20), and `bad-request` for two Host headers. Whoever reads the request after
 * this station finds the issuer's host in it, in the issuer's spelling.
 */
export function requireOwnHost(issuer: string): Middleware {
  const own = new URL(issuer);
  return (ctx, next) => {
    if (countHosts(ctx.req) > 1) {
      throw new AppError('bad-request', { detail: 'more than one Host header' });
    }
    if (!anyHost.test(ctx.path)) {
      requireOrigin(ctx, own);
    }
    ctx.req.headers.host = own.host;
    return next();
  };
}

function requireOrigin(ctx: Context, own: URL): void {
  const host = ctx.get('host');
  const origin = hostForm.test(host) ? URL.parse(`${own.protocol}//${host}`)?.origin : undefined;
  if (origin !== own.origin || (targetOriginOf(ctx.req) ?? own.origin) !== own.origin) {
    throw new AppError('misdirected', { detail: 'the Host is not that of the issuer' });
  }
  if (`${ctx.protocol}:` !== own.protocol) {
    throw new AppError('misdirected', {
      detail: `the issuer is ${own.protocol}// but the request is not; is the proxy named in POSTERN_TRUSTED_PROXIES?`,
    });
  }
}

function countHosts({ rawHeaders }: IncomingMessage): number {
  return rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host').length;
}
