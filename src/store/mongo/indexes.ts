// The indexes of every collection, made from `collections.ts`; making one that exists does nothing.

import type { Db, IndexDescription } from 'mongodb';
import { collections, type KeyDeclaration, type KeyDeclarations } from '../collections.ts';

export async function ensureIndexes(database: Db): Promise<void> {
  await Promise.all(
    Object.entries(collections).map(([name, keys]) =>
      database.collection(name).createIndexes(describeIndexes(keys)),
    ),
  );
}

function describeIndexes(keys: KeyDeclarations): IndexDescription[] {
  const byKey = Object.entries(keys).map(([key, declaration]) => describeKey(key, declaration));
  return [
    {
      name: 'expiresAt',
      key: { expiresAt: 1 },
      expireAfterSeconds: 0,
      // Partial, so that no query about living documents is tempted to use it.
      partialFilterExpression: { expiresAt: { $exists: true } },
    },
    ...byKey,
  ];
}

/**
 * Every text is `$gte: ''`. A document without the field, or with an empty list, is thereby not in the index: a unique
 * one would otherwise admit a single such document.
 */
function describeKey(key: string, { unique }: KeyDeclaration): IndexDescription {
  const partialFilterExpression = { [key]: { $gte: '' } };
  return unique
    ? { name: key, key: { [key]: 1 }, unique, partialFilterExpression }
    : // With the id, by which equal values are sorted.
      { name: key, key: { [key]: 1, _id: 1 }, partialFilterExpression };
}
