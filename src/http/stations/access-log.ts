// One line a request: what was asked, and how it ended. Never a query, a body or a cookie: they hold secrets.

import { finished } from 'node:stream';
import type { Middleware } from 'koa';
import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import { maskPath } from '../../base/mask-path.ts';
import { requestIdOf } from '../request-id.ts';

export function accessLog({ log, clock }: { readonly log: Log; readonly clock: Clock }): Middleware {
  return (ctx, next) => {
    const startedAt = clock.now();
    const path = maskPath(ctx.path);
    finished(ctx.res, () => {
      log.debug('request', {
        requestId: requestIdOf(ctx.req),
        method: ctx.method,
        path,
        status: ctx.res.statusCode,
        ms: clock.now() - startedAt,
        address: ctx.ip,
      });
    });
    return next();
  };
}
