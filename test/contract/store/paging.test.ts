// Pages: every document once, in the order of UTF-8 bytes, the same in both engines.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Collection, Cursor } from '../../../src/store/store.ts';
import { forEachStore } from '../../support/engines.ts';
import { type Person, person, type Thing, thing } from './samples.ts';

/** In UTF-16 the key (U+1F511) comes before the ligature and U+FFFD, in UTF-8 after them. */
const values = [
  '',
  ' ',
  '%',
  '_',
  'A',
  'Z',
  'a',
  'a%',
  'a.',
  'a_b',
  'ab',
  'é',
  'z',
  'ß',
  'ﬃ',
  '\ufffd',
  '🔑',
  '\u{10ffff}x',
];

const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** Walks to the last page and gives the ids in the order they came; `between` runs after each page. */
async function walk(
  things: Collection<Thing>,
  query: { key?: string; prefix?: string; limit: number },
  between: () => Promise<unknown> = async () => {},
): Promise<string[]> {
  const seen: string[] = [];
  let after: Cursor | undefined;
  do {
    const page = await things.page({ ...query, ...(after && { after }) });
    assert.ok(page.documents.length <= query.limit);
    assert.ok(page.after === undefined || page.documents.length === query.limit);
    seen.push(...page.documents.map(({ id }) => id));
    after = page.after;
    await between();
  } while (after !== undefined);
  return seen;
}

forEachStore((_engine, openTestStore) => {
  test('pages by id are in the order of UTF-8 bytes at every size', async () => {
    const things = (await openTestStore()).collection<Thing>('browsers');
    const ids = values.filter((id) => id !== '');
    await Promise.all(ids.toReversed().map((id) => things.insert(thing({ id }))));
    for (const limit of [1, 2, 5, ids.length, 1000]) {
      assert.deepEqual(await walk(things, { limit }), ids.toSorted(byBytes));
    }
  });

  test('pages by a key break ties by id, and leave out documents without the key', async () => {
    const things = (await openTestStore()).collection<Thing>('browsers');
    const all = values.flatMap((accountId) =>
      ['1', '2', '3'].map((n) => ({ id: `${n}${accountId}`, accountId })),
    );
    await Promise.all(all.map((fields) => things.insert(thing(fields))));
    await things.insert(thing({ id: 'without' }));
    const expected = all
      .toSorted((a, b) => byBytes(a.accountId, b.accountId) || byBytes(a.id, b.id))
      .map(({ id }) => id);
    for (const limit of [1, 2, 7, all.length]) {
      assert.deepEqual(await walk(things, { key: 'accountId', limit }), expected);
    }
  });

  test('pages by a unique key go by its values', async () => {
    const people = (await openTestStore()).collection<Person>('accounts');
    await Promise.all(values.map((username) => people.insert(person({ username }))));
    const seen: (string | undefined)[] = [];
    let after: Cursor | undefined;
    do {
      const page = await people.page({ key: 'username', limit: 4, ...(after && { after }) });
      seen.push(...page.documents.map(({ username }) => username));
      after = page.after;
    } while (after !== undefined);
    assert.deepEqual(seen, values.toSorted(byBytes));
  });

  test('a prefix is a range of texts, never a pattern', async () => {
    const things = (await openTestStore()).collection<Thing>('browsers');
    await Promise.all(values.map((accountId, n) => things.insert(thing({ id: `i${n}`, accountId }))));
    for (const prefix of ['', 'a', '%', '_', 'a%', '🔑', '\u{10ffff}', '\ufffd', 'zz', 'é', '^a', 'a.*']) {
      const found: string[] = [];
      for (const id of await walk(things, { key: 'accountId', prefix, limit: 2 })) {
        found.push((await things.find(id))?.accountId ?? assert.fail('not found'));
      }
      assert.deepEqual(found, values.filter((value) => value.startsWith(prefix)).toSorted(byBytes), prefix);
    }
    assert.deepEqual(await walk(things, { prefix: 'i1', limit: 3 }), [
      'i1',
      'i10',
      'i11',
      'i12',
      'i13',
      'i14',
      'i15',
      'i16',
      'i17',
    ]);
    assert.deepEqual(await things.page({ prefix: 'nul\0', limit: 1 }), { documents: [] });
  });

  test('what stays during the walk is seen once, whatever comes and goes between', async () => {
    const things = (await openTestStore()).collection<Thing>('browsers');
    const staying = Array.from({ length: 30 }, (_, n) => `s${10 + n}`);
    await Promise.all(staying.map((id) => things.insert(thing({ id, accountId: 'tied' }))));
    const going = Array.from({ length: 10 }, (_, n) => `s${10 + n}-going`);
    await Promise.all(going.map((id) => things.insert(thing({ id, accountId: 'tied' }))));
    let round = 0;
    const seen = await walk(things, { key: 'accountId', limit: 4 }, async () => {
      round += 1;
      await things.remove(going.pop() ?? 'none');
      await things.insert(thing({ id: `s${9 + 3 * round}-new`, accountId: 'tied' }));
      await things.put(thing({ id: `s${10 + round}`, accountId: 'tied', note: round }));
    });
    assert.deepEqual(
      seen.filter((id) => !id.includes('-')),
      staying,
    );
    assert.equal(new Set(seen).size, seen.length);
  });

  test('a page of a senseless size or by an undeclared key is refused', async () => {
    const store = await openTestStore();
    const people = store.collection<Person>('accounts');
    for (const limit of [0, -1, 1.5, 1001, Number.NaN]) {
      await assert.rejects(people.page({ limit }), RangeError);
    }
    for (const key of ['note', 'names', 'revision', '__proto__']) {
      await assert.rejects(people.page({ key, limit: 1 }), TypeError);
    }
  });
});
