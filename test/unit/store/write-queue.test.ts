// Grouped writes: answered after the commit, and one that fails takes no other with it.

import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { beforeEach, test } from 'node:test';
import { createWriteQueue, type WriteQueue } from '../../../src/store/sqlite/write-queue.ts';

let database: DatabaseSync;
let queue: WriteQueue;

beforeEach(() => {
  database = new DatabaseSync(':memory:');
  database.exec('CREATE TABLE t (v INTEGER PRIMARY KEY) STRICT');
  queue = createWriteQueue(database);
});

const insert = (v: number) => () => {
  database.prepare('INSERT INTO t VALUES (?)').run(v);
  return v;
};
const stored = () =>
  database
    .prepare('SELECT v FROM t ORDER BY v')
    .all()
    .map(({ v }) => v);
const outcomes = (results: readonly PromiseSettledResult<unknown>[]) => results.map(({ status }) => status);

test('writes of one turn share one transaction, answered in order after its commit', async () => {
  let transactions = 0;
  let isCommitted = false;
  const seen: boolean[] = [];
  const exec = database.exec.bind(database);
  database.exec = (sql) => {
    transactions += sql === 'BEGIN IMMEDIATE' ? 1 : 0;
    exec(sql);
    isCommitted = sql === 'COMMIT';
  };
  const answers = await Promise.all(
    [3, 1, 2].map(async (v) => {
      const answer = await queue.run(insert(v));
      seen.push(isCommitted);
      return answer;
    }),
  );
  assert.deepEqual([answers, seen, transactions], [[3, 1, 2], [true, true, true], 1]);
});

test('nothing is written before the turn ends', async () => {
  const writing = queue.run(insert(1));
  await Promise.resolve();
  assert.deepEqual(stored(), []);
  await writing;
  assert.deepEqual(stored(), [1]);
});

test('a write that throws is refused alone', async () => {
  const bug = new Error('a bug');
  const results = await Promise.allSettled([
    queue.run(insert(1)),
    queue.run(insert(1)),
    queue.run(() => {
      throw bug;
    }),
    queue.run(insert(2)),
  ]);
  assert.deepEqual(outcomes(results), ['fulfilled', 'rejected', 'rejected', 'fulfilled']);
  assert.equal((results[2] as PromiseRejectedResult).reason, bug);
  assert.deepEqual(stored(), [1, 2]);
});

test('when the database gives the transaction up, the whole group is unavailable and nothing is half there', async () => {
  const results = await Promise.allSettled([
    queue.run(insert(1)),
    // As SQLite does by itself when the disk is full.
    queue.run(() => {
      database.exec('ROLLBACK');
      throw new Error('database or disk is full');
    }),
    queue.run(insert(2)),
  ]);
  assert.deepEqual(outcomes(results), ['rejected', 'rejected', 'rejected']);
  for (const result of results) {
    assert.equal((result as PromiseRejectedResult).reason.code, 'store-unavailable');
  }
  assert.deepEqual(stored(), []);
  assert.equal(await queue.run(insert(3)), 3);
});

test('a commit that fails refuses the group', async () => {
  database.exec(`CREATE TABLE child (p INTEGER REFERENCES t (v) DEFERRABLE INITIALLY DEFERRED) STRICT`);
  const orphan = () => database.exec('INSERT INTO child VALUES (7)');
  const results = await Promise.allSettled([queue.run(insert(1)), queue.run(orphan)]);
  assert.deepEqual(outcomes(results), ['rejected', 'rejected']);
  assert.deepEqual(stored(), []);
  assert.equal(await queue.run(insert(2)), 2);
});

test('drain waits for everything, however much it is', async () => {
  const writes = Array.from({ length: 1000 }, (_, v) => queue.run(insert(v)));
  await queue.drain();
  assert.equal(stored().length, 1000);
  await Promise.all(writes);
  await queue.drain();
});
