// The vault of the server's own secrets, and the store's memory of its master keys.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { systemClock } from '../../../src/base/clock.ts';
import { createLog } from '../../../src/base/log.ts';
import { isSealed, openKeyVault } from '../../../src/secrets/key-vault.ts';
import { MasterKeyError } from '../../../src/secrets/master-key.ts';
import { createSealer } from '../../../src/secrets/sealing.ts';
import { openStore } from '../../../src/store/open-store.ts';
import type { Store } from '../../../src/store/store.ts';

const [oldKey, newKey, foreignKey] = [randomBytes(32), randomBytes(32), randomBytes(32)];
const log = createLog({ level: 'error', clock: systemClock, write: () => {} });

let store: Store;
beforeEach(async () => {
  store = await openStore({ kind: 'memory' }, { clock: systemClock, log });
});
afterEach(() => store.close());

const openWith = (...keys: Buffer[]) => openKeyVault(store, createSealer(keys));

describe('a secret of the server', () => {
  test('is made once, and found by every later start', async () => {
    const first = await openWith(oldKey);
    assert.equal(await first.getOrMake('cookies', () => 'made'), 'made');
    const second = await openWith(oldKey);
    assert.equal(await second.getOrMake('cookies', () => assert.fail('made again')), 'made');
  });

  test('has its own value under each name', async () => {
    const vault = await openWith(oldKey);
    await vault.getOrMake('one', async () => '1');
    assert.equal(await vault.getOrMake('two', async () => '2'), '2');
    assert.equal(await vault.getOrMake('one', () => '3'), '1');
  });

  test('is the same for sixteen that make it at once', async () => {
    const vaults = await Promise.all(Array.from({ length: 16 }, () => openWith(oldKey)));
    const values = await Promise.all(
      vaults.map((vault) => vault.getOrMake('cookies', async () => randomBytes(8).toString('hex'))),
    );
    assert.equal(new Set(values).size, 1);
  });

  test('is not readable in the store', async () => {
    const vault = await openWith(oldKey);
    await vault.getOrMake('cookies', () => 'canary-7f3a');
    const { documents } = await store.collection('keys').page({ limit: 100 });
    assert.ok(documents.length >= 2);
    assert.ok(!JSON.stringify(documents).includes('canary-7f3a'));
  });

  test('cannot be passed off as another one', async () => {
    const vault = await openWith(oldKey);
    await vault.getOrMake('one', () => '1');
    const keys = store.collection('keys');
    const stored = await keys.find('secret:one');
    assert.ok(stored);
    await keys.insert({ ...stored, id: 'secret:two' });
    await assert.rejects(
      vault.getOrMake('two', () => '2'),
      /another context/,
    );
  });

  test('that could not be made leaves nothing behind', async () => {
    const vault = await openWith(oldKey);
    await assert.rejects(
      vault.getOrMake('cookies', () => Promise.reject(new Error('no entropy'))),
      /no entropy/,
    );
    assert.equal(await vault.getOrMake('cookies', () => 'made'), 'made');
  });
});

describe('the master key of a store', () => {
  test('is unknown until a vault was opened', async () => {
    assert.equal(await isSealed(store), false);
    await openWith(oldKey);
    assert.equal(await isSealed(store), true);
  });

  test('that is wrong stops the start with one line, and the right one still opens', async () => {
    await openWith(oldKey);
    await assert.rejects(
      openWith(foreignKey),
      (error) => error instanceof MasterKeyError && /^wrong master key: [^\n]+$/.test(error.message),
    );
    const vault = await openWith(oldKey);
    assert.equal(await vault.getOrMake('cookies', () => 'made'), 'made');
  });

  test('is rotated by giving the new one before the old one', async () => {
    const before = await openWith(oldKey);
    await before.getOrMake('cookies', () => 'made');
    const rotated = await openWith(newKey, oldKey);
    assert.equal(await rotated.getOrMake('cookies', () => 'again'), 'made');
    await rotated.getOrMake('later', () => 'sealed by the new one');
    await assert.rejects(openWith(oldKey), MasterKeyError);
    await assert.rejects(openWith(newKey), MasterKeyError);
    await openWith(oldKey, newKey);
  });

  test('that stands second has sealed nothing, and may be taken away again', async () => {
    await openWith(oldKey, newKey);
    await openWith(oldKey);
  });

  test('of two first starts with different keys belongs to one of them', async () => {
    const results = await Promise.allSettled([openWith(oldKey), openWith(newKey)]);
    assert.deepEqual(results.map((result) => result.status).sort(), ['fulfilled', 'rejected']);
  });
});
