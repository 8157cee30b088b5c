// The stop of a server that loses no answer, and waits for nobody who asks nothing.

import { once } from 'node:events';
import type { RequestListener, Server, ServerResponse } from 'node:http';
import { Server as TlsServer } from 'node:https';
import type { Socket } from 'node:net';

const sweepEveryMs = 50;
/** For a request that was sent before the stop and not read yet. */
const firstWordWithinMs = 500;
const finishWithinMs = 10_000;

/** Returns how to stop: no new connections, ten seconds for running requests, then the end of what is left. */
export function prepareStop(server: Server | TlsServer): () => Promise<void> {
  const silent = new Set<Socket>();
  const running = new Set<ServerResponse>();
  server.on(server instanceof TlsServer ? 'secureConnection' : 'connection', (socket: Socket) => {
    silent.add(socket);
    socket.once('close', () => silent.delete(socket));
  });
  server.prependListener('request', ((request, response) => {
    silent.delete(request.socket);
    running.add(response);
    response.once('close', () => running.delete(response));
  }) satisfies RequestListener);

  return async () => {
    const closed = once(server, 'close');
    server.close();
    for (const response of running) {
      response.shouldKeepAlive = false;
    }
    // Node ends the connections that are idle now; not those that become idle later, nor those that a browser opened in advance.
    const sweep = setInterval(() => server.closeIdleConnections(), sweepEveryMs);
    const hush = setTimeout(() => silent.forEach((socket) => void socket.destroy()), firstWordWithinMs);
    const deadline = setTimeout(() => server.closeAllConnections(), finishWithinMs);
    await closed;
    clearInterval(sweep);
    clearTimeout(hush);
    clearTimeout(deadline);
  };
}
