// Sealing at rest: AES-256-GCM under a ring of master keys; each sealed text names the key that opens it.

import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/** Length of a master key. */
export const masterKeyBytes = 32;

export interface Sealer {
  /**
   * Encrypts and authenticates under the first key of the ring. `context` says where the text belongs, such as
   * `account:${accountId}:${secretId}`: it is authenticated, not stored, and `open` must be given the same.
   */
  seal(plaintext: string, context: string): string;
  /** Opens what any key of the ring sealed. A foreign, cut or changed text, or another context, throws an Error without the content. */
  open(sealed: string, context: string): string;
  /** One name for each key of the ring, the sealing one first; a name tells nothing about its key. */
  readonly fingerprints: readonly string[];
}

interface RingKey {
  readonly fingerprint: string;
  readonly sealingKey: Buffer;
}

const nonceBytes = 12;
const tagBytes = 16;

/** Makes a sealer of master keys (32 bytes each): the first seals, all open. */
export function createSealer(keys: readonly Buffer[]): Sealer {
  const ring = keys.map(deriveRingKey);
  const first = ring[0];
  if (!first) {
    throw new Error('a sealer needs a master key');
  }
  return {
    fingerprints: ring.map((key) => key.fingerprint),
    seal: (plaintext, context) => `1.${first.fingerprint}.${encrypt(first.sealingKey, plaintext, context)}`,
    open: (sealed, context) => {
      const [version, fingerprint, body, ...rest] = sealed.split('.');
      const key = ring.find((candidate) => candidate.fingerprint === fingerprint);
      if (version !== '1' || !key || body === undefined || rest.length > 0) {
        throw new Error('a sealed text is malformed or was sealed by a master key that is not here');
      }
      return decrypt(key.sealingKey, body, context);
    },
  };
}

/** HKDF-SHA256 (RFC 5869) gives each purpose of a master key a key of its own. */
function deriveRingKey(masterKey: Buffer): RingKey {
  if (masterKey.length !== masterKeyBytes) {
    throw new Error(`a master key has ${masterKeyBytes} bytes`);
  }
  const derive = (purpose: string, length: number): Buffer =>
    Buffer.from(hkdfSync('sha256', masterKey, '', `postern ${purpose}`, length));
  return { fingerprint: derive('fingerprint', 16).toString('base64url'), sealingKey: derive('sealing', 32) };
}

/**
 * A key for each context: random 96-bit nonces allow 2^32 texts a key (NIST SP 800-38D section 8.3), which one context
 * never sees and one key for everything might.
 */
function contextKey(sealingKey: Buffer, context: string): Buffer {
  return createHmac('sha256', sealingKey).update(context, 'utf8').digest();
}

/** base64url of nonce, ciphertext and tag. */
function encrypt(sealingKey: Buffer, plaintext: string, context: string): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', contextKey(sealingKey, context), nonce, {
    authTagLength: tagBytes,
  });
  cipher.setAAD(Buffer.from(context, 'utf8'));
  return Buffer.concat([
    nonce,
    cipher.update(plaintext, 'utf8'),
    cipher.final(),
    cipher.getAuthTag(),
  ]).toString('base64url');
}

function decrypt(sealingKey: Buffer, body: string, context: string): string {
  const bytes = Buffer.from(body, 'base64url');
  if (bytes.length < nonceBytes + tagBytes) {
    throw new Error('a sealed text is cut short');
  }
  const nonce = bytes.subarray(0, nonceBytes);
  const decipher = createDecipheriv('aes-256-gcm', contextKey(sealingKey, context), nonce, {
    authTagLength: tagBytes,
  });
  decipher.setAAD(Buffer.from(context, 'utf8'));
  decipher.setAuthTag(bytes.subarray(-tagBytes));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(nonceBytes, -tagBytes)), decipher.final()]).toString(
      'utf8',
    );
  } catch {
    throw new Error('a sealed text was changed, or belongs to another context');
  }
}
