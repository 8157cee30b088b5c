// Opens the store that the settings name: the only place that knows the engines.

import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Settings } from '../config/settings.ts';
import type { Store } from './store.ts';

export interface StoreOptions {
  /** Decides what is expired. */
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Opens the store, creating tables or collections and indexes where they are missing; several processes may do so at
 * once. Start-up is given more patience than a request: a database that is just starting is waited for. Throws
 * `StoreUnavailableError` when it stays away.
 */
export async function openStore(target: Settings['store'], options: StoreOptions): Promise<Store> {
  // Loaded when chosen: an SQLite server starts without the MongoDB driver.
  if (target.kind === 'mongodb') {
    const { openMongoStore } = await import('./mongo/open-mongo-store.ts');
    const store = await openMongoStore(target.url, options);
    options.log.info('store opened', { engine: 'mongodb' });
    return store;
  }
  const { openSqliteStore } = await import('./sqlite/open-sqlite-store.ts');
  const store = await openSqliteStore(target.kind === 'memory' ? ':memory:' : target.file, options);
  options.log.info('store opened', { engine: 'sqlite' });
  return store;
}
