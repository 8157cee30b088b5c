// Compare-and-set in a loop: whoever loses decides again on what is there now.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StoredDocument } from '../../../src/store/store.ts';
import { update, updateOrInsert } from '../../../src/store/update.ts';
import { forEachStore } from '../../support/engines.ts';

interface Counter extends StoredDocument {
  readonly count: number;
}

interface Named extends StoredDocument {
  readonly names: readonly string[];
}

forEachStore((_engine, openTestStore) => {
  test('a change that lost is decided anew on the newer document', async () => {
    const counters = (await openTestStore()).collection<Counter>('attempts');
    await counters.insert({ id: 'c', count: 1 });
    const seen: number[] = [];
    const result = await update(counters, 'c', async (current) => {
      seen.push(current.count);
      if (seen.length === 1) {
        await counters.replace({ ...current, count: 10 });
      }
      return { next: { ...current, count: current.count + 1 }, result: current.count };
    });
    assert.deepEqual([result, seen, (await counters.find('c'))?.count], [10, [1, 10], 11]);
  });

  test('a change may leave the document alone', async () => {
    const counters = (await openTestStore()).collection<Counter>('attempts');
    await counters.insert({ id: 'c', count: 1 });
    const before = await counters.find('c');
    assert.equal(await update(counters, 'c', () => ({ result: 'nothing to do' })), 'nothing to do');
    assert.deepEqual(await counters.find('c'), before);
  });

  test('a missing document and a taken value are told', async () => {
    const accounts = (await openTestStore()).collection<Named>('accounts');
    assert.equal(await update(accounts, 'nobody', () => ({ result: 1 })), 'not-found');
    await accounts.insert({ id: 'a', names: ['a'] });
    await accounts.insert({ id: 'b', names: ['b'] });
    const taking = update(accounts, 'b', (current) => ({
      next: { ...current, names: ['a'] },
      result: 'done',
    }));
    assert.equal(await taking, 'taken');
  });

  test('a document that is changed at every try ends in too-busy', async (t) => {
    const counters = (await openTestStore()).collection<Counter>('attempts');
    await counters.insert({ id: 'c', count: 0 });
    const losing = { ...counters, replace: async () => 'changed' as const };
    // The pauses between the tries are random: none.
    t.mock.method(Math, 'random', () => 0);
    const busy = update(losing, 'c', (current) => ({ next: current, result: 1 }));
    await assert.rejects(busy, { code: 'too-busy' });
  });

  test('updateOrInsert makes the document at its first change, for one of many', async () => {
    const counters = (await openTestStore()).collection<Counter>('attempts');
    const results = await Promise.all(
      Array.from({ length: 8 }, () =>
        updateOrInsert(counters, 'c', (current) => ({
          next: { id: 'c', count: (current?.count ?? 0) + 1 },
          result: current?.count ?? 0,
        })),
      ),
    );
    assert.deepEqual(results.toSorted(), [0, 1, 2, 3, 4, 5, 6, 7]);
    assert.equal((await counters.find('c'))?.count, 8);
  });
});
