// A store behind a slow, uneven network: races that a synchronous engine hides become visible.

import { setTimeout as wait } from 'node:timers/promises';
import type { Collection, Store, StoredDocument } from '../../src/store/store.ts';

/**
 * The same store with a random pause (0 to `mostMs` each, default 4) before and after every call of a collection, so
 * that callers of one moment arrive in any order and learn of their outcome in any other.
 */
export function withLatency(store: Store, mostMs = 4): Store {
  const slow = <A extends readonly unknown[], R>(call: (...values: A) => Promise<R>) => {
    return async (...values: A): Promise<R> => {
      await wait(Math.random() * mostMs);
      try {
        return await call(...values);
      } finally {
        await wait(Math.random() * mostMs);
      }
    };
  };
  return {
    collection: <T extends StoredDocument>(name: Parameters<Store['collection']>[0]): Collection<T> => {
      const inner = store.collection<T>(name);
      return {
        insert: slow((document) => inner.insert(document)),
        put: slow((document) => inner.put(document)),
        replace: slow((document) => inner.replace(document)),
        spend: slow((id) => inner.spend(id)),
        find: slow((id) => inner.find(id)),
        findBy: slow((key, value) => inner.findBy(key, value)),
        page: slow((query) => inner.page(query)),
        remove: slow((id) => inner.remove(id)),
        removeBy: slow((key, value) => inner.removeBy(key, value)),
      };
    },
    sweep: () => store.sweep(),
    ping: () => store.ping(),
    close: () => store.close(),
  };
}
