// A store that something happens behind: between one write of the program and whatever it does next.

import type { Collection, Store, StoredDocument } from '../../src/store/store.ts';

export interface WatchedStore {
  wrap(store: Store): Store;
  /** How many writes there were since `arm`. */
  count(): number;
  /** Called behind each write from now on with its number, from 1 on, before its caller goes on. */
  arm(behind: (write: number) => Promise<unknown>): void;
}

export function createWatchedStore(): WatchedStore {
  let writes = 0;
  let behindEach: (write: number) => Promise<unknown> = async () => {};
  const watched = <A extends readonly unknown[], R>(call: (...values: A) => Promise<R>) => {
    return async (...values: A): Promise<R> => {
      const answer = await call(...values);
      writes += 1;
      await behindEach(writes);
      return answer;
    };
  };
  return {
    count: () => writes,
    arm: (behind) => {
      writes = 0;
      behindEach = behind;
    },
    wrap: (store) => ({
      ...store,
      collection: <T extends StoredDocument>(name: Parameters<Store['collection']>[0]): Collection<T> => {
        const inner = store.collection<T>(name);
        return {
          ...inner,
          insert: watched((document) => inner.insert(document)),
          put: watched((document) => inner.put(document)),
          replace: watched((document) => inner.replace(document)),
          spend: watched((id) => inner.spend(id)),
          remove: watched((id) => inner.remove(id)),
          removeBy: watched((key, value) => inner.removeBy(key, value)),
        };
      },
    }),
  };
}
