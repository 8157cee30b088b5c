// A file that pages load: its address holds a hash of its content, so it may be kept for ever.

import { createHash } from 'node:crypto';

export interface Asset {
  /** Absolute path on this server. */
  readonly path: string;
  readonly contentType: string;
  readonly body: string;
}

export function createAsset(name: string, contentType: string, body: string): Asset {
  const hash = createHash('sha256').update(body).digest('base64url').slice(0, 16);
  const dot = name.lastIndexOf('.');
  return { path: `/assets/${name.slice(0, dot)}-${hash}${name.slice(dot)}`, contentType, body };
}
