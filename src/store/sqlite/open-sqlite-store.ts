// The embedded store: one SQLite file that several processes of one machine may open together.

import { closeSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../../base/clock.ts';
import { makeDirectory } from '../../base/make-directory.ts';
import { collections } from '../collections.ts';
import type { Store, StoredDocument } from '../store.ts';
import { createCollection } from './collection.ts';
import { retryWhileBusy } from './errors.ts';
import { ensureTable } from './schema.ts';
import { prepareStatements } from './statements.ts';
import { createWriteQueue } from './write-queue.ts';

/** At start another process may be making the tables. */
const startUpPatienceMs = 5000;
/** In a request a held lock is waited for with timers instead: SQLite's own waiting blocks the event loop. */
const busyTimeoutMs = 5;
const sweepBatch = 200;

/** Opens `file`, making it and its directory readable for their owner only; `:memory:` lives as long as the store. */
export async function openSqliteStore(file: string, { clock }: { readonly clock: Clock }): Promise<Store> {
  const database = await retryWhileBusy(() => openDatabase(file));
  const queue = createWriteQueue(database);
  const now = (): number => clock.now();
  const tables = Object.entries(collections).map(([name, keys]) => {
    return { name, keys, statements: prepareStatements(database, name, keys) };
  });
  const parts = new Map(tables.map((table) => [table.name, { ...table, queue, now }]));
  return {
    collection: <T extends StoredDocument>(name: keyof typeof collections) => {
      const found = parts.get(name);
      if (found === undefined) {
        throw new TypeError(`${name} is not a collection`);
      }
      return createCollection<T>(found);
    },
    sweep: async () => {
      let removed = 0;
      for (const { statements } of tables) {
        let batch: number;
        do {
          batch = await queue.run(() =>
            Number(statements.sweep.run({ now: now(), limit: sweepBatch }).changes),
          );
          removed += batch;
        } while (batch === sweepBatch);
      }
      return removed;
    },
    ping: async () => {
      await retryWhileBusy(() => database.exec('PRAGMA schema_version'));
    },
    close: async () => {
      await queue.drain();
      if (database.isOpen) {
        database.close();
      }
    },
  };
}

function openDatabase(file: string): DatabaseSync {
  if (file !== ':memory:') {
    makeDirectory(dirname(file), 0o700);
    closeSync(openSync(file, 'a', 0o600));
  }
  // The timeout comes first: two processes that switch one new file to WAL would fail without it.
  const database = new DatabaseSync(file, { timeout: startUpPatienceMs });
  try {
    const mode = database.prepare('PRAGMA journal_mode = WAL').get()?.journal_mode;
    if (file !== ':memory:' && mode !== 'wal') {
      throw new Error(`the file system of ${file} does not allow a write-ahead log (journal mode ${mode})`);
    }
    database.exec('PRAGMA synchronous = FULL');
    ensureTables(database);
    database.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function ensureTables(database: DatabaseSync): void {
  database.exec('BEGIN IMMEDIATE');
  for (const [name, keys] of Object.entries(collections)) {
    ensureTable(database, name, keys);
  }
  database.exec('COMMIT');
}
