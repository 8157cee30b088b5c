// Compare-and-set in a loop: the one way a stored document changes. Whoever loses a race decides again on what is there now.

import { setTimeout as wait } from 'node:timers/promises';
import { AppError } from '../base/app-error.ts';
import type { Collection, NewDocument, StoredDocument } from './store.ts';

/** What `change` decided: the document as it shall be (absent: leave it), and the answer for the caller. */
export interface Change<T, R> {
  readonly next?: T;
  readonly result: R;
}

const mostTries = 200;

/**
 * Reads the document, lets `change` decide, and writes only over the revision that was read. `change` may run several
 * times and must have no effect of its own. `not-found`: no such document. `taken`: a unique key of the new document is
 * another's.
 */
export async function update<T extends StoredDocument, R>(
  collection: Collection<T>,
  id: string,
  change: (current: T) => Change<T, R> | Promise<Change<T, R>>,
): Promise<R | 'not-found' | 'taken'> {
  for (let attempt = 0; attempt < mostTries; attempt += 1) {
    const current = await collection.find(id);
    if (!current) {
      return 'not-found';
    }
    const { next, result } = await change(current);
    if (next === undefined) {
      return result;
    }
    const outcome = await collection.replace({ ...next, id, revision: current.revision });
    if (outcome !== 'changed') {
      return outcome === 'taken' ? 'taken' : result;
    }
    await breathe(attempt);
  }
  throw new AppError('too-busy', { detail: 'a document was changed by others at every try' });
}

/** As `Change`, of a document that may not be there yet. */
export interface NewChange<T extends StoredDocument, R> {
  readonly next?: NewDocument<T>;
  readonly result: R;
}

/** Like `update`, for documents that come into being at their first change. The collection has no unique keys. */
export async function updateOrInsert<T extends StoredDocument, R>(
  collection: Collection<T>,
  id: string,
  change: (current: T | undefined) => NewChange<T, R> | Promise<NewChange<T, R>>,
): Promise<R> {
  for (let attempt = 0; attempt < mostTries; attempt += 1) {
    const current = await collection.find(id);
    const { next, result } = await change(current);
    if (next === undefined) {
      return result;
    }
    const written = current
      ? (await collection.replace({ ...(next as T), id, revision: current.revision })) === 'replaced'
      : (await collection.insert(next)) === 'inserted';
    if (written) {
      return result;
    }
    await breathe(attempt);
  }
  throw new AppError('too-busy', { detail: 'a document was changed by others at every try' });
}

async function breathe(attempt: number): Promise<void> {
  if (attempt > 2) {
    await wait(Math.random() * Math.min(50, 2 * attempt));
  }
}
