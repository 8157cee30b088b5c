// The public keys of a client that signs its requests (RFC 7523): read strictly, and never a private one.

import { createPublicKey, type JsonWebKey } from 'node:crypto';
import type { JwkSet } from './client-document.ts';
import { ClientInputError } from './client-input-error.ts';

const mostKeys = 10;
/** Of public keys only (RFC 7518 section 6, RFC 8037 section 2). */
const members = ['kty', 'kid', 'use', 'alg', 'crv', 'x', 'y', 'n', 'e'] as const;
const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

/** Throws `ClientInputError` for what is not a set of public signing keys. */
export function readJwkSet(text: string): JwkSet {
  const keys = readKeys(text);
  if (keys === undefined || keys.length === 0 || keys.length > mostKeys) {
    throw new ClientInputError('jwks', `must be a JSON Web Key Set with 1 to ${mostKeys} keys`);
  }
  return { keys: keys.map(readKey) };
}

function readKeys(text: string): readonly unknown[] | undefined {
  try {
    const { keys } = JSON.parse(text) as { keys?: unknown };
    return Array.isArray(keys) ? keys : undefined;
  } catch {
    return undefined;
  }
}

function readKey(value: unknown): Readonly<Record<string, string>> {
  const given = Object(value) as Record<string, unknown>;
  if (privateMembers.some((name) => Object.hasOwn(given, name))) {
    throw new ClientInputError(
      'jwks',
      'must hold public keys only: keep the private one with the application',
    );
  }
  const key = Object.fromEntries(
    members.flatMap((name) => (typeof given[name] === 'string' ? [[name, given[name]]] : [])),
  ) as Record<string, string>;
  requireSigningKey(key);
  return key;
}

function requireSigningKey(key: Record<string, string>): void {
  try {
    const { asymmetricKeyType: type, asymmetricKeyDetails: details } = createPublicKey({
      key: key as JsonWebKey,
      format: 'jwk',
    });
    const isStrong =
      type === 'rsa' ? (details?.modulusLength ?? 0) >= 2048 : type === 'ec' || type === 'ed25519';
    if (isStrong && (key.use ?? 'sig') === 'sig') {
      return;
    }
  } catch {
    // What is no key at all is told like one that is of no use.
  }
  throw new ClientInputError(
    'jwks',
    'must hold keys for signatures: EC, Ed25519, or RSA of at least 2048 bits',
  );
}
