// MongoDB as a server: what each call costs, what the indexes are, and what happens while it is frozen, gone or a standalone.

import '../../support/old-wire-version.ts';

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createConnection, createServer } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { type Document, MongoClient } from 'mongodb';
import { systemClock } from '../../../src/base/clock.ts';
import { openMongoStore } from '../../../src/store/mongo/open-mongo-store.ts';
import type { Store } from '../../../src/store/store.ts';
import { dropMongoDatabases, makeMongoDatabaseUrl, requireMongo, withDatabase } from '../../support/mongo.ts';
import { findMongod, type MongoServer, startMongoServer } from '../../support/mongo-server.ts';
import { findFreePort } from '../../support/postern-process.ts';
import { type Person, person, type Thing, thing } from './samples.ts';

const skip = requireMongo();
const unavailable = { name: 'StoreUnavailableError', code: 'store-unavailable' };
/** Our settings make it 9 s and the driver's own 42 s: a busy machine stays between them. */
const boundMs = 30_000;

/** All that a request does to a store. */
function callAll(store: Store): readonly (() => Promise<unknown>)[] {
  const things = store.collection<Thing>('browsers');
  return [
    () => store.ping(),
    () => things.insert(thing()),
    () => things.put(thing()),
    () => things.replace({ id: 'x', revision: 'y' }),
    () => things.spend('x'),
    () => things.find('x'),
    () => things.findBy('accountId', 'x'),
    () => things.page({ limit: 1 }),
    () => things.remove('x'),
    () => things.removeBy('accountId', 'x'),
    () => store.sweep(),
  ];
}

async function refusesInTime(store: Store): Promise<void> {
  const started = performance.now();
  await Promise.all(callAll(store).map((call) => assert.rejects(call, unavailable)));
  assert.ok(performance.now() - started < boundMs, 'the errors came late');
}

describe('a shared MongoDB', { skip }, () => {
  let url: string;
  let client: MongoClient;
  let store: Store;
  before(async () => {
    url = await makeMongoDatabaseUrl();
    client = new MongoClient(url);
    store = await openMongoStore(url, { clock: systemClock });
  });
  after(async () => {
    await store.close();
    await client.close();
    await dropMongoDatabases([url]);
  });

  test('insert, replace, spend and put cost one round trip, find one read', async () => {
    const people = store.collection<Person>('accounts');
    const operations = await profile(['accounts'], async () => {
      await people.insert(person({ id: 'a', names: ['a'] }));
      const found = (await people.find('a')) ?? assert.fail('not found');
      await people.replace({ ...found, names: ['a', 'b'] });
      await people.spend('a');
      await people.put(person({ id: 'a' }));
      await people.remove('a');
    });
    assert.deepEqual(
      operations.map(({ op }) => op),
      ['update', 'query', 'update', 'update', 'update', 'remove'],
    );
  });

  test('writes ask for a majority and the journal', async () => {
    const sent: Buffer[] = [];
    const { hosts } = client.options;
    const proxy = createServer((socket) => {
      const server = createConnection(hosts[0]?.port ?? 0, hosts[0]?.host ?? '');
      socket.on('data', (data) => sent.push(data)).on('error', () => server.destroy());
      socket.pipe(server).pipe(socket);
      server.on('error', () => socket.destroy());
    }).listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    const { port } = proxy.address() as AddressInfo;
    const proxied = `mongodb://127.0.0.1:${port}/${client.db().databaseName}?directConnection=true`;
    const watched = await openMongoStore(proxied, { clock: systemClock });
    const things = watched.collection<Thing>('browsers');
    const writes = {
      insert: () => things.insert(thing({ id: 'w' })),
      spend: () => things.spend('w'),
      put: () => things.put(thing({ id: 'w' })),
      replace: () => things.replace({ id: 'w', revision: 'x' }),
      remove: () => things.remove('w'),
      removeBy: () => things.removeBy('accountId', 'w'),
    };
    // BSON: the text w = "majority", the boolean j = true.
    const concern = Buffer.from('\x02w\0\x09\0\0\0majority\0\x08j\0\x01', 'latin1');
    for (const [name, write] of Object.entries(writes)) {
      sent.length = 0;
      await write();
      assert.ok(Buffer.concat(sent).includes(concern), name);
    }
    await watched.close();
    proxy.close();
  });

  test('the server removes expired documents by itself: a Date under a TTL index', async () => {
    const expiresAt = Date.now() + 3_600_000;
    await store.collection<Thing>('browsers').insert(thing({ id: 'ttl', expiresAt }));
    const raw = await client
      .db()
      .collection<{ _id: string; revision: string }>('browsers')
      .findOne({ _id: 'ttl' });
    assert.deepEqual(raw, { _id: 'ttl', revision: raw?.revision, expiresAt: new Date(expiresAt) });
    const indexes = await client.db().collection('browsers').indexes();
    const ttl = indexes.find(({ name }) => name === 'expiresAt');
    assert.deepEqual([ttl?.key, ttl?.expireAfterSeconds], [{ expiresAt: 1 }, 0]);
  });

  test('every search uses the index of its key', async () => {
    const people = store.collection<Person>('accounts');
    const things = store.collection<Thing>('browsers');
    const found = (await people.find('nobody')) ?? { ...person({ id: 'nobody' }), revision: 'none' };
    const after = { value: 'a', id: 'a' };
    const plans = await profile(['accounts', 'browsers'], async () => {
      await people.findBy('names', 'a');
      await people.page({ key: 'username', prefix: 'a', after, limit: 5 });
      await people.page({ prefix: 'a', after, limit: 5 });
      await things.findBy('accountId', 'a');
      await things.page({ key: 'accountId', after, limit: 5 });
      await things.removeBy('accountId', 'a');
      await people.replace(found);
      await people.spend('nobody');
      await people.find('nobody');
    });
    assert.deepEqual(
      plans.map(({ planSummary }) => planSummary),
      [
        'IXSCAN { names: 1 }',
        'IXSCAN { username: 1 }',
        'IXSCAN { _id: 1 }',
        'IXSCAN { accountId: 1, _id: 1 }',
        'IXSCAN { accountId: 1, _id: 1 }',
        'IXSCAN { accountId: 1, _id: 1 }',
        'IXSCAN { _id: 1 }',
        'IXSCAN { _id: 1 }',
        'IDHACK',
      ],
    );
    assert.ok(plans.every(({ hasSortStage }) => hasSortStage !== true));
  });

  /** What the server itself noted of the operations on some collections while `run` ran. */
  async function profile(names: readonly string[], run: () => Promise<void>): Promise<Document[]> {
    const database = client.db();
    await database.setProfilingLevel('all');
    await run();
    await database.setProfilingLevel('off');
    const ns = { $in: names.map((name) => `${database.databaseName}.${name}`) };
    const noted = database.collection('system.profile').find({ ns });
    const entries = await noted.sort({ $natural: 1 }).toArray();
    await database.collection('system.profile').drop();
    return entries;
  }
});

const skipOwn = skip || (findMongod() === undefined && 'no mongod to start');

// At once: each has a server of its own, and they mostly wait for timeouts.
describe('a MongoDB of one’s own', { skip: skipOwn, concurrency: true }, () => {
  let servers: MongoServer[] = [];
  let stores: Store[] = [];
  async function open(
    options: { readonly standalone?: true } = {},
  ): Promise<{ server: MongoServer; store: Store }> {
    const server = await startMongoServer(options);
    servers.push(server);
    const store = await openMongoStore(withDatabase(server.url, 'own'), { clock: systemClock });
    stores.push(store);
    return { server, store };
  }
  // Also where a test has failed: an open store looks for its server for ever, and its process would not end.
  after(async () => {
    await Promise.all(stores.map((store) => store.close()));
    await Promise.all(servers.map((server) => server.stop()));
    [stores, servers] = [[], []];
  });

  test('a standalone carries the store as well', async () => {
    const { store } = await open({ standalone: true });
    const people = store.collection<Person>('accounts');
    await people.insert(person({ id: 'old', names: ['a'], expiresAt: Date.now() - 1 }));
    assert.equal(await people.insert(person({ id: 'a', names: ['a'] })), 'inserted');
    assert.equal(await people.insert(person({ names: ['a'] })), 'taken');
    const found = (await people.find('a')) ?? assert.fail('not found');
    assert.equal(await people.replace({ ...found, names: ['b'] }), 'replaced');
    assert.equal(await people.replace({ ...found, names: ['c'] }), 'changed');
    assert.deepEqual([await people.spend('a'), await people.spend('a')], [true, false]);
    assert.equal(await people.removeBy('names', 'b'), 1);
  });

  test('a frozen server is unavailable within seconds, and back when it goes on', async () => {
    const { server, store } = await open();
    process.kill(server.pid, 'SIGSTOP');
    try {
      await refusesInTime(store);
    } finally {
      process.kill(server.pid, 'SIGCONT');
    }
    const deadline = performance.now() + boundMs;
    while (!(await isThere(store))) {
      assert.ok(performance.now() < deadline, 'the store did not recover');
    }
    assert.equal(await store.collection<Thing>('browsers').insert(thing({ id: 'back' })), 'inserted');
  });

  test('a killed server is unavailable', async () => {
    const { server, store } = await open({ standalone: true });
    process.kill(server.pid, 'SIGKILL');
    await refusesInTime(store);
  });

  /** Waits for the server as long as a request would. */
  async function isThere(store: Store): Promise<boolean> {
    return store.ping().then(
      () => true,
      () => false,
    );
  }
});

describe('no MongoDB', () => {
  test('a server that stays away at start is unavailable after the patience', async () => {
    const url = `mongodb://127.0.0.1:${await findFreePort()}/nobody`;
    await assert.rejects(openMongoStore(url, { clock: systemClock, startUpPatienceMs: 300 }), unavailable);
  });

  test('a URL that is not understood is refused without being told', async () => {
    for (const url of [
      'mongodb://user:s3cret@',
      'mongodb://user:s3cr@et@host/db',
      'mongodb://u:s3cret@h/?nonsense=s3cret',
    ]) {
      await assert.rejects(openMongoStore(url, { clock: systemClock }), (error: Error) => {
        return /MongoDB URL/.test(error.message) && !/s3cr/.test(`${error.stack} ${error.cause}`);
      });
    }
  });
});
