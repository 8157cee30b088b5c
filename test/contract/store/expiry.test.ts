// Expired is gone, for every reader and writer, whether it was swept or not.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { forEachStore } from '../../support/engines.ts';
import { movableClock, type Person, person, type Thing, thing } from './samples.ts';

forEachStore((_engine, openTestStore) => {
  test('an expired document is invisible before it is swept', async () => {
    const clock = movableClock();
    const things = (await openTestStore({ clock })).collection<Thing>('browsers');
    await things.insert(thing({ id: 'x', accountId: 'a', expiresAt: clock.now() + 10 }));
    await things.insert(thing({ id: 'y', accountId: 'a', expiresAt: clock.now() + 1000 }));
    await things.insert(thing({ id: 'z', accountId: 'a' }));
    clock.advance(9);
    const read = (await things.find('x')) ?? assert.fail('too early');
    assert.equal((await things.findBy('accountId', 'a')).length, 3);
    clock.advance(1);
    assert.equal(await things.find('x'), undefined);
    assert.deepEqual(
      (await things.findBy('accountId', 'a')).map(({ id }) => id),
      ['y', 'z'],
    );
    for (const key of ['id', 'accountId']) {
      const { documents } = await things.page({ key, limit: 10 });
      assert.deepEqual(
        documents.map(({ id }) => id),
        ['y', 'z'],
      );
    }
    assert.equal(await things.replace({ ...read, note: 1 }), 'changed');
    const { expiresAt: _, ...forever } = read;
    assert.equal(await things.replace(forever), 'changed');
    assert.equal(await things.spend('x'), false);
    assert.equal(await things.remove('x'), false);
  });

  test('a page is full of living documents, however many expired ones lie between', async () => {
    const clock = movableClock();
    const things = (await openTestStore({ clock })).collection<Thing>('browsers');
    const expiresAt = clock.now() + 1;
    const inserting = Array.from({ length: 40 }, (_, n) => {
      return things.insert(
        thing({ id: `t${10 + n}`, accountId: 'a', ...(n % 4 === 0 ? {} : { expiresAt }) }),
      );
    });
    await Promise.all(inserting);
    clock.advance(1);
    const first = await things.page({ key: 'accountId', limit: 6 });
    assert.equal(first.documents.length, 6);
    const second = await things.page({
      key: 'accountId',
      limit: 6,
      ...(first.after && { after: first.after }),
    });
    assert.equal(second.documents.length, 4);
    assert.equal(second.after, undefined);
  });

  test('insert goes over an expired document with the same id', async () => {
    const clock = movableClock();
    const people = (await openTestStore({ clock })).collection<Person>('accounts');
    await people.insert(
      person({ id: 'x', username: 'old', names: ['old'], note: 1, expiresAt: clock.now() + 10 }),
    );
    await people.spend('x');
    assert.equal(await people.insert(person({ id: 'x' })), 'taken');
    clock.advance(10);
    assert.equal(await people.insert(person({ id: 'x', username: 'new', names: ['new'] })), 'inserted');
    const { revision: _, ...found } = (await people.find('x')) ?? assert.fail('not found');
    assert.deepEqual(found, { id: 'x', username: 'new', names: ['new'] });
    assert.deepEqual(await people.findBy('names', 'old'), []);
    assert.equal(await people.spend('x'), true);
    assert.equal(await people.insert(person({ id: 'x' })), 'taken');
  });

  test('insert, put and replace go over expired holders of their unique values', async () => {
    const clock = movableClock();
    const people = (await openTestStore({ clock })).collection<Person>('accounts');
    const writers = {
      insert: (changes: object) => people.insert(person({ id: 'n', ...changes })),
      put: (changes: object) => people.put(person({ id: 'n', ...changes })),
      replace: async (changes: object) => {
        await people.put(person({ id: 'n' }));
        return people.replace({ ...((await people.find('n')) ?? assert.fail('not found')), ...changes });
      },
    };
    const won = { insert: 'inserted', put: undefined, replace: 'replaced' };
    for (const [name, write] of Object.entries(writers)) {
      const expiresAt = clock.now() + 10;
      await people.insert(person({ id: 'o1', username: 'u', names: ['u'], expiresAt }));
      await people.insert(person({ id: 'o2', names: ['v', 'w'], expiresAt }));
      clock.advance(10);
      assert.equal(await write({ username: 'u', names: ['u', 'v'] }), won[name as keyof typeof won], name);
      assert.deepEqual((await people.find('n'))?.names, ['u', 'v']);
      assert.equal((await people.findBy('names', 'v'))[0]?.id, 'n');
      assert.deepEqual(await people.findBy('names', 'w'), []);
      await people.remove('n');
    }
  });

  test('a living holder is in the way even beside an expired one', async () => {
    const clock = movableClock();
    const people = (await openTestStore({ clock })).collection<Person>('accounts');
    await people.insert(person({ names: ['dead'], expiresAt: clock.now() + 1 }));
    await people.insert(person({ id: 'living', names: ['living'] }));
    clock.advance(1);
    assert.equal(await people.insert(person({ id: 'n', names: ['dead', 'living'] })), 'taken');
    assert.equal(await people.find('n'), undefined);
    assert.deepEqual(await people.findBy('names', 'dead'), []);
    assert.equal((await people.findBy('names', 'living'))[0]?.id, 'living');
  });

  test('sweep removes the expired of every collection, batch by batch, and nothing else', async () => {
    const clock = movableClock();
    const store = await openTestStore({ clock });
    const things = store.collection<Thing>('browsers');
    const people = store.collection<Person>('accounts');
    const expiresAt = clock.now() + 10;
    await Promise.all(Array.from({ length: 1001 }, () => things.insert(thing({ expiresAt }))));
    await people.insert(person({ names: ['gone'], expiresAt }));
    await things.insert(thing({ id: 'later', expiresAt: expiresAt + 1 }));
    await things.insert(thing({ id: 'never' }));
    assert.equal(await store.sweep(), 0);
    clock.advance(10);
    assert.equal(await store.sweep(), 1002);
    assert.equal(await store.sweep(), 0);
    assert.deepEqual(
      (await things.page({ limit: 10 })).documents.map(({ id }) => id),
      ['later', 'never'],
    );
  });
});
