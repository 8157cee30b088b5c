// The answer where something is not set up yet: 404, with what the administrator has to do. Programs read the status alone.

import type { Context } from 'koa';

export function sendMissing(ctx: Context, sentence: string): void {
  ctx.status = 404;
  ctx.type = 'text/plain';
  ctx.body = `${sentence}\n`;
}
