// The SQL of one collection, prepared once.

import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { KeyDeclaration, KeyDeclarations } from '../collections.ts';
import { getKey, type PageRange } from '../queries.ts';
import { documentColumns } from './rows.ts';
import { keyColumn, keyTable } from './schema.ts';

const alive = '(d.expiresAt IS NULL OR d.expiresAt > :now)';

export type Statements = ReturnType<typeof prepareStatements>;

export function prepareStatements(database: DatabaseSync, name: string, keys: KeyDeclarations) {
  const table = `"${name}" AS d`;
  const prepared = new Map<string, StatementSync>();
  const prepare = (sql: string): StatementSync => {
    const statement = prepared.get(sql) ?? database.prepare(sql);
    prepared.set(sql, statement);
    return statement;
  };
  /** The documents with the value `:value` under a key. */
  const hasValue = (key: string, { many }: KeyDeclaration): string =>
    many
      ? `d.id IN (SELECT id FROM ${keyTable(name, key)} WHERE value = :value)`
      : `d.${keyColumn(key)} = :value`;

  return {
    insert: prepare(
      `INSERT INTO "${name}" (id, revision, expiresAt, document) VALUES (:id, :revision, :expiresAt, :document)`,
    ),
    put: prepare(
      `INSERT INTO "${name}" (id, revision, expiresAt, document) VALUES (:id, :revision, :expiresAt, :document)
       ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, expiresAt = excluded.expiresAt, spentAt = NULL, document = excluded.document`,
    ),
    replace: prepare(
      `UPDATE ${table} SET revision = :revision, expiresAt = :expiresAt, spentAt = :spentAt, document = :document
       WHERE d.id = :id AND d.revision = :oldRevision AND ${alive}`,
    ),
    spend: prepare(
      `UPDATE ${table} SET spentAt = :now, revision = :revision WHERE d.id = :id AND d.spentAt IS NULL AND ${alive}`,
    ),
    find: prepare(`SELECT ${documentColumns} FROM ${table} WHERE d.id = :id AND ${alive}`),
    remove: prepare(`DELETE FROM ${table} WHERE d.id = :id AND ${alive}`),
    removeExpired: prepare(`DELETE FROM ${table} WHERE d.id = :id AND d.expiresAt <= :now`),
    sweep: prepare(
      `DELETE FROM "${name}" WHERE rowid IN (SELECT rowid FROM "${name}" WHERE expiresAt <= :now LIMIT :limit)`,
    ),
    findBy: (key: string) =>
      prepare(
        `SELECT ${documentColumns} FROM ${table} WHERE ${hasValue(key, getKey(keys, key))} AND ${alive} ORDER BY d.id`,
      ),
    removeBy: (key: string) => prepare(`DELETE FROM ${table} WHERE ${hasValue(key, getKey(keys, key))}`),
    removeExpiredBy: (key: string) =>
      prepare(`DELETE FROM ${table} WHERE ${hasValue(key, getKey(keys, key))} AND d.expiresAt <= :now`),
    page: ({ key, until, after }: PageRange) => {
      const column = key === 'id' ? 'd.id' : `d.${keyColumn(key)}`;
      const bounds = [
        `${column} >= :from`,
        ...(until === undefined ? [] : [`${column} < :until`]),
        ...(after === undefined ? [] : [`(${column}, d.id) > (:afterValue, :afterId)`]),
        alive,
      ];
      return prepare(
        `SELECT ${documentColumns}, ${column} AS value FROM ${table} WHERE ${bounds.join(' AND ')} ORDER BY ${column}, d.id LIMIT :limit`,
      );
    },
  };
}
