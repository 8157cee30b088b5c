// One STRICT table per collection; a generated column per single-valued key, a key table per many-valued one.

import type { DatabaseSync } from 'node:sqlite';
import type { KeyDeclarations } from '../collections.ts';

/** The generated column of a single-valued key. */
export const keyColumn = (key: string): string => `"key_${key}"`;
/** The table of a many-valued key: one row per value. Triggers keep it, in the statement that writes the document. */
export const keyTable = (name: string, key: string): string => `"${name}_${key}"`;

/** Creates what is missing, also the keys that a newer version declares. Runs inside a transaction. */
export function ensureTable(database: DatabaseSync, name: string, keys: KeyDeclarations): void {
  database.exec(`
    CREATE TABLE IF NOT EXISTS "${name}" (
      id TEXT NOT NULL PRIMARY KEY,
      revision TEXT NOT NULL,
      expiresAt INTEGER,
      spentAt INTEGER,
      document TEXT NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS "${name}_expiresAt" ON "${name}" (expiresAt) WHERE expiresAt IS NOT NULL;
  `);
  for (const [key, { unique, many }] of Object.entries(keys)) {
    if (many) {
      ensureKeyTable(database, name, key, unique === true);
    } else {
      ensureKeyColumn(database, name, key, unique === true);
    }
  }
}

function ensureKeyColumn(database: DatabaseSync, name: string, key: string, unique: boolean): void {
  const columns = database.prepare(`PRAGMA table_xinfo("${name}")`).all();
  if (!columns.some((column) => `"${column.name}"` === keyColumn(key))) {
    database.exec(
      `ALTER TABLE "${name}" ADD COLUMN ${keyColumn(key)} TEXT AS (document ->> '$.${key}') VIRTUAL`,
    );
  }
  const [kind, columnsOfIndex] = unique
    ? ['UNIQUE INDEX', keyColumn(key)]
    : ['INDEX', `${keyColumn(key)}, id`];
  database.exec(`CREATE ${kind} IF NOT EXISTS "${name}_${key}" ON "${name}" (${columnsOfIndex})`);
}

function ensureKeyTable(database: DatabaseSync, name: string, key: string, unique: boolean): void {
  const table = keyTable(name, key);
  const insertValues = (row: string): string =>
    `INSERT INTO ${table} (value, id) SELECT DISTINCT value, ${row}.id FROM json_each(${row}.document, '$.${key}')`;
  const isNew =
    database.prepare('SELECT 1 FROM sqlite_schema WHERE name = ?').get(`${name}_${key}`) === undefined;
  database.exec(`
    CREATE TABLE IF NOT EXISTS ${table} (
      value TEXT NOT NULL,
      id TEXT NOT NULL,
      PRIMARY KEY (${unique ? 'value' : 'value, id'})
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS "${name}_${key}_id" ON ${table} (id);
    CREATE TRIGGER IF NOT EXISTS "${name}_${key}_inserted" AFTER INSERT ON "${name}" BEGIN
      ${insertValues('NEW')};
    END;
    CREATE TRIGGER IF NOT EXISTS "${name}_${key}_updated" AFTER UPDATE OF document ON "${name}" BEGIN
      DELETE FROM ${table} WHERE id = OLD.id;
      ${insertValues('NEW')};
    END;
    CREATE TRIGGER IF NOT EXISTS "${name}_${key}_deleted" AFTER DELETE ON "${name}" BEGIN
      DELETE FROM ${table} WHERE id = OLD.id;
    END;
  `);
  if (isNew) {
    database.exec(
      `INSERT INTO ${table} (value, id) SELECT DISTINCT v.value, d.id FROM "${name}" d, json_each(d.document, '$.${key}') v`,
    );
  }
}
