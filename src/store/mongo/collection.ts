// One collection in MongoDB: every write is one conditional operation on one document, one round trip.

import type { Collection as MongoCollection, UpdateResult } from 'mongodb';
import { randomId } from '../../base/random-ids.ts';
import type { KeyDeclarations } from '../collections.ts';
import { type DocumentParts, isStorableId, isStorableValue, takeApart } from '../documents.ts';
import { getKey, readPageQuery } from '../queries.ts';
import type { Collection, PageQuery, StoredDocument } from '../store.ts';
import { fromMongo, type MongoDocument, toMongo } from './documents.ts';
import { guarded, isTaken } from './errors.ts';
import { expiredHolders, isAlive, isExpired, type MongoFilter, onPage, orderBy } from './filters.ts';

export interface CollectionParts {
  readonly documents: MongoCollection<MongoDocument>;
  readonly keys: KeyDeclarations;
  readonly now: () => number;
}

export function createCollection<T extends StoredDocument>(parts: CollectionParts): Collection<T> {
  const { documents, keys, now } = parts;
  const living = (rows: readonly MongoDocument[]): readonly T[] =>
    rows.filter(({ expiresAt }) => expiresAt === undefined || expiresAt.getTime() > now()).map(fromMongo<T>);
  return {
    insert: async (document) => {
      const taken = takeApart(document, keys);
      const next = toMongo(taken);
      // Matches nothing, or the expired document; a living one makes the upsert collide with its id.
      const written = await writeOverExpired(parts, taken, () =>
        documents.replaceOne({ _id: taken.id, ...isExpired(now()) }, next, { upsert: true }),
      );
      return written === 'taken' ? 'taken' : 'inserted';
    },
    put: async (document) => put(parts, takeApart(document, keys)),
    replace: async (document) => {
      const taken = takeApart(document, keys);
      const next = toMongo(taken, document.spentAt);
      const written = await writeOverExpired(parts, taken, () =>
        documents.replaceOne({ _id: taken.id, revision: document.revision, ...isAlive(now()) }, next),
      );
      if (written === 'taken') {
        return 'taken';
      }
      return written.matchedCount === 1 ? 'replaced' : 'changed';
    },
    spend: async (id) => {
      if (!isStorableId(id)) {
        return false;
      }
      const filter = { _id: id, spentAt: { $exists: false }, ...isAlive(now()) } as MongoFilter;
      const spent = { $set: { spentAt: now(), revision: randomId() } };
      return (await guarded(() => documents.updateOne(filter, spent))).modifiedCount === 1;
    },
    find: async (id) => {
      const row = isStorableId(id) ? await guarded(() => documents.findOne({ _id: id })) : null;
      return row === null ? undefined : living([row])[0];
    },
    findBy: async (key, value) => {
      const { unique } = getKey(keys, key);
      if (!isStorableValue(value)) {
        return [];
      }
      const found = documents.find({ [key]: value });
      const ordered = unique ? found : found.sort(orderBy(key, keys));
      return living(await guarded(() => ordered.toArray()));
    },
    page: (query) => readPage<T>(parts, query),
    remove: async (id) =>
      isStorableId(id) &&
      (await guarded(() => documents.deleteOne({ _id: id, ...isAlive(now()) }))).deletedCount === 1,
    removeBy: async (key, value) => {
      getKey(keys, key);
      return isStorableValue(value)
        ? (await guarded(() => documents.deleteMany({ [key]: value }))).deletedCount
        : 0;
    },
  };
}

/** Answers what was written, or `taken` when a living document is in the way. */
async function writeOverExpired(
  { documents, keys, now }: CollectionParts,
  document: DocumentParts,
  write: () => Promise<UpdateResult>,
): Promise<UpdateResult | 'taken'> {
  for (;;) {
    try {
      return await guarded(write);
    } catch (error) {
      if (!isTaken(error)) {
        throw error;
      }
      const holders = expiredHolders(document, keys, now());
      // What is expired is gone for every reader: removing it here is tidying, whatever becomes of the write.
      if (holders === undefined || (await guarded(() => documents.deleteMany(holders))).deletedCount === 0) {
        return 'taken';
      }
    }
  }
}

/** Two upserts of one new id may collide (the loser finds the document at its next try); a taken key collides always. */
const putTries = 3;

async function put(parts: CollectionParts, document: DocumentParts): Promise<void> {
  const next = toMongo(document);
  for (let attempt = 0; attempt < putTries; attempt += 1) {
    const written = await writeOverExpired(parts, document, () =>
      parts.documents.replaceOne({ _id: document.id }, next, { upsert: true }),
    );
    if (written !== 'taken') {
      return;
    }
  }
  throw new Error('put met a unique key that belongs to another document');
}

async function readPage<T extends StoredDocument>(
  { documents, keys, now }: CollectionParts,
  query: PageQuery,
): ReturnType<Collection<T>['page']> {
  const range = readPageQuery(query, keys);
  if (range === undefined) {
    return { documents: [] };
  }
  const { key, limit } = range;
  const found = documents.find(onPage(range, now())).sort(orderBy(key, keys));
  const rows = await guarded(() => found.limit(limit + 1).toArray());
  const page = rows.slice(0, limit).map(fromMongo<T>);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return last === undefined
    ? { documents: page }
    : { documents: page, after: { value: String(last[key === 'id' ? '_id' : key]), id: last._id } };
}
