// The life of a request, in the order of its stations.

import type { RequestListener } from 'node:http';
import Koa, { type Context, type Middleware } from 'koa';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Settings } from '../config/settings.ts';
import { createAssets } from '../views/assets/assets.ts';
import type { PlainFrame } from '../views/layout.ts';
import { createForwarded } from './forwarded.ts';
import { settleTarget } from './request-target.ts';
import { accessLog } from './stations/access-log.ts';
import { assets } from './stations/assets.ts';
import { handOver } from './stations/hand-over.ts';
import { health } from './stations/health.ts';
import { requireOwnHost } from './stations/own-host.ts';
import { renderedErrors } from './stations/rendered-errors.ts';
import { securityHeaders } from './stations/security-headers.ts';

export interface HttpParts {
  readonly settings: Pick<Settings, 'issuer' | 'listen' | 'trustedProxies' | 'brandColor'>;
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
  const stations: readonly Middleware[] = [
    accessLog(parts),
    securityHeaders(settings.issuer),
    renderedErrors(parts),
    requireOwnHost(settings.issuer),
    health(() => parts.ping()),
    assets(createAssets({ color: settings.brandColor })),
    ...parts.routes,
    handOver(parts.provider),
  ];
  // One hop: the forwarded headers that Koa reads are our own.
  const app = new Koa({ proxy: true, maxIpsCount: 1 });
  for (const station of stations) {
    app.use(station);
  }
  app.on('error', (error: NodeJS.ErrnoException) => {
    // A request that cannot be read, or a connection that broke, is the other side's doing.
    if (error.code === 'ECONNRESET' || error.code?.startsWith('HPE_')) {
      log.info('request cut off', { reason: error.message });
    } else {
      log.error('fault outside of a request', {}, error);
    }
  });

  const settleForwarded = createForwarded(settings, log);
  const listener = app.callback();
  return (request, response) => {
    if (!settleTarget(request)) {
      response.writeHead(400, { Connection: 'close' }).end();
      return;
    }
    settleForwarded(request);
    void listener(request, response);
  };
}
