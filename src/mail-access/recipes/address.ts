// Where a mail service is found: its host and port, and how a connection to it is kept secret.

import { isIPv4 } from 'node:net';
import { RecipeInputError, type RecipeValues, requirePlain } from './recipe.ts';

export interface ServiceAddress {
  /** IPv6 addresses without brackets. */
  readonly host: string;
  readonly port: number;
  /** `HOST:PORT` for URLs: IPv6 addresses in brackets. */
  readonly authority: string;
  /** `tls` from the first byte, `starttls`, or `none`: on this machine. */
  readonly security: 'tls' | 'starttls' | 'none';
}

/** Ports on which TLS begins with the first byte (RFC 8314 section 7). */
const tlsPorts = [465, 993, 995];

/** Throws `RecipeInputError` that names the option of `postern services set` where the service has no such address. */
export function requireAddress(
  { service }: RecipeValues,
  protocol: 'imap' | 'pop3' | 'smtp' | 'sieve',
): ServiceAddress {
  const address = service[protocol];
  if (address === undefined) {
    throw new RecipeInputError(
      `service.${protocol}`,
      `HOST:PORT is missing: mail service "${service.name}" has none (postern services set ${service.name} --${protocol} HOST:PORT)`,
      `--${protocol}`,
    );
  }
  return readServiceAddress(`service.${protocol}`, address);
}

export function readServiceAddress(field: string, address: string): ServiceAddress {
  const authority = requirePlain(field, address);
  const colon = authority.lastIndexOf(':');
  const host = authority.slice(0, colon).replace(/^\[(.*)\]$/, '$1');
  const port = Number(authority.slice(colon + 1));
  return { host, port, authority, security: securityOf(host, port) };
}

function securityOf(host: string, port: number): ServiceAddress['security'] {
  if (tlsPorts.includes(port)) {
    return 'tls';
  }
  return isLoopback(host) ? 'none' : 'starttls';
}

/** This machine: what goes there passes no network. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}
