// A secret of the key vault that is needed at every request: the vault is asked once.

import { randomToken } from '../base/random-ids.ts';
import type { KeyVault } from './key-vault.ts';

/** 256 random bits, the same in all processes. A failure is not kept. */
export function keptSecret(vault: KeyVault, name: string): () => Promise<string> {
  let secret: Promise<string> | undefined;
  return () => {
    secret ??= vault.getOrMake(name, randomToken).catch((error: unknown) => {
      secret = undefined;
      throw error;
    });
    return secret;
  };
}
