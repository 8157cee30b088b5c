// Opens the door: HTTP or HTTPS on an address or a Unix socket, with limits on everything a stranger can make us hold.

import { once } from 'node:events';
import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import { unlink } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import { connect } from 'node:net';
import type { Log } from '../base/log.ts';
import type { Settings } from '../config/settings.ts';

export type ListenSettings = Pick<Settings, 'listen' | 'tlsCert' | 'tlsKey'>;

export interface RunningServer {
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
const mostHeaders = 100;
const mostConnections = 10_000;
const closeWithinMs = 10_000;

/** Resolves when the server accepts connections; rejects when the address cannot be had. */
export async function startServer(
  listener: RequestListener,
  settings: ListenSettings,
  log: Log,
): Promise<RunningServer> {
  const { server, stopWatching } = createHttpServer(listener, settings, log);
  server.maxHeadersCount = mostHeaders;
  server.maxConnections = mostConnections;

  const { listen } = settings;
  if (listen.kind === 'unix') {
    await removeStaleSocket(listen.path);
    server.listen(listen.path);
  } else {
    server.listen(listen.port, listen.host);
  }
  await once(server, 'listening');

  return {
    close: async () => {
      stopWatching();
      await closeServer(server);
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
  const readKeyPair = () => ({ cert: readFileSync(tlsCert), key: readFileSync(tlsKey) });
  const server = createTlsServer({ ...limits, minVersion: 'TLSv1.2', ...readKeyPair() }, listener);
  const reload = (): void => {
    try {
      server.setSecureContext({ minVersion: 'TLSv1.2', ...readKeyPair() });
      log.info('TLS certificate reloaded');
    } catch (error) {
      // Half of the pair may be written already: the next change brings the other half.
      log.warn('TLS certificate not reloaded', { reason: error instanceof Error ? error.message : '' });
    }
  };
  for (const file of [tlsCert, tlsKey]) {
    watchFile(file, { interval: 2_000, persistent: false }, reload);
  }
  return {
    server,
    stopWatching: () => {
      unwatchFile(tlsCert, reload);
      unwatchFile(tlsKey, reload);
    },
  };
}

async function closeServer(server: Server | TlsServer): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), closeWithinMs);
  await closed;
  clearTimeout(timer);
}

/** A socket file that nobody answers on was left by a process that was killed. */
async function removeStaleSocket(path: string): Promise<void> {
  const probe = connect(path);
  const isAnswered = await new Promise<boolean>((resolve) => {
    probe.once('connect', () => resolve(true));
    probe.once('error', () => resolve(false));
  });
  probe.destroy();
  if (!isAnswered) {
    await unlink(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') {
        throw error;
      }
    });
  }
}
