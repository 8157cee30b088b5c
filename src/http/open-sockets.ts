// How many connections one source holds: whoever opens many leaves room for everybody else.

import type { Server, Socket } from 'node:net';
import { sourcePrefix } from '../base/source-prefix.ts';
import type { Settings } from '../config/settings.ts';
import { createTrust } from './forwarded.ts';

/** Of one source (an IPv4 address, or an IPv6 /64): more than people behind one address need, and a small part of what we hold. */
export const mostSocketsOfSource = 500;

/**
 * Ends what a source opens beyond its share, before a byte of it is read. Trusted proxies speak for many, and are free; a Unix
 * socket has one peer, and is free as well.
 */
export function limitSocketsOfSource(
  server: Server,
  { listen, trustedProxies }: Pick<Settings, 'listen' | 'trustedProxies'>,
): void {
  if (listen.kind === 'unix') {
    return;
  }
  const isTrusted = createTrust(trustedProxies);
  const open = new Map<string, number>();
  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? '';
    if (isTrusted(address)) {
      return;
    }
    const source = sourcePrefix(address);
    const count = open.get(source) ?? 0;
    if (count >= mostSocketsOfSource) {
      socket.destroy();
      return;
    }
    open.set(source, count + 1);
    socket.once('close', () => {
      const left = (open.get(source) ?? 1) - 1;
      if (left > 0) {
        open.set(source, left);
      } else {
        open.delete(source);
      }
    });
  });
}
