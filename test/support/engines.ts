// Both stores for every room's tests: the same suite runs once on SQLite and once on MongoDB.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe } from 'node:test';
import { type Clock, systemClock } from '../../src/base/clock.ts';
import { createLog, type Log } from '../../src/base/log.ts';
import type { StoreTarget } from '../../src/config/special-kinds.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import type { SkipReason } from './components.ts';
import { dropMongoDatabase, makeMongoDatabaseUrl, requireMongo } from './mongo.ts';

/** Says nothing: for parts that must be given a log. */
export const quietLog: Log = createLog({ level: 'error', clock: systemClock, write: () => {} });

export interface TestStoreOptions {
  /** Decides what is expired; the system's clock unless given. */
  readonly clock?: Clock;
  /** An existing database, from `makeTarget`: opened twice it is two processes' view of one store. Otherwise a new, empty one. */
  readonly target?: StoreTarget;
}

/** Opens a store that is closed, and its database removed, when the suite ends. */
export type OpenTestStore = (options?: TestStoreOptions) => Promise<Store>;

/** A new, empty database: for `openTestStore`, or for another process as POSTERN_STORE. */
export type MakeTarget = () => Promise<StoreTarget>;

export type EngineName = 'sqlite' | 'mongodb';

interface Engine {
  readonly skip: () => SkipReason;
  readonly make: () => Promise<StoreTarget>;
  readonly destroy: (target: StoreTarget) => Promise<void>;
}

const engines: Readonly<Record<EngineName, Engine>> = {
  sqlite: {
    skip: () => false,
    make: async () => {
      const directory = mkdtempSync(join(tmpdir(), 'postern-store-'));
      return { kind: 'sqlite', file: join(directory, 'postern.db') };
    },
    destroy: async (target) => {
      if (target.kind === 'sqlite') {
        rmSync(join(target.file, '..'), { recursive: true, force: true });
      }
    },
  },
  mongodb: {
    skip: requireMongo,
    make: async () => ({ kind: 'mongodb', url: await makeMongoDatabaseUrl() }),
    destroy: async (target) => {
      if (target.kind === 'mongodb') {
        await dropMongoDatabase(target.url);
      }
    },
  },
};

/**
 * Registers a suite of `node:test` for each engine, at the top level of a test file:
 *
 *     forEachStore((engine, openTestStore) => {
 *       test('a used code is refused', async () => {
 *         const store = withLatency(await openTestStore({ clock }));
 *
 * Every `openTestStore()` gives a new, empty store (about 0.1 s). The mongodb suite is skipped where no server can be
 * had, and fails instead with POSTERN_TEST_REQUIRE=all.
 */
export function forEachStore(
  tests: (engine: EngineName, openTestStore: OpenTestStore, makeTarget: MakeTarget) => void,
): void {
  for (const [name, engine] of Object.entries(engines) as [EngineName, Engine][]) {
    describe(name, { skip: engine.skip() }, () => {
      const targets: StoreTarget[] = [];
      const stores: Store[] = [];
      const makeTarget: MakeTarget = async () => {
        const target = await engine.make();
        targets.push(target);
        return target;
      };
      const openTestStore: OpenTestStore = async (options = {}) => {
        const target = options.target ?? (await makeTarget());
        const store = await openStore(target, { clock: options.clock ?? systemClock, log: quietLog });
        stores.push(store);
        return store;
      };
      after(async () => {
        await Promise.all(stores.map((store) => store.close()));
        await Promise.all(targets.map((target) => engine.destroy(target)));
      });
      tests(name, openTestStore, makeTarget);
    });
  }
}
