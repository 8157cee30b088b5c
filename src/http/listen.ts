// Opens the door: HTTP or HTTPS on an address or a Unix socket, with limits on everything a stranger can make us hold.

import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Log } from '../base/log.ts';
import type { Settings } from '../config/settings.ts';
import { prepareStop } from './graceful-stop.ts';
import { limitSocketsOfSource } from './open-sockets.ts';
import { readTlsFiles, watchTlsFiles } from './tls-files.ts';
import { admitGroup, removeStaleSocket } from './unix-socket.ts';

export type ListenSettings = Pick<Settings, 'listen' | 'tlsCert' | 'tlsKey'> &
  Partial<Pick<Settings, 'trustedProxies'>>;

export interface RunningServer {
  /** The port that was given, or the path of the Unix socket. */
  readonly address: AddressInfo | string | null;
  /** Stops accepting, lets running requests finish for at most ten seconds, then ends what is left. */
  close(): Promise<void>;
}

const limits = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  // Longer than Dovecot keeps an idle connection (60 s): it is then always Dovecot that closes it.
  keepAliveTimeout: 75_000,
  connectionsCheckingInterval: 2_000,
  insecureHTTPParser: false,
  requireHostHeader: true,
} as const;
const tlsLimits = { ...limits, handshakeTimeout: 10_000, minVersion: 'TLSv1.2' } as const;
const mostHeaders = 100;
const mostConnections = 10_000;

/** Resolves when the server accepts connections; rejects when the address or a TLS file cannot be had. */
export async function startServer(
  listener: RequestListener,
  settings: ListenSettings,
  log: Log,
): Promise<RunningServer> {
  const { server, stopWatching } = createHttpServer(limited(listener), settings, log);
  const stop = prepareStop(server);
  // Node drops the headers beyond this silently; one more than allowed tells that there are too many.
  server.maxHeadersCount = mostHeaders + 1;
  server.maxConnections = mostConnections;
  limitSocketsOfSource(server, { trustedProxies: [], ...settings });

  const { listen } = settings;
  if (listen.kind === 'unix') {
    await removeStaleSocket(listen.path);
    await once(server.listen(listen.path), 'listening');
    await admitGroup(listen.path);
  } else {
    await once(server.listen(listen.port, listen.host), 'listening');
  }
  let closing: Promise<void> | undefined;
  return {
    address: server.address(),
    close: () => {
      stopWatching();
      closing ??= stop();
      return closing;
    },
  };
}

function createHttpServer(
  listener: RequestListener,
  { tlsCert, tlsKey }: ListenSettings,
  log: Log,
): { server: Server | TlsServer; stopWatching: () => void } {
  if (tlsCert === undefined || tlsKey === undefined) {
    return { server: createServer(limits, listener), stopWatching: () => {} };
  }
  const files = { cert: tlsCert, key: tlsKey };
  const server = createTlsServer({ ...tlsLimits, ...readTlsFiles(files) }, listener);
  const stopWatching = watchTlsFiles(files, log, (pair) =>
    server.setSecureContext({ ...tlsLimits, ...pair }),
  );
  return { server, stopWatching };
}

function limited(listener: RequestListener): RequestListener {
  return (request, response) => {
    if (request.rawHeaders.length > 2 * mostHeaders) {
      response.writeHead(431, { Connection: 'close' }).end();
      return;
    }
    listener(request, response);
  };
}
