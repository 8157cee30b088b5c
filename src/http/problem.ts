// Answers to programs where something is wrong: problem details (RFC 9457).

import { STATUS_CODES } from 'node:http';
import type { Context } from 'koa';

/** `detail` is shown to whoever asked: a sentence without secrets. */
export function sendProblem(ctx: Context, status: number, detail?: string): void {
  ctx.status = status;
  ctx.body = JSON.stringify({
    type: 'about:blank',
    title: STATUS_CODES[status],
    status,
    ...(detail === undefined ? {} : { detail }),
  });
  ctx.type = 'application/problem+json';
}
