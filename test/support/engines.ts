// Both stores for every room's tests: the same suite runs once on SQLite and once on MongoDB.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, beforeEach, describe } from 'node:test';
import { type Clock, systemClock } from '../../src/base/clock.ts';
import { createLog, type Log } from '../../src/base/log.ts';
import type { StoreTarget } from '../../src/config/special-kinds.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import type { SkipReason } from './components.ts';
import { dropMongoDatabases, emptyMongoDatabases, makeMongoDatabaseUrl, requireMongo } from './mongo.ts';

/** Says nothing: for parts that must be given a log. */
export const quietLog: Log = createLog({ level: 'error', clock: systemClock, write: () => {} });

export interface TestStoreOptions {
  /** Decides what is expired; the system's clock unless given. */
  readonly clock?: Clock;
  /** An existing database, from `makeTarget`: opened twice it is two processes' view of one store. Otherwise an empty one. */
  readonly target?: StoreTarget;
  /** What uses it goes on behind the test that opened it, as a server does. */
  readonly outlivesTest?: true;
}

/**
 * Opens a store. It is closed when the test that opened it ends, or else the suite (opened outside a test, with a `target`, or
 * because it `outlivesTest`); its database is removed at the end.
 */
export type OpenTestStore = (options?: TestStoreOptions) => Promise<Store>;

/** A new, empty database: for `openTestStore`, or for another process as POSTERN_STORE. */
export type MakeTarget = () => Promise<StoreTarget>;

export type EngineName = 'sqlite' | 'mongodb';

interface Engine {
  readonly skip: () => SkipReason;
  readonly make: () => Promise<StoreTarget>;
  readonly destroy: (targets: readonly StoreTarget[]) => Promise<void>;
  /** Makes used ones as good as new, where that is cheaper than new ones. */
  readonly empty?: (targets: readonly StoreTarget[]) => Promise<void>;
}

const engines: Readonly<Record<EngineName, Engine>> = {
  sqlite: {
    skip: () => false,
    make: async () => {
      const directory = mkdtempSync(join(tmpdir(), 'postern-store-'));
      return { kind: 'sqlite', file: join(directory, 'postern.db') };
    },
    destroy: async (targets) => {
      for (const target of targets) {
        if (target.kind === 'sqlite') {
          rmSync(join(target.file, '..'), { recursive: true, force: true });
        }
      }
    },
  },
  mongodb: {
    skip: requireMongo,
    make: async () => ({ kind: 'mongodb', url: await makeMongoDatabaseUrl() }),
    destroy: (targets) => dropMongoDatabases(urlsOf(targets)),
    empty: (targets) => emptyMongoDatabases(urlsOf(targets)),
  },
};

function urlsOf(targets: readonly StoreTarget[]): readonly string[] {
  return targets.flatMap((target) => (target.kind === 'mongodb' ? [target.url] : []));
}

/**
 * Registers a suite of `node:test` for each engine, at the top level of a test file:
 *
 *     forEachStore((engine, openTestStore) => {
 *       test('a used code is refused', async () => {
 *         const store = withLatency(await openTestStore({ clock }));
 *
 * Every `openTestStore()` gives an empty store (about 0.1 s). The mongodb suite is skipped where no server can be
 * had, and fails instead with POSTERN_TEST_REQUIRE=all.
 */
export function forEachStore(
  tests: (engine: EngineName, openTestStore: OpenTestStore, makeTarget: MakeTarget) => void,
): void {
  for (const [name, engine] of Object.entries(engines) as [EngineName, Engine][]) {
    describe(name, { skip: engine.skip() }, () => {
      const targets: StoreTarget[] = [];
      const stores: Store[] = [];
      /** Emptied ones: a new database costs a server more than most tests do. */
      const idle: StoreTarget[] = [];
      /** Of the tests that run, each inside the one before it: hooks run for subtests as well. */
      const ofTests: { readonly store: Store; readonly target: StoreTarget }[][] = [];
      const makeTarget: MakeTarget = async () => {
        const target = await engine.make();
        targets.push(target);
        return target;
      };
      const openTestStore: OpenTestStore = async ({ clock = systemClock, target, outlivesTest } = {}) => {
        const ofTest = target === undefined && !outlivesTest ? ofTests.at(-1) : undefined;
        const used = target ?? (ofTest && idle.pop()) ?? (await makeTarget());
        const store = await openStore(used, { clock, log: quietLog });
        if (ofTest === undefined) {
          stores.push(store);
        } else {
          ofTest.push({ store, target: used });
        }
        return store;
      };
      beforeEach(() => {
        ofTests.push([]);
      });
      afterEach(async () => {
        const over = ofTests.pop() ?? [];
        await Promise.all(over.map(({ store }) => store.close()));
        if (engine.empty !== undefined) {
          const used = over.map(({ target }) => target);
          await engine.empty(used);
          idle.push(...used);
        }
      });
      after(async () => {
        await Promise.all(stores.map((store) => store.close()));
        await engine.destroy(targets);
      });
      tests(name, openTestStore, makeTarget);
    });
  }
}
