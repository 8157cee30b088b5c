// Where a server listens, as text, and whether the addresses that it gives out lead there.

import type { RunningServer } from './listen.ts';

/** `127.0.0.1:3000`, `[::1]:3000`, or the path of a Unix socket. */
export function describePlace(address: RunningServer['address']): string {
  if (address === null || typeof address === 'string') {
    return `unix:${address ?? ''}`;
  }
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `${host}:${address.port}`;
}

/** False where links lead to another port of this very machine. An issuer elsewhere has a proxy before us. */
export function leadsHere(issuer: string, address: RunningServer['address']): boolean {
  const { hostname, port, protocol } = new URL(issuer);
  const isOwn = hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
  const named = Number(port || (protocol === 'https:' ? 443 : 80));
  return !isOwn || address === null || typeof address === 'string' || address.port === named;
}
