// One collection in SQLite: each write is one statement, two more only where an expired holder is in the way.

import { randomId } from '../../base/random-ids.ts';
import type { KeyDeclarations } from '../collections.ts';
import { type DocumentParts, isStorableId, isStorableValue, keyValues, takeApart } from '../documents.ts';
import { getKey, readPageQuery } from '../queries.ts';
import type { Collection, PageQuery, StoredDocument } from '../store.ts';
import { isTaken, retryWhileBusy } from './errors.ts';
import { fromRow, toRow } from './rows.ts';
import type { Statements } from './statements.ts';
import type { WriteQueue } from './write-queue.ts';

export interface CollectionParts {
  readonly keys: KeyDeclarations;
  readonly statements: Statements;
  readonly queue: WriteQueue;
  readonly now: () => number;
}

export function createCollection<T extends StoredDocument>(parts: CollectionParts): Collection<T> {
  const { keys, statements, queue, now } = parts;
  return {
    insert: async (document) => {
      const taken = takeApart(document, keys);
      const row = toRow(taken);
      return queue.run(() =>
        writeOverExpired(parts, taken, () => statements.insert.run(row)) === 'taken' ? 'taken' : 'inserted',
      );
    },
    put: async (document) => {
      const taken = takeApart(document, keys);
      const row = toRow(taken);
      await queue.run(() => {
        if (writeOverExpired(parts, taken, () => statements.put.run(row)) === 'taken') {
          throw new Error('put met a unique key that belongs to another document');
        }
      });
    },
    replace: async (document) => {
      const taken = takeApart(document, keys);
      const { revision: oldRevision, spentAt = null } = document;
      const row = { ...toRow(taken), oldRevision, spentAt };
      return queue.run(() => {
        const written = writeOverExpired(parts, taken, () => statements.replace.run({ ...row, now: now() }));
        if (written === 'taken') {
          return 'taken';
        }
        return written === 1 ? 'replaced' : 'changed';
      });
    },
    spend: async (id) =>
      isStorableId(id) &&
      queue.run(() => statements.spend.run({ id, now: now(), revision: randomId() }).changes === 1),
    find: async (id) => {
      if (!isStorableId(id)) {
        return undefined;
      }
      const row = await retryWhileBusy(() => statements.find.get({ id, now: now() }));
      return row && fromRow<T>(row);
    },
    findBy: async (key, value) => {
      getKey(keys, key);
      if (!isStorableValue(value)) {
        return [];
      }
      const rows = await retryWhileBusy(() => statements.findBy(key).all({ value, now: now() }));
      return rows.map((row) => fromRow<T>(row));
    },
    page: (query) => readPage<T>(parts, query),
    remove: async (id) =>
      isStorableId(id) && queue.run(() => statements.remove.run({ id, now: now() }).changes === 1),
    removeBy: async (key, value) => {
      getKey(keys, key);
      return isStorableValue(value)
        ? queue.run(() => Number(statements.removeBy(key).run({ value }).changes))
        : 0;
    },
  };
}

/** Answers how many rows were written, or `taken` when a living document is in the way. */
function writeOverExpired(
  parts: CollectionParts,
  document: DocumentParts,
  write: () => { readonly changes: number | bigint },
): number | 'taken' {
  for (;;) {
    try {
      return Number(write().changes);
    } catch (error) {
      if (!isTaken(error)) {
        throw error;
      }
      // What is expired is gone for every reader: removing it here is tidying, whatever becomes of the write.
      if (removeExpiredHolders(parts, document) === 0) {
        return 'taken';
      }
    }
  }
}

function removeExpiredHolders({ keys, statements, now }: CollectionParts, document: DocumentParts): number {
  const byId = statements.removeExpired.run({ id: document.id, now: now() });
  const byValue = Object.keys(keys)
    .filter((key) => getKey(keys, key).unique)
    .flatMap((key) =>
      keyValues(document.fields, key).map((value) =>
        statements.removeExpiredBy(key).run({ value, now: now() }),
      ),
    );
  return [byId, ...byValue].reduce((sum, { changes }) => sum + Number(changes), 0);
}

async function readPage<T extends StoredDocument>(
  { keys, statements, now }: CollectionParts,
  query: PageQuery,
): ReturnType<Collection<T>['page']> {
  const range = readPageQuery(query, keys);
  if (range === undefined) {
    return { documents: [] };
  }
  const { from, until, after, limit } = range;
  const bounds = {
    from,
    ...(until === undefined ? {} : { until }),
    ...(after === undefined ? {} : { afterValue: after.value, afterId: after.id }),
  };
  const values = { ...bounds, limit: limit + 1 };
  const rows = await retryWhileBusy(() => statements.page(range).all({ ...values, now: now() }));
  const documents = rows.slice(0, limit).map((row) => fromRow<T>(row));
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return last === undefined
    ? { documents }
    : { documents, after: { value: String(last.value), id: String(last.id) } };
}
