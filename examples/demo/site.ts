// A small web site on a port of this machine: its stylesheet, careful headers, and an end that waits for nobody.

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import Router from '@koa/router';
import Koa, { type Context, type Next } from 'koa';
import { createFavicon } from '../../src/views/assets/favicon.ts';
import type { Html } from '../../src/views/html.ts';
import { createDemoStylesheet } from './pages/stylesheet.ts';

export interface SiteOptions {
  /** `http://localhost:PORT` */
  readonly address: string;
  /** `#rrggbb` */
  readonly color: string;
  /** Sent with every page; more or other headers may be set by a route. */
  readonly policy: readonly string[];
}

const renewal = readFileSync(new URL('./pages/renew.js', import.meta.url), 'utf8');

const basicPolicy = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self'",
  "script-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
];

/** Answers the function that ends it. */
export async function startSite(
  options: SiteOptions,
  addRoutes: (router: Router) => void,
): Promise<() => void> {
  const { host, port } = new URL(options.address);
  const stylesheet = createDemoStylesheet(options.color);
  const icon = createFavicon(options);
  const router = new Router();
  router.get('/demo.css', (ctx) => {
    ctx.type = 'css';
    ctx.body = stylesheet;
  });
  router.get('/renew.js', (ctx) => {
    ctx.type = 'js';
    ctx.body = renewal;
  });
  router.get('/icon.svg', (ctx) => {
    ctx.type = icon.contentType;
    ctx.body = icon.body;
  });
  addRoutes(router);

  const app = new Koa();
  app.use((ctx: Context, next: Next) => {
    // A name that somebody else points at this machine is not ours.
    ctx.assert(ctx.host === host, 421);
    ctx.set({
      'Cache-Control': 'no-store',
      'Content-Security-Policy': [...basicPolicy, ...options.policy].join('; '),
      'X-Content-Type-Options': 'nosniff',
    });
    return next();
  });
  app.use(router.routes()).use(router.allowedMethods());

  const server = createServer(app.callback()).listen(Number(port), '127.0.0.1');
  await once(server, 'listening');
  return () => {
    server.close();
    server.closeAllConnections();
  };
}

export function sendPage(ctx: Context, page: Html, status = 200): void {
  ctx.status = status;
  ctx.type = 'html';
  ctx.body = page.toString();
}
