// The target of a request, settled before anything reads it: a path and query, and the origin where the client named one.

import type { IncomingMessage } from 'node:http';

const origins = new WeakMap<IncomingMessage, string>();

/**
 * Leaves `request.url` as path and query, also where the request line named a whole URL (absolute-form, RFC 9112 section
 * 3.2.2). False when the target is neither.
 */
export function settleTarget(request: IncomingMessage): boolean {
  if (request.url?.startsWith('/')) {
    return true;
  }
  const url = URL.parse(request.url ?? '');
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    return false;
  }
  origins.set(request, url.origin);
  request.url = url.pathname + url.search;
  return true;
}

/** The origin in the request line, if there was one. */
export function targetOriginOf(request: IncomingMessage): string | undefined {
  return origins.get(request);
}
