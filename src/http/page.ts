// Sends a page. None of ours may be kept by a cache: they hold names, values against forged requests, and secrets.

import type { Context } from 'koa';
import type { Html } from '../views/html.ts';

export function sendPage(ctx: Context, page: Html, status = 200): void {
  ctx.status = status;
  ctx.type = 'html';
  ctx.set('Cache-Control', 'no-store');
  ctx.body = page.toString();
}
