// What goes in comes out again, and belongs to whoever asked.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Collection, JsonValue, StoredDocument } from '../../../src/store/store.ts';
import { forEachStore } from '../../support/engines.ts';
import { movableClock, type Thing, thing } from './samples.ts';

interface Anything extends StoredDocument {
  readonly [field: string]: JsonValue | undefined;
}

const odd: JsonValue = JSON.parse(`{
  "a.b": 1, "$set": { "x": 1 }, "#": "#", "%24": "%", "%$": "%$", "$": "$", "": "empty name",
  "$ref": "people", "$id": "x", "_id": "not the id", "_bsontype": "ObjectId", "id": "inner", "revision": "inner",
  "__proto__": { "polluted": true }, "constructor": null, "toString": "text", "toBSON": "text", "ключ.$": "значение",
  "list": [[], {}, [{ "$in": [1, null] }], "", null, true, false, { "__proto__": 1 }],
  "numbers": [0, 1, -1, 2147483648, -9007199254740991, 9007199254740991, 0.1, 1e300, 5e-324],
  "texts": ["\\u0000", "\\ud83d\\udd11", "\\u2028", "ﬃ", "e\\u0301", "'\\"; DROP TABLE accounts; --"]
}`);

forEachStore((_engine, openTestStore) => {
  test('a document comes back as it went in, whatever its fields are called', async () => {
    const store = await openTestStore();
    const records = store.collection<Anything>('records');
    const { revision: inner, ...fields } = odd as { readonly revision: string };
    const document = {
      ...fields,
      id: 'odd',
      nested: { ...fields, revision: inner },
      expiresAt: Date.now() + 3_600_000,
    };
    assert.equal(await records.insert(document), 'inserted');
    const found = await records.find('odd');
    const { revision, ...rest } = found ?? assert.fail('not found');
    assert.deepEqual(rest, document);
    assert.equal(Object.hasOwn(rest.nested as object, '__proto__'), true);
    assert.equal(({} as Record<string, unknown>).polluted, undefined);
    // The same through every other way in and out.
    await records.put({ ...document, id: 'put' });
    assert.equal(await records.replace({ ...rest, id: 'odd', revision }), 'replaced');
    const page = await records.page({ limit: 10 });
    assert.deepEqual(
      page.documents.map(({ revision: _, ...fields }) => fields),
      [document, { ...document, id: 'put' }],
    );
  });

  test('absent values are left out, lone surrogates become U+FFFD, -0 becomes 0', async () => {
    const things = (await openTestStore()).collection<Thing>('browsers');
    const note = { gone: undefined, half: 'a\ud800b', zero: -0 };
    await things.insert(thing({ id: 'a', note }));
    assert.deepEqual((await things.find('a'))?.note, { half: 'a\ufffdb', zero: 0 });
  });

  test('returned documents are the caller’s own, and so are given ones', async () => {
    const things = (await openTestStore()).collection<Thing>('browsers');
    const note = { list: [1] };
    const given = { id: 'own', accountId: 'a', note };
    const inserting = things.insert(given);
    note.list.push(2);
    await inserting;
    const first = (await things.find('own')) as { note: { list: number[] } } & Thing;
    assert.deepEqual(first.note.list, [1]);
    first.note.list.push(3);
    const again = [await things.find('own'), ...(await things.findBy('accountId', 'a'))];
    assert.deepEqual(
      again.map((document) => document?.note),
      [{ list: [1] }, { list: [1] }],
    );
    assert.deepEqual(Object.keys(given), ['id', 'accountId', 'note']);
  });

  test('a revision is new at every write, and only at a write', async () => {
    const things = (await openTestStore()).collection<Thing>('browsers');
    const revisionOf = async () => (await things.find('r'))?.revision ?? assert.fail('not found');
    const seen = new Set<string>();
    await things.insert(thing({ id: 'r' }));
    seen.add(await revisionOf()).add(await revisionOf());
    assert.equal(seen.size, 1);
    await things.put(thing({ id: 'r' }));
    seen.add(await revisionOf());
    await things.replace({ id: 'r', revision: await revisionOf() });
    seen.add(await revisionOf());
    await things.spend('r');
    seen.add(await revisionOf());
    assert.equal(seen.size, 4);
  });

  test('replace writes over the revision that was read and over no other', async () => {
    const things = (await openTestStore()).collection<Thing>('browsers');
    await things.insert(thing({ id: 'x', accountId: 'a', note: 1 }));
    const read = (await things.find('x')) ?? assert.fail('not found');
    assert.equal(await things.replace({ ...read, note: 2 }), 'replaced');
    assert.equal(await things.replace({ ...read, note: 3 }), 'changed');
    assert.equal(await things.replace({ ...read, id: 'y' }), 'changed');
    assert.equal((await things.find('x'))?.note, 2);
    assert.equal(await things.find('y'), undefined);
  });

  test('put stores over whatever has the id, spent or not', async () => {
    const things = (await openTestStore()).collection<Thing>('browsers');
    await things.put(thing({ id: 'p', accountId: 'a', note: 1 }));
    await things.spend('p');
    await things.put(thing({ id: 'p', accountId: 'b' }));
    const { revision: _, ...found } = (await things.find('p')) ?? assert.fail('not found');
    assert.deepEqual(found, { id: 'p', accountId: 'b' });
    assert.deepEqual(await things.findBy('accountId', 'a'), []);
  });

  test('spend is true once, sets spentAt, and leaves the rest', async () => {
    const clock = movableClock();
    const things = (await openTestStore({ clock })).collection<Thing>('browsers');
    await things.insert(thing({ id: 's', note: 1 }));
    const spentAt = clock.now();
    assert.equal(await things.spend('s'), true);
    clock.advance(1);
    assert.equal(await things.spend('s'), false);
    assert.equal(await things.spend('nobody'), false);
    const found = (await things.find('s')) ?? assert.fail('not found');
    assert.deepEqual([found.note, found.spentAt], [1, spentAt]);
    // A change of a spent document does not make it new.
    assert.equal(await things.replace({ ...found, note: 2 }), 'replaced');
    assert.equal(await things.spend('s'), false);
    assert.equal((await things.find('s'))?.spentAt, spentAt);
  });

  test('remove is true for the one that removed it', async () => {
    const things = (await openTestStore()).collection<Thing>('browsers');
    await things.insert(thing({ id: 'gone' }));
    assert.equal(await things.remove('gone'), true);
    assert.equal(await things.remove('gone'), false);
    assert.equal(await things.find('gone'), undefined);
  });

  test('collections do not see each other', async () => {
    const store = await openTestStore();
    await store.collection<Thing>('browsers').insert(thing({ id: 'here' }));
    assert.equal(await store.collection<Thing>('devices').find('here'), undefined);
  });

  test('an id has 1 to 512 characters; one that cannot be is found nowhere', async () => {
    const things = (await openTestStore()).collection<Thing>('browsers');
    const good = ['a', 'x'.repeat(512), 'a.b/$#%', '$x', '🔑', ' ', "'", '%_'];
    for (const id of good) {
      assert.equal(await things.insert(thing({ id })), 'inserted');
      assert.equal((await things.find(id))?.id, id);
      assert.equal(await things.remove(id), true);
    }
    const bad = ['', 'x'.repeat(513), 'a\0', '\ud800', 7, null, undefined] as string[];
    for (const id of bad) {
      await assert.rejects(things.insert({ id }), RangeError);
      await assert.rejects(things.put({ id }), RangeError);
      await assert.rejects(things.replace({ id, revision: 'x' }), RangeError);
      assert.equal(await things.find(id), undefined);
      assert.equal(await things.spend(id), false);
      assert.equal(await things.remove(id), false);
    }
  });

  test('what is not JSON, or no key value, is refused by its field’s name and changes nothing', async () => {
    const things = (await openTestStore()).collection<Thing>('browsers');
    let deep: JsonValue = 1;
    for (let level = 0; level < 100; level += 1) {
      deep = [deep];
    }
    const bad = [
      { note: new Date() },
      { note: Number.NaN },
      { note: [Number.POSITIVE_INFINITY] },
      { note: 1n },
      { note: [undefined] },
      { note: () => 1 },
      { note: new Map() },
      { note: Buffer.from('x') },
      { note: { 'nul\0': 1 } },
      { note: deep },
      { accountId: 7 },
      { accountId: null },
      { accountId: ['a'] },
      { accountId: 'x'.repeat(513) },
      { accountId: 'nul\0' },
      { accountId: '\udc00' },
      { expiresAt: 1.5 },
      { expiresAt: Number.NaN },
      { expiresAt: '1' },
      { expiresAt: -1 },
    ];
    for (const fields of bad) {
      const isNamed = (error: unknown): boolean =>
        (error instanceof TypeError || error instanceof RangeError) &&
        (error.message.includes(Object.keys(fields)[0] ?? '') ||
          /levels deep|field name/.test(error.message));
      await assert.rejects(refuse(things, { id: 'bad', ...fields }), isNamed);
    }
    await assert.rejects(things.findBy('note', 'x'), TypeError);
    await assert.rejects(things.findBy('toString', 'x'), TypeError);
    await assert.rejects(things.removeBy('note', 'x'), TypeError);
    assert.deepEqual((await things.page({ limit: 10 })).documents, []);
  });

  function refuse(things: Collection<Thing>, document: object): Promise<unknown> {
    return things.insert(document as Thing);
  }

  test('a closed store is unavailable', async () => {
    const store = await openTestStore();
    const things = store.collection<Thing>('browsers');
    await store.close();
    await store.close();
    const calls = [
      () => things.find('a'),
      () => things.insert(thing()),
      () => things.page({ limit: 1 }),
      () => store.ping(),
    ];
    for (const call of calls) {
      await assert.rejects(call, { name: 'StoreUnavailableError', code: 'store-unavailable' });
    }
  });
});
