// The SQLite file: how it is kept, and what happens while another process holds it.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { systemClock } from '../../../src/base/clock.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { openSqliteStore } from '../../../src/store/sqlite/open-sqlite-store.ts';
import { quietLog } from '../../support/engines.ts';
import { type Person, person, type Thing, thing } from './samples.ts';

const directory = mkdtempSync(join(tmpdir(), 'postern-sqlite-'));
after(() => rmSync(directory, { recursive: true, force: true }));

const unavailable = { name: 'StoreUnavailableError', code: 'store-unavailable' };

test('file and directory are made, for their owner only', async () => {
  const file = join(directory, 'new', 'deep', 'postern.db');
  const store = await openSqliteStore(file, { clock: systemClock });
  await store.collection<Thing>('browsers').insert(thing());
  for (const [path, mode] of [
    [join(directory, 'new'), 0o700],
    [file, 0o600],
    [`${file}-wal`, 0o600],
  ] as const) {
    assert.equal(statSync(path).mode & 0o777, mode, path);
  }
  await store.close();
});

test('the file has a write-ahead log and STRICT tables, one for each collection and many-valued key', async () => {
  const file = join(directory, 'schema.db');
  await (await openSqliteStore(file, { clock: systemClock })).close();
  const database = new DatabaseSync(file);
  assert.equal(database.prepare('PRAGMA journal_mode').get()?.journal_mode, 'wal');
  const tables = database.prepare("SELECT name, strict FROM pragma_table_list WHERE schema = 'main'").all();
  const own = tables.filter(({ name }) => !String(name).startsWith('sqlite_'));
  assert.ok(own.every(({ strict }) => strict === 1));
  assert.ok(own.some(({ name }) => name === 'accounts') && own.some(({ name }) => name === 'accounts_names'));
  database.close();
});

test('a store in memory is a store like the others, and gone when closed', async () => {
  const open = () => openStore({ kind: 'memory' }, { clock: systemClock, log: quietLog });
  const store = await open();
  const people = store.collection<Person>('accounts');
  assert.equal(await people.insert(person({ names: ['a'] })), 'inserted');
  assert.equal(await people.insert(person({ names: ['a'] })), 'taken');
  await store.close();
  const another = await open();
  assert.deepEqual(await another.collection<Person>('accounts').findBy('names', 'a'), []);
  await another.close();
});

test('while another process writes, reads go on and a write waits without blocking the event loop', async () => {
  const file = join(directory, 'held.db');
  const store = await openSqliteStore(file, { clock: systemClock });
  const things = store.collection<Thing>('browsers');
  await things.insert(thing({ id: 'before' }));
  const other = new DatabaseSync(file);
  other.exec('BEGIN IMMEDIATE');
  let isWritten = false;
  const writing = things.insert(thing({ id: 'waiting' })).then((outcome) => {
    isWritten = true;
    return outcome;
  });
  for (let turns = 0; turns < 50; turns += 1) {
    await turn();
    assert.equal((await things.find('before'))?.id, 'before');
  }
  assert.equal(isWritten, false);
  other.exec('COMMIT');
  assert.equal(await writing, 'inserted');
  other.close();
  await store.close();
});

test('a file that stays held is unavailable for writing, and writable again afterwards', async () => {
  const file = join(directory, 'stuck.db');
  const store = await openSqliteStore(file, { clock: systemClock });
  const things = store.collection<Thing>('browsers');
  const other = new DatabaseSync(file);
  other.exec('BEGIN IMMEDIATE');
  const writes = [things.insert(thing({ id: 'a' })), things.spend('a'), things.remove('a'), store.sweep()];
  await Promise.all(writes.map((write) => assert.rejects(write, unavailable)));
  other.exec('ROLLBACK');
  assert.equal(await things.insert(thing({ id: 'a' })), 'inserted');
  other.close();
  await store.close();
});

test('close waits for the writes that were asked for', async () => {
  const file = join(directory, 'closing.db');
  const store = await openSqliteStore(file, { clock: systemClock });
  const things = store.collection<Thing>('browsers');
  const writes = Array.from({ length: 600 }, (_, n) => things.insert(thing({ id: `w${n}` })));
  await Promise.all([...writes, store.close()]);
  const again = await openSqliteStore(file, { clock: systemClock });
  assert.equal((await again.collection<Thing>('browsers').page({ limit: 1000 })).documents.length, 600);
  await again.close();
});

test('what is no database is unavailable and left as it is', async () => {
  const file = join(directory, 'text.db');
  writeFileSync(file, 'this is a letter, and a long one at that, '.repeat(100));
  await assert.rejects(openSqliteStore(file, { clock: systemClock }), unavailable);
  assert.equal(statSync(file).size, 4200);
});
