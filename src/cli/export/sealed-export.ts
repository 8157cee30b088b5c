// An export under a passphrase, in a form that any program can open which knows scrypt and AES-256-GCM.

import { createCipheriv, randomBytes, scrypt } from 'node:crypto';
import type { JsonValue } from '../../store/store.ts';

/**
 * The key of 32 bytes is scrypt (RFC 7914) of the passphrase in UTF-8 and NFC. `data` is the ciphertext and then the tag
 * of 16 bytes; the additional data is the text `postern-sealed 1`. Salt, nonce and data are in base64. What comes out is
 * the JSON that `--clear` writes.
 */
export interface SealedExport {
  readonly [field: string]: JsonValue;
  readonly format: 'postern-sealed';
  readonly version: 1;
  readonly kdf: {
    readonly name: 'scrypt';
    readonly n: number;
    readonly r: number;
    readonly p: number;
    readonly salt: string;
  };
  readonly cipher: { readonly name: 'aes-256-gcm'; readonly nonce: string };
  readonly data: string;
}

/** 128 MiB and about half a second for each guess. */
const cost = { n: 2 ** 17, r: 8, p: 1 } as const;
const additional = Buffer.from('postern-sealed 1');

export async function sealExport(text: string, passphrase: string): Promise<SealedExport> {
  const salt = randomBytes(16);
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', await makeKey(passphrase, salt), nonce).setAAD(additional);
  const data = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return {
    format: 'postern-sealed',
    version: 1,
    kdf: { name: 'scrypt', ...cost, salt: salt.toString('base64') },
    cipher: { name: 'aes-256-gcm', nonce: nonce.toString('base64') },
    data: data.toString('base64'),
  };
}

function makeKey(passphrase: string, salt: Buffer): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const { n: N, r, p } = cost;
  const limits = { N, r, p, maxmem: 256 * N * r };
  scrypt(passphrase.normalize('NFC'), salt, 32, limits, (error, key) =>
    error === null ? resolve(key) : reject(error),
  );
  return promise;
}
