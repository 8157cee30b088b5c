// The certificate and key of our own HTTPS, and their renewal while the server runs.

import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import type { Log } from '../base/log.ts';

/** Paths of PEM files. */
export interface TlsFiles {
  readonly cert: string;
  readonly key: string;
}

export interface TlsPair {
  readonly cert: Buffer;
  readonly key: Buffer;
}

const lookEveryMs = 1_000;

export function readTlsFiles({ cert, key }: TlsFiles): TlsPair {
  return { cert: readFileSync(cert), key: readFileSync(key) };
}

/**
 * Hands each changed pair to `use`; one that it refuses by an error is logged and the old one stays. Files are looked at,
 * not listened to: a renewed link or mount gives no event. Returns how to stop.
 */
export function watchTlsFiles(files: TlsFiles, log: Log, use: (pair: TlsPair) => void): () => void {
  const reload = (): void => {
    try {
      use(readTlsFiles(files));
      log.info('TLS certificate reloaded');
    } catch (error) {
      // Half of the pair may be written already: the next change brings the other half.
      log.warn('TLS certificate not reloaded', { reason: error instanceof Error ? error.message : '' });
    }
  };
  const paths = [files.cert, files.key];
  for (const path of paths) {
    watchFile(path, { interval: lookEveryMs, persistent: false }, reload);
  }
  return () => {
    for (const path of paths) {
      unwatchFile(path, reload);
    }
  };
}
