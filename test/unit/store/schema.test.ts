// Tables grow with the table of collections: a key that a newer version declares is filled from what is there.

import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { ensureTable } from '../../../src/store/sqlite/schema.ts';

test('keys declared later are filled from the documents, once', () => {
  const database = new DatabaseSync(':memory:');
  ensureTable(database, 'people', {});
  const insert = database.prepare('INSERT INTO people (id, revision, document) VALUES (?, 1, ?)');
  insert.run('a', '{"name":"alice","mails":["a1","a2","a1"]}');
  insert.run('b', '{}');
  for (let start = 0; start < 2; start += 1) {
    ensureTable(database, 'people', { name: { unique: true }, mails: { unique: true, many: true } });
  }
  insert.run('c', '{"name":"carol","mails":["c1"]}');
  const names = database.prepare('SELECT key_name AS name FROM people ORDER BY id').all();
  assert.deepEqual(
    names.map(({ name }) => name),
    ['alice', null, 'carol'],
  );
  const mails = database.prepare('SELECT value, id FROM people_mails ORDER BY value').all();
  assert.deepEqual(
    mails.map(({ value, id }) => `${value} ${id}`),
    ['a1 a', 'a2 a', 'c1 c'],
  );
  assert.throws(() => insert.run('d', '{"name":"alice"}'), /UNIQUE/);
  assert.throws(() => insert.run('d', '{"mails":["a2"]}'), /UNIQUE/);
});
