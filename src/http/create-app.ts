// The life of a request, in the order of its stations.

import type { RequestListener } from 'node:http';
import Koa, { type Context, type Middleware } from 'koa';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Settings } from '../config/settings.ts';
import { enhancements } from '../views/assets/enhancements.ts';
import { createStylesheet } from '../views/assets/stylesheet.ts';
import type { PlainFrame } from '../views/layout.ts';
import { accessLog } from './access-log.ts';
import { assets } from './assets.ts';
import { createForwarded } from './forwarded.ts';
import { health } from './health.ts';
import { requireOwnHost } from './own-host.ts';
import { renderedErrors } from './rendered-errors.ts';
import { securityHeaders } from './security-headers.ts';

export interface HttpParts {
  readonly settings: Pick<Settings, 'issuer' | 'trustedProxies' | 'brandColor'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Resolves while the store answers. */
  ping(): Promise<void>;
  /** What an error page needs. */
  plainFrame(ctx: Context): PlainFrame;
  /** Our own pages. */
  readonly routes: readonly Middleware[];
  /** The authorization server: answers everything that nobody took before. */
  readonly provider: RequestListener;
}

/** The listener for Node's HTTP server. */
export function createApp(parts: HttpParts): RequestListener {
  const { settings, log } = parts;
  const app = new Koa({ proxy: true, maxIpsCount: 1 });
  const stations: readonly Middleware[] = [
    accessLog(parts),
    securityHeaders(settings.issuer),
    renderedErrors(parts),
    requireOwnHost(settings.issuer),
    health(() => parts.ping()),
    assets([createStylesheet({ color: settings.brandColor }), enhancements]),
    ...parts.routes,
    handOver(parts.provider),
  ];
  for (const station of stations) {
    app.use(station);
  }
  app.on('error', (error) => log.error('fault outside of a request', {}, error));

  const settleForwarded = createForwarded(settings.trustedProxies, log);
  const listener = app.callback();
  return (request, response) => {
    settleForwarded(request);
    void listener(request, response);
  };
}

/** The provider is an application of its own, on the same request and response. */
function handOver(provider: RequestListener): Middleware {
  return async (ctx) => {
    ctx.respond = false;
    // Koa assumed "not found" until somebody answers.
    ctx.res.statusCode = 200;
    await provider(ctx.req, ctx.res);
  };
}
