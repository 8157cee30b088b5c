// The keys of this deployment: signing keys, and secrets for cookies, forms and refresh tokens. Made on first start, sealed.

import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import type { JWKS } from 'oidc-provider';
import { randomId, randomToken } from '../base/random-ids.ts';
import type { KeyVault } from '../secrets/key-vault.ts';

export interface Keys {
  /** Private signing keys (RFC 7517); the first one that fits an algorithm signs: ES256 by default, RS256 on request. */
  readonly jwks: JWKS;
  /** Signs the provider's cookies. */
  readonly cookies: string;
  /** Ties forms to a browser. */
  readonly forms: string;
  /** From which refresh tokens are computed. */
  readonly refreshTokens: string;
  /** Under which user codes of devices are found. */
  readonly userCodes: string;
}

/** Processes that start together on one empty store all get the same keys. */
export async function openKeys(vault: KeyVault): Promise<Keys> {
  const [signing, cookies, forms, refreshTokens, userCodes] = await Promise.all([
    vault.getOrMake('signing', async () => JSON.stringify(await makeSigningKeys())),
    vault.getOrMake('cookies', randomToken),
    vault.getOrMake('forms', randomToken),
    vault.getOrMake('refresh-tokens', randomToken),
    vault.getOrMake('user-codes', randomToken),
  ]);
  return { jwks: JSON.parse(signing), cookies, forms, refreshTokens, userCodes };
}

async function makeSigningKeys(): Promise<JWKS> {
  const generate = promisify(generateKeyPair);
  const [ec, rsa] = await Promise.all([
    generate('ec', { namedCurve: 'P-256' }),
    generate('rsa', { modulusLength: 2048 }),
  ]);
  return {
    keys: [
      { ...ec.privateKey.export({ format: 'jwk' }), kid: randomId(), use: 'sig', alg: 'ES256' },
      { ...rsa.privateKey.export({ format: 'jwk' }), kid: randomId(), use: 'sig', alg: 'RS256' },
    ],
  } as JWKS;
}
