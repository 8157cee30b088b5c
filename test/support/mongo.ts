// The MongoDB that tests share: POSTERN_TEST_MONGODB where somebody named or started one, else a server of this process.

import type { Db } from 'mongodb';
import { randomId } from '../../src/base/random-ids.ts';
import { requireComponent, type SkipReason } from './components.ts';
import { findMongod, type MongoServer, startMongoServer } from './mongo-server.ts';

let ownServer: Promise<MongoServer> | undefined;

/** The skip reason for MongoDB tests: `false` where a server is named or a mongod can be started. */
export function requireMongo(): SkipReason {
  return requireComponent('mongod', () => givenUrl() !== undefined || findMongod() !== undefined);
}

/**
 * The URL of the running server, without a database. `npm test` starts one for the whole run (global-setup.ts); a test
 * file that is run alone starts its own at the first call, and it ends with the process.
 */
export async function getMongoUrl(): Promise<string> {
  const given = givenUrl();
  if (given !== undefined) {
    return given;
  }
  ownServer ??= startMongoServer();
  return (await ownServer).url;
}

/** The URL of a database nobody has used: a store opened on it is empty. Remove it with `dropMongoDatabases`. */
export async function makeMongoDatabaseUrl(): Promise<string> {
  return withPatience(withDatabase(await getMongoUrl(), `postern_test_${randomId()}`));
}

/** A machine with much to do answers late; only the tests of a frozen server want to know soon. */
function withPatience(url: string): string {
  return `${url}${url.includes('?') ? '&' : '?'}socketTimeoutMS=30000&waitQueueTimeoutMS=30000`;
}

/** Of databases that `makeMongoDatabaseUrl` named. */
export async function dropMongoDatabases(urls: readonly string[]): Promise<void> {
  await forEachDatabase(urls, (database) => database.dropDatabase());
}

/** Takes every document of theirs away; collections and indexes stay. */
export async function emptyMongoDatabases(urls: readonly string[]): Promise<void> {
  await forEachDatabase(urls, async (database) => {
    const collections = await database.listCollections({}, { nameOnly: true }).toArray();
    await Promise.all(collections.map(({ name }) => database.collection(name).deleteMany({})));
  });
}

/** All of one server. */
async function forEachDatabase(
  urls: readonly string[],
  work: (database: Db) => Promise<unknown>,
): Promise<void> {
  const [first] = urls;
  if (first !== undefined) {
    const { MongoClient } = await import('mongodb');
    const client = new MongoClient(first);
    try {
      await Promise.all(urls.map((url) => work(client.db(databaseOf(url)))));
    } finally {
      await client.close();
    }
  }
}

/** Puts the name of a database into a MongoDB URL, in the place of the one it has. */
export function withDatabase(url: string, name: string): string {
  const [, hosts = url, , options = ''] = /^(mongodb(?:\+srv)?:\/\/[^/?]+)(\/[^?]*)?(\?.*)?$/.exec(url) ?? [];
  return `${hosts}/${name}${options}`;
}

function databaseOf(url: string): string {
  return /^mongodb(?:\+srv)?:\/\/[^/?]+\/([^?]*)/.exec(url)?.[1] ?? '';
}

function givenUrl(): string | undefined {
  return process.env.POSTERN_TEST_MONGODB;
}
