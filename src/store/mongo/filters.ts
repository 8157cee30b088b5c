// What the queries have in common: who is alive, and what is on a page.

import type { Filter, Sort } from 'mongodb';
import type { KeyDeclarations } from '../collections.ts';
import { type DocumentParts, keyValues } from '../documents.ts';
import { getKey, type PageRange } from '../queries.ts';
import type { MongoDocument } from './documents.ts';

export type MongoFilter = Filter<MongoDocument>;

/** Not expired, or never: the negation also matches documents without the field. */
export function isAlive(now: number): MongoFilter {
  return { expiresAt: { $not: { $lte: new Date(now) } } };
}

export function isExpired(now: number): MongoFilter {
  return { expiresAt: { $lte: new Date(now) } };
}

/** Expired documents that hold a value which this one wants; `undefined` when it has no unique keys. */
export function expiredHolders(
  document: DocumentParts,
  keys: KeyDeclarations,
  now: number,
): MongoFilter | undefined {
  const holders = Object.keys(keys)
    .filter((key) => getKey(keys, key).unique)
    .map((key) => ({ [key]: { $in: keyValues(document.fields, key) } }));
  return holders.length === 0 ? undefined : ({ ...isExpired(now), $or: holders } as MongoFilter);
}

export function onPage({ key, from, until, after }: PageRange, now: number): MongoFilter {
  const field = fieldOf(key);
  const range = { $gte: from, ...(until === undefined ? {} : { $lt: until }) };
  return { $and: [{ [field]: range }, ...afterCursor(field, after), isAlive(now)] } as MongoFilter;
}

/** By value, then by id. A unique key has no ties to break, and its index no second field to break them with. */
export function orderBy(key: string, keys: KeyDeclarations): Sort {
  return key === 'id' || getKey(keys, key).unique ? { [fieldOf(key)]: 1 } : { [key]: 1, _id: 1 };
}

function fieldOf(key: string): string {
  return key === 'id' ? '_id' : key;
}

function afterCursor(field: string, after: PageRange['after']): readonly object[] {
  if (after === undefined) {
    return [];
  }
  return [
    // Says what the next one implies, in the form that the index can use.
    { [field]: { $gte: after.value } },
    { $or: [{ [field]: { $gt: after.value } }, { [field]: after.value, _id: { $gt: after.id } }] },
  ];
}
