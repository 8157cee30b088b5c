// Sends a page.

import type { Context } from 'koa';
import type { Html } from '../views/html.ts';

export function sendPage(ctx: Context, page: Html, status = 200): void {
  ctx.status = status;
  ctx.type = 'html';
  ctx.body = page.toString();
}
