// Keys: what they find, and that a unique value has one holder.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { forEachStore } from '../../support/engines.ts';
import { type Person, person, type Thing, thing } from './samples.ts';

const ids = (documents: readonly { readonly id: string }[]): string[] => documents.map(({ id }) => id);

forEachStore((_engine, openTestStore) => {
  test('findBy finds all documents with a value, by id, and nothing alike', async () => {
    const things = (await openTestStore()).collection<Thing>('browsers');
    for (const [id, accountId] of [
      ['c', 'a'],
      ['a', 'a'],
      ['b', 'a'],
      ['d', 'A'],
      ['e', 'a '],
      ['f', ''],
      ['g', 'ab'],
      ['h', '%'],
    ] as const) {
      await things.insert(thing({ id, accountId }));
    }
    await things.insert(thing({ id: 'without' }));
    assert.deepEqual(ids(await things.findBy('accountId', 'a')), ['a', 'b', 'c']);
    assert.deepEqual(ids(await things.findBy('accountId', '')), ['f']);
    assert.deepEqual(ids(await things.findBy('accountId', '%')), ['h']);
    for (const nobody of ['á', 'x'.repeat(600), 'a\0', '\ud800']) {
      assert.deepEqual(await things.findBy('accountId', nobody), []);
      assert.equal(await things.removeBy('accountId', nobody), 0);
    }
  });

  test('findBy on a many-valued key finds a document by each of its values', async () => {
    const people = (await openTestStore()).collection<Person>('accounts');
    await people.insert(person({ id: 'p', names: ['alice', 'alice@a.test', 'alice', 'ключ'] }));
    for (const name of ['alice', 'alice@a.test', 'ключ']) {
      assert.deepEqual(ids(await people.findBy('names', name)), ['p']);
    }
    assert.deepEqual(await people.findBy('names', 'alice@'), []);
  });

  test('removeBy removes all with a value and tells how many', async () => {
    const store = await openTestStore();
    const things = store.collection<Thing>('browsers');
    const people = store.collection<Person>('accounts');
    await Promise.all(['1', '2', '3'].map((id) => things.insert(thing({ id, accountId: 'a' }))));
    await things.insert(thing({ id: '4', accountId: 'b' }));
    assert.equal(await things.removeBy('accountId', 'a'), 3);
    assert.equal(await things.removeBy('accountId', 'a'), 0);
    assert.deepEqual(ids((await things.page({ limit: 10 })).documents), ['4']);
    await people.insert(person({ names: ['x', 'y'] }));
    assert.equal(await people.removeBy('names', 'y'), 1);
    assert.equal(await people.insert(person({ names: ['x'] })), 'inserted');
  });

  test('a taken id or unique value is told and nothing is written', async () => {
    const people = (await openTestStore()).collection<Person>('accounts');
    const alice = person({ id: 'alice', username: 'alice', names: ['alice', 'al'] });
    assert.equal(await people.insert(alice), 'inserted');
    const takers = [
      person({ id: 'alice' }),
      person({ id: 'x', username: 'alice' }),
      person({ id: 'x', names: ['free', 'al'] }),
      person({ id: 'x', username: 'free', names: ['alice'] }),
    ];
    for (const taker of takers) {
      assert.equal(await people.insert(taker), 'taken');
    }
    await assert.rejects(people.put(person({ id: 'x', username: 'alice' })), /unique key/);
    await assert.rejects(people.put(person({ id: 'x', names: ['al'] })), /unique key/);
    assert.deepEqual(ids((await people.page({ limit: 10 })).documents), ['alice']);
    assert.deepEqual(await people.findBy('names', 'free'), []);
    // The key itself is no namespace over others: a username may be another's name.
    assert.equal(await people.insert(person({ username: 'al', names: ['alice '] })), 'inserted');
  });

  test('documents without a unique value do not collide', async () => {
    const people = (await openTestStore()).collection<Person>('accounts');
    for (const names of [undefined, undefined, [], []]) {
      assert.equal(await people.insert(person(names ? { names } : {})), 'inserted');
    }
    assert.equal((await people.page({ limit: 10 })).documents.length, 4);
  });

  test('replace refuses another’s value, keeps its own, and frees what it drops', async () => {
    const people = (await openTestStore()).collection<Person>('accounts');
    await people.insert(person({ id: 'a', username: 'a', names: ['a', 'a2'] }));
    await people.insert(person({ id: 'b', username: 'b', names: ['b', 'b2'] }));
    const a = (await people.find('a')) ?? assert.fail('not found');
    assert.equal(await people.replace({ ...a, names: ['a', 'b2'] }), 'taken');
    assert.equal(await people.replace({ ...a, username: 'b' }), 'taken');
    assert.deepEqual(await people.find('a'), a);
    assert.deepEqual(ids(await people.findBy('names', 'a2')), ['a']);
    assert.equal(await people.replace({ ...a, username: 'c', names: ['a', 'a3'] }), 'replaced');
    assert.deepEqual(await people.findBy('names', 'a2'), []);
    assert.equal(await people.insert(person({ username: 'a', names: ['a2'] })), 'inserted');
    assert.equal(await people.insert(person({ names: ['a3'] })), 'taken');
  });

  test('a value that belongs to an outdated reader’s rival is "changed", not "taken"', async () => {
    const people = (await openTestStore()).collection<Person>('accounts');
    await people.insert(person({ id: 'a', names: ['a'] }));
    await people.insert(person({ id: 'b', names: ['b'] }));
    const a = (await people.find('a')) ?? assert.fail('not found');
    await people.replace(a);
    assert.equal(await people.replace({ ...a, names: ['b'] }), 'changed');
  });

  test('put and remove free the values they end', async () => {
    const people = (await openTestStore()).collection<Person>('accounts');
    await people.put(person({ id: 'a', username: 'a', names: ['a', 'a2'] }));
    await people.put(person({ id: 'a', username: 'b', names: ['a2', 'b'] }));
    assert.equal(await people.insert(person({ id: 'c', username: 'a', names: ['a'] })), 'inserted');
    await people.remove('a');
    assert.equal(await people.insert(person({ username: 'b', names: ['a2', 'b'] })), 'inserted');
  });
});
