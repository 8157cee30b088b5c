// Which redirect URIs a client may have (RFC 8252 section 7, RFC 9700 section 2.1), and the loopback twins that programs use.

import { ClientInputError } from './client-input-error.ts';
import type { ApplicationType } from './presets.ts';

const loopbackHosts: ReadonlySet<string> = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** Checks every URI and adds to each one of this machine its twin with or without the last slash. */
export function readRedirectUris(type: ApplicationType, uris: readonly string[]): readonly string[] {
  const checked = uris.map((uri) => {
    requireRedirectUri(type, uri);
    requirePlain('redirect-uri', uri);
    return uri;
  });
  return [...new Set(type === 'native' ? checked.flatMap(withTwin) : checked)];
}

/** Whether a redirect never leaves this machine, though it is https: a program's own window catches it. */
export function isLocalhostWindow(uri: string): boolean {
  const url = URL.parse(uri);
  return url?.protocol === 'https:' && loopbackHosts.has(url.hostname);
}

/** Where a browser may go after signing out: a web page. */
export function readPostLogoutRedirectUris(uris: readonly string[]): readonly string[] {
  for (const uri of uris) {
    const url = requireUri('post-logout-redirect-uri', uri);
    if (url.protocol !== 'https:' && !isLoopback(url)) {
      throw new ClientInputError('post-logout-redirect-uri', 'must be https (http only on this machine)');
    }
  }
  return [...new Set(uris)];
}

function requireRedirectUri(type: ApplicationType, uri: string): void {
  const url = requireUri('redirect-uri', uri);
  if (url.protocol === 'https:') {
    return;
  }
  if (url.protocol === 'http:') {
    if (!isLoopback(url)) {
      throw new ClientInputError(
        'redirect-uri',
        'must be https (http only on 127.0.0.1, [::1] or localhost)',
      );
    }
    return;
  }
  if (type === 'web') {
    throw new ClientInputError('redirect-uri', 'of a web client must be https');
  }
  // RFC 8252 section 7.1: a domain name in reverse order, which `javascript:` and `data:` never are.
  if (!/^[a-z][a-z0-9-]*(\.[a-z0-9-]+)+:$/.test(url.protocol)) {
    throw new ClientInputError(
      'redirect-uri',
      'needs a scheme named like a reversed domain (com.example.app:/…)',
    );
  }
}

/** As a browser would write it, the last slash aside: it must go where it seems to go, and match what is asked for. */
function requirePlain(field: string, uri: string): void {
  const { href } = new URL(uri);
  if (uri !== href && `${uri}/` !== href) {
    throw new ClientInputError(field, 'must be written plainly: lower case, ASCII, // before the host');
  }
}

function requireUri(field: string, uri: string): URL {
  const url = URL.parse(uri);
  if (url === null || /[\s\\]/.test(uri)) {
    throw new ClientInputError(field, 'must be an absolute URI');
  }
  if (uri.includes('#')) {
    throw new ClientInputError(field, 'must not have a fragment');
  }
  if (url.username !== '' || url.password !== '') {
    throw new ClientInputError(field, 'must not hold a user name or password');
  }
  if (url.hostname.includes('*')) {
    throw new ClientInputError(field, 'must name one host');
  }
  return url;
}

function isLoopback(url: URL): boolean {
  return url.protocol === 'http:' && loopbackHosts.has(url.hostname);
}

function withTwin(uri: string): readonly string[] {
  const url = new URL(uri);
  if (!(isLoopback(url) || isLocalhostWindow(uri)) || url.search !== '') {
    return [uri];
  }
  return [uri, uri.endsWith('/') ? uri.slice(0, -1) : `${uri}/`];
}
