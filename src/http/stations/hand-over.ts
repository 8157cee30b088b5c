// Gives the request to an application of its own, which answers on the same request and response.

import type { RequestListener } from 'node:http';
import type { Middleware } from 'koa';

export function handOver(listener: RequestListener): Middleware {
  return async (ctx) => {
    ctx.respond = false;
    // Koa assumed "not found" until somebody answers.
    ctx.res.statusCode = 200;
    await listener(ctx.req, ctx.res);
  };
}
