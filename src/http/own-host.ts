// Requests for other names than ours are refused: every link the server makes, and every form, is the issuer's.

import type { IncomingMessage } from 'node:http';
import type { Middleware } from 'koa';
import { AppError } from '../base/app-error.ts';

/** Mail servers and probes may come by an inner address, and over plain HTTP; the answers there hold no link. */
const anyHost = /^\/(health\/(live|ready)|introspect|mail\/check)\/?$/;

/** Throws `misdirected` (RFC 9110 section 15.5.20), and `bad-request` for two Host headers. */
export function requireOwnHost(issuer: string): Middleware {
  const own = new URL(issuer);
  return (ctx, next) => {
    const target = readTarget(ctx.req);
    if (anyHost.test(target.pathname)) {
      return next();
    }
    if (countHosts(ctx.req) > 1) {
      throw new AppError('bad-request', { detail: 'more than one Host header' });
    }
    const host = URL.parse(`${own.protocol}//${ctx.get('host')}/`);
    const isOwnTarget = target.origin === undefined || target.origin === own.origin;
    if (!isOwnTarget || host?.origin !== own.origin || host.username !== '' || host.password !== '') {
      throw new AppError('misdirected', { detail: 'the Host is not that of the issuer' });
    }
    if (ctx.protocol !== own.protocol.slice(0, -1)) {
      throw new AppError('misdirected', {
        detail: `the issuer is ${own.protocol}// but the request is not; is the proxy named in POSTERN_TRUSTED_PROXIES?`,
      });
    }
    return next();
  };
}

interface Target {
  readonly pathname: string;
  /** Only where the request line names a whole URL (absolute-form, RFC 9112 section 3.2.2). */
  readonly origin?: string;
}

/** Reads the request target, and leaves its path and query only: nothing behind us sees another host in it. */
function readTarget(request: IncomingMessage): Target {
  const target = request.url ?? '/';
  if (target.startsWith('/')) {
    return { pathname: target.split('?', 1)[0] ?? '/' };
  }
  const url = URL.parse(target);
  if (url === null) {
    throw new AppError('bad-request', { detail: 'the request target is no path and no URL' });
  }
  request.url = url.pathname + url.search;
  return { pathname: url.pathname, origin: url.origin };
}

function countHosts({ rawHeaders }: IncomingMessage): number {
  return rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host').length;
}
