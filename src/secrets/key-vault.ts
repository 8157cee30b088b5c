// Secrets of the server itself, sealed in the store, and the store's memory of which master keys sealed it.

import type { Collection, Store, StoredDocument } from '../store/store.ts';
import { updateOrInsert } from '../store/update.ts';
import { MasterKeyError } from './master-key.ts';
import type { Sealer } from './sealing.ts';

export interface KeyVault {
  /**
   * The secret of this name. The first caller ever makes it; of several at once, in any number of processes, one wins and
   * all get the same text.
   */
  getOrMake(name: string, make: () => Promise<string> | string): Promise<string>;
}

interface FingerprintDocument extends StoredDocument {
  readonly fingerprints: readonly string[];
}

interface SecretDocument extends StoredDocument {
  readonly sealed: string;
}

const fingerprintId = 'master-key';

/** Whether some master key has sealed this store. */
export async function isSealed(store: Store): Promise<boolean> {
  return (await fingerprintsOf(store).find(fingerprintId)) !== undefined;
}

/** Opens the vault. Throws `MasterKeyError` when the ring lacks a key that has sealed something in this store. */
export async function openKeyVault(store: Store, sealer: Sealer): Promise<KeyVault> {
  await claimStore(store, sealer.fingerprints);
  const secrets = store.collection<SecretDocument>('keys');
  return {
    getOrMake: async (name, make) => {
      const id = `secret:${name}`;
      const read = async (): Promise<string | undefined> => {
        const document = await secrets.find(id);
        return document && sealer.open(document.sealed, `key-vault:${name}`);
      };
      const found = await read();
      if (found !== undefined) {
        return found;
      }
      const made = await make();
      if ((await secrets.insert({ id, sealed: sealer.seal(made, `key-vault:${name}`) })) === 'inserted') {
        return made;
      }
      const winner = await read();
      if (winner === undefined) {
        throw new Error(`the secret ${name} vanished from the key vault while it was made`);
      }
      return winner;
    },
  };
}

/** Adds the sealing key's fingerprint to the store's, unless one of those is not in the ring. */
async function claimStore(store: Store, ring: readonly string[]): Promise<void> {
  const sealing = ring.slice(0, 1);
  const claim = await updateOrInsert(fingerprintsOf(store), fingerprintId, (current) => {
    const known = current?.fingerprints ?? [];
    if (known.some((fingerprint) => !ring.includes(fingerprint))) {
      return { result: 'foreign' };
    }
    if (sealing.every((fingerprint) => known.includes(fingerprint))) {
      return { result: 'ours' };
    }
    return { next: { id: fingerprintId, fingerprints: [...known, ...sealing] }, result: 'ours' };
  });
  if (claim === 'foreign') {
    throw new MasterKeyError(
      'wrong master key: this store was sealed by another one; give that key, after the new one where you rotate',
    );
  }
}

function fingerprintsOf(store: Store): Collection<FingerprintDocument> {
  return store.collection<FingerprintDocument>('keys');
}
