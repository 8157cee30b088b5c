// For probes: whether the process runs, and whether it can serve.

import type { Middleware } from 'koa';

export function health(ping: () => Promise<void>): Middleware {
  return async (ctx, next) => {
    if (ctx.path === '/health/live') {
      ctx.body = { status: 'ok' };
    } else if (ctx.path === '/health/ready') {
      const isReady = await ping().then(
        () => true,
        () => false,
      );
      ctx.status = isReady ? 200 : 503;
      ctx.body = { status: isReady ? 'ok' : 'unavailable' };
    } else {
      await next();
    }
  };
}
