// The store of many processes: any MongoDB from 4.4 on, standalone, replica set or sharded.

import { type Db, MongoClient, type MongoClientOptions } from 'mongodb';
import type { Clock } from '../../base/clock.ts';
import { collections } from '../collections.ts';
import type { Store, StoredDocument } from '../store.ts';
import { createCollection } from './collection.ts';
import type { MongoDocument } from './documents.ts';
import { guarded } from './errors.ts';
import { isExpired } from './filters.ts';
import { ensureIndexes } from './indexes.ts';

export interface MongoStoreOptions {
  readonly clock: Clock;
  /** How long a server that is not there yet is waited for at start. */
  readonly startUpPatienceMs?: number;
}

/** What was acknowledged survives the loss of any minority of the servers, and a power failure. */
const everywhere: MongoClientOptions = {
  appName: 'postern',
  retryWrites: true,
  retryReads: true,
  readPreference: 'primary',
  writeConcern: { w: 'majority', journal: true },
};

/** With the driver's defaults a frozen server is noticed after 42 s; with these after at most 9. A URL may name other times. */
const inRequests: MongoClientOptions = {
  ...everywhere,
  connectTimeoutMS: 2000,
  socketTimeoutMS: 3000,
  serverSelectionTimeoutMS: 4000,
  waitQueueTimeoutMS: 4000,
  heartbeatFrequencyMS: 2000,
};

const defaultPatienceMs = 30_000;
/** Making an index over what is already there takes its time. */
const indexTimeoutMs = 600_000;
const defaultDatabase = 'postern';
const sweepBatch = 500;

export async function openMongoStore(url: string, options: MongoStoreOptions): Promise<Store> {
  await prepareDatabase(url, options.startUpPatienceMs ?? defaultPatienceMs);
  const { client, database } = connect(url, withoutThoseOf(url, inRequests));
  // A client whose first connection fails stays closed for ever; one that was connected once comes back by itself.
  await guarded(() => connectOrClose(client));
  const now = (): number => options.clock.now();
  return {
    collection: <T extends StoredDocument>(name: keyof typeof collections) => {
      const documents = database.collection<MongoDocument>(name);
      return createCollection<T>({ documents, keys: collections[name], now });
    },
    sweep: async () => {
      let removed = 0;
      for (const name of Object.keys(collections)) {
        removed += await guarded(() => sweepCollection(database, name, now()));
      }
      return removed;
    },
    ping: async () => {
      await guarded(() => database.command({ ping: 1 }));
    },
    close: () => client.close(),
  };
}

/** With connections of its own, since the patience of a connection is fixed when it is made. */
async function prepareDatabase(url: string, patienceMs: number): Promise<void> {
  const { client, database } = connect(url, {
    ...everywhere,
    serverSelectionTimeoutMS: patienceMs,
    connectTimeoutMS: Math.min(patienceMs, 10_000),
    socketTimeoutMS: indexTimeoutMs,
    heartbeatFrequencyMS: 500,
  });
  try {
    await guarded(() => ensureIndexes(database));
  } finally {
    await client.close();
  }
}

/** What an operator says in the URL goes before our own times. */
function withoutThoseOf(url: string, options: MongoClientOptions): MongoClientOptions {
  const [, query = ''] = url.split('?');
  const said = new Set([...new URLSearchParams(query).keys()].map((name) => name.toLowerCase()));
  const kept = Object.entries(options).filter(([name]) => !said.has(name.toLowerCase()));
  return { ...Object.fromEntries(kept), ...everywhere };
}

async function connectOrClose(client: MongoClient): Promise<void> {
  try {
    await client.connect();
  } catch (error) {
    await client.close();
    throw error;
  }
}

function connect(url: string, options: MongoClientOptions): { client: MongoClient; database: Db } {
  try {
    const client = new MongoClient(url, options);
    const hasDatabase = /^[^:]+:\/\/[^/?]+\/[^?]/.test(url);
    return { client, database: hasDatabase ? client.db() : client.db(defaultDatabase) };
  } catch {
    // The driver's error may quote the URL, and the URL may hold a password.
    throw new Error('the MongoDB URL is not understood: check its form, escapes and options');
  }
}

/** The server's TTL index does the same once a minute, by the server's clock. */
async function sweepCollection(database: Db, name: string, now: number): Promise<number> {
  const documents = database.collection<MongoDocument>(name);
  let removed = 0;
  for (;;) {
    const expired = await documents
      .find(isExpired(now), { projection: { _id: 1 } })
      .limit(sweepBatch)
      .toArray();
    const ids = expired.map(({ _id }) => _id);
    removed += (await documents.deleteMany({ _id: { $in: ids }, ...isExpired(now) })).deletedCount;
    if (ids.length < sweepBatch) {
      return removed;
    }
  }
}
