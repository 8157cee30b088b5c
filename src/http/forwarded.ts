// Who really asks, and over which scheme: settled on the raw request, before anything reads a forwarded header.

import type { IncomingMessage } from 'node:http';
import { BlockList, isIP, SocketAddress } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Log } from '../base/log.ts';
import type { Settings } from '../config/settings.ts';

/**
 * Leaves exactly one `X-Forwarded-For` and one `X-Forwarded-Proto`, both of our own making, and drops every other
 * forwarded header. They count only from peers in `trustedProxies`, and from every peer when we listen on a Unix socket.
 */
export function createForwarded(
  settings: Pick<Settings, 'listen' | 'trustedProxies'>,
  log: Log,
): (request: IncomingMessage) => void {
  const isTrusted = createTrust(settings.trustedProxies);
  const isUnixSocket = settings.listen.kind === 'unix';
  // A proxy on a Unix socket that names nobody speaks for itself: this machine.
  const nobody = isUnixSocket ? '127.0.0.1' : '0.0.0.0';

  return ({ headers, socket }) => {
    const peer = readAddress(socket.remoteAddress ?? '');
    // A peer that is gone already has no address either; only the way in tells it from a Unix socket.
    const speaksForOthers = peer === undefined ? isUnixSocket : isTrusted(peer);
    const claimed = { for: headers['x-forwarded-for'], proto: headers['x-forwarded-proto'] };
    dropForwarded(headers);

    const ownScheme = (socket as TLSSocket).encrypted === true ? 'https' : 'http';
    headers['x-forwarded-proto'] = speaksForOthers ? findScheme(claimed.proto, ownScheme) : ownScheme;

    const client = speaksForOthers ? findClient(claimed.for, isTrusted) : undefined;
    if (client === 'unreadable') {
      log.warn('a trusted proxy sent an X-Forwarded-For that cannot be read', { peer: peer ?? nobody });
    }
    const isKnown = client !== undefined && client !== 'unreadable';
    headers['x-forwarded-for'] = isKnown ? client : (peer ?? nobody);
  };
}

/** Whether an address, in any of its spellings, is one of these networks. */
export function createTrust(networks: readonly string[]): (address: string) => boolean {
  const trusted = readNetworks(networks);
  return (text) => {
    const address = readAddress(text);
    return address !== undefined && trusted.check(address, family(address));
  };
}

type HeaderValue = string | string[] | undefined;

/** What the nearest proxy says: the last value, where each has added its own. */
function findScheme(forwardedProto: HeaderValue, ownScheme: string): string {
  const last = String(forwardedProto ?? ownScheme)
    .split(',')
    .at(-1);
  return last?.trim().toLowerCase() === 'https' ? 'https' : 'http';
}

/** From the right, the first address that is not a trusted proxy; the leftmost when all of them are. */
function findClient(
  forwardedFor: HeaderValue,
  isTrusted: (address: string) => boolean,
): string | 'unreadable' | undefined {
  const hops = String(forwardedFor ?? '').trim();
  let found: string | undefined;
  for (const hop of hops === '' ? [] : hops.split(',').reverse()) {
    found = readAddress(hop.trim());
    if (found === undefined) {
      return 'unreadable';
    }
    if (!isTrusted(found)) {
      return found;
    }
  }
  return found;
}

/**
 * The one way to write an address. Some proxies add a port (`192.0.2.7:4711`, `[2001:db8::7]:4711`); an IPv4 address in
 * IPv6 clothes (RFC 4291 section 2.5.5.2) is an IPv4 address.
 */
function readAddress(text: string): string | undefined {
  const [, bracketed] = /^\[([0-9a-f:.]+)\](?::\d{1,5})?$/i.exec(text) ?? [];
  const [, withPort] = /^(\d+\.\d+\.\d+\.\d+):\d{1,5}$/.exec(text) ?? [];
  const address = (bracketed ?? withPort ?? text).replace(/%[^%]*$/, '');
  if (isIP(address) === 0) {
    return undefined;
  }
  const canonical = new SocketAddress({ address, family: family(address) }).address;
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(canonical)?.[1] ?? canonical;
}

function family(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}

const forwardedName =
  /^(forwarded|x-forwarded.*|x-(real|client|cluster-client|originating)-ip|true-client-ip)$/;

/** Underscores too: some servers read `X_Forwarded_For` as the same header. */
function dropForwarded(headers: IncomingMessage['headers']): void {
  for (const name of Object.keys(headers)) {
    if (forwardedName.test(name.replaceAll('_', '-'))) {
      delete headers[name];
    }
  }
}

function readNetworks(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix] = network.split('/');
    if (prefix === undefined) {
      list.addAddress(address, family(address));
    } else {
      list.addSubnet(address, Number(prefix), family(address));
    }
  }
  return list;
}
