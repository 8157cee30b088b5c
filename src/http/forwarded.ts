// Who really asks, and over which scheme: settled on the raw request, before anything reads a forwarded header.

import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Log } from '../base/log.ts';

/**
 * Leaves exactly one `X-Forwarded-For` and one `X-Forwarded-Proto`, both of our own making, and drops every other
 * forwarded header. They count only from peers in `trustedProxies`; a peer on a Unix socket is trusted.
 */
export function createForwarded(
  trustedProxies: readonly string[],
  log: Log,
): (request: IncomingMessage) => void {
  const trusted = readNetworks(trustedProxies);
  const isTrusted = (address: string): boolean =>
    trusted.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');

  return (request) => {
    const { remoteAddress } = request.socket;
    const peer = remoteAddress === undefined ? undefined : plainAddress(remoteAddress);
    const speaksForOthers = peer === undefined || isTrusted(peer);
    const claimed = { for: one(request, 'x-forwarded-for'), proto: one(request, 'x-forwarded-proto') };
    dropForwarded(request);

    const encrypted = (request.socket as TLSSocket).encrypted === true;
    const proto =
      speaksForOthers && claimed.proto !== undefined ? claimed.proto : encrypted ? 'https' : 'http';
    request.headers['x-forwarded-proto'] = proto.toLowerCase() === 'https' ? 'https' : 'http';

    const client = speaksForOthers ? findClient(claimed.for, isTrusted) : undefined;
    if (client === 'unreadable') {
      log.warn('a trusted proxy sent an X-Forwarded-For that cannot be read', {
        peer: peer ?? 'unix socket',
      });
    }
    // A proxy on a Unix socket that names nobody speaks for itself: this machine.
    const address = client === undefined || client === 'unreadable' ? (peer ?? '127.0.0.1') : client;
    request.headers['x-forwarded-for'] = address;
  };
}

/** From the right, the first address that is not a trusted proxy; the leftmost when all of them are. */
function findClient(
  forwardedFor: string | undefined,
  isTrusted: (address: string) => boolean,
): string | 'unreadable' | undefined {
  if (forwardedFor === undefined || forwardedFor.trim() === '') {
    return undefined;
  }
  let found: string | undefined;
  for (const hop of forwardedFor.split(',').reverse()) {
    const address = readHop(hop.trim());
    if (address === undefined) {
      return 'unreadable';
    }
    found = address;
    if (!isTrusted(address)) {
      return address;
    }
  }
  return found;
}

/** An address, maybe with a port as some proxies write it: `192.0.2.7:4711`, `[2001:db8::7]:4711`. */
function readHop(hop: string): string | undefined {
  const [, bracketed] = /^\[([0-9a-f:.]+)\](?::\d+)?$/i.exec(hop) ?? [];
  const [, withPort] = /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(hop) ?? [];
  const address = bracketed ?? withPort ?? hop;
  return isIP(address) === 0 ? undefined : plainAddress(address);
}

/** IPv4 addresses that arrive in IPv6 clothes are IPv4 addresses. */
function plainAddress(address: string): string {
  const [, v4] = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address) ?? [];
  return v4 ?? address.replace(/%.*$/, '');
}

function one(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(',') : value;
}

/** Underscores too: some servers read `X_Forwarded_For` as the same header. */
function dropForwarded(request: IncomingMessage): void {
  for (const name of Object.keys(request.headers)) {
    if (
      /^(forwarded$|x-forwarded|x-real-ip$|x-client-ip$|x-cluster-client-ip$)/.test(name.replaceAll('_', '-'))
    ) {
      delete request.headers[name];
    }
  }
}

function readNetworks(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix] = network.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (prefix === undefined) {
      list.addAddress(address, family);
    } else {
      list.addSubnet(address, Number(prefix), family);
    }
  }
  return list;
}
