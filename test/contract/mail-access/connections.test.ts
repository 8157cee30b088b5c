// What can read the mail, in one list on both stores: each ended alone or all together, and no mail server forgotten.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canReadMail, createConnections } from '../../../src/mail-access/connections.ts';
import { createKicks } from '../../../src/mail-access/kick/kicks.ts';
import { createClients } from '../../../src/oidc/clients/clients.ts';
import { createDevices } from '../../../src/oidc/devices.ts';
import { testSettings } from '../../support/accounts.ts';
import { forEachStore, type OpenTestStore } from '../../support/engines.ts';
import { home, openMailCheckWorld, password, say } from '../../support/mail-check-world.ts';

const kickUrl = 'http://:sesame@127.0.0.1:8080/doveadm/v1';
const hour = 3_600_000;

async function open(openStore: OpenTestStore) {
  const world = await openMailCheckWorld(openStore);
  const { store, clock, accounts, leases, mailServices } = world;
  const devices = createDevices({ store, clock });
  const clients = createClients({ store, clock });
  const settings = { ...testSettings, mailDomains: ['one.test', 'two.test'], mailLogin: 'email' } as const;
  const makeKicks = () => createKicks({ store, clock, mailServices, settings });
  const kicks = makeKicks();
  const connections = createConnections({ accounts, devices, leases, clients, kicks });
  const takeAll = async () => {
    const taken = [];
    for (const service of await kicks.waiting.services()) {
      const next = () => kicks.waiting.take(service);
      for (let one = await next(); one; one = await next()) {
        taken.push(`${one.user} at ${one.service}`);
        await kicks.waiting.finish(one);
      }
    }
    return taken.sort();
  };
  return { ...world, devices, clients, kicks, makeKicks, connections, takeAll };
}

type World = Awaited<ReturnType<typeof open>>;

/** alice with one of each. */
async function connectAll(world: World) {
  const { clients, devices, clock } = world;
  const service = await world.addService({ concatenated: 'lease', kickUrl });
  const { account, freshCode } = await world.addWithApp({ username: 'alice' });
  await clients.add({ id: 'thunderbird', preset: 'thunderbird' });
  await clients.add({ id: 'webmail', preset: 'roundcube', redirectUris: ['https://webmail.test/cb'] });
  const from = { accountId: account.id, address: '192.0.2.1', userAgent: 'Mail/1', factor: 2 } as const;
  await devices.connect({ ...from, id: 'grant-1', clientId: 'thunderbird', name: 'Thunderbird' });
  await devices.noteUse('grant-1', '192.0.2.7');
  clock.advance(1000);
  await devices.connect({ ...from, id: 'grant-2', clientId: 'webmail', name: 'Webmail', isUnverified: true });
  await devices.noteUse('grant-2', '10.0.0.1');
  await devices.noteBrowser('grant-2', '192.0.2.8', 60);
  clock.advance(1000);
  const appPassword = await world.addAppPassword(account.id);
  assert.equal(say(await world.ask(service, 'alice', appPassword.password)), 'admitted by app-password');
  const leased = `${password}$${freshCode()}`;
  assert.equal(say(await world.ask(service, 'alice', leased)), 'admitted by code');
  await world.mailCheck.settled();
  const read = async () => (await world.accounts.findById(account.id)) ?? assert.fail();
  return { account, service, appPassword, leased, read };
}

forEachStore((_engine, openStore) => {
  test('all four kinds are listed, what was used last first, with time, address and service', async () => {
    const world = await open(openStore);
    const { read, appPassword } = await connectAll(world);
    const listed = await world.connections.list(await read());
    assert.deepEqual(
      listed.map(({ kind, isWeb, name, lastAddress, service, protocol, factor, isUnverified }) => [
        isWeb === true ? 'web' : kind,
        name,
        lastAddress,
        service,
        protocol,
        factor,
        isUnverified,
      ]),
      [
        ['lease', 'mx', home, 'mx', undefined, 2, undefined],
        ['app-password', 'Phone', home, 'mx', 'imap', 2, undefined],
        ['web', 'Webmail', '192.0.2.8', undefined, undefined, 2, true],
        ['program', 'Thunderbird', '192.0.2.7', undefined, undefined, 2, undefined],
      ],
    );
    const [lease, phone] = listed;
    assert.equal((lease?.expiresAt ?? 0) - (lease?.createdAt ?? 0), 12 * hour);
    assert.equal(phone?.id, appPassword.id);
    assert.doesNotMatch(JSON.stringify(listed), /hash|argon|sealed/i);
  });

  test('what was granted no mail is told apart, and grows with its grant; how a program was allowed is kept', async () => {
    const world = await open(openStore);
    const { account, read } = await connectAll(world);
    const { connections, devices, clock } = world;
    const wiki = {
      accountId: account.id,
      address: '10.0.0.1',
      userAgent: '',
      factor: 2,
      name: 'Wiki',
    } as const;
    const connect = (readsNoMail: { readonly readsNoMail?: true }) =>
      devices.connect({ ...wiki, id: 'grant-3', clientId: 'webmail', ...readsNoMail });
    const find = async (id: string) => (await connections.list(await read())).find((one) => one.id === id);
    await connect({ readsNoMail: true });
    const listed = await connections.list(await read());
    const now = clock.now();
    assert.equal(listed.filter((one) => canReadMail(one, now)).length, listed.length - 1);
    assert.equal((await find('grant-3'))?.readsNoMail, true);
    await connect({});
    assert.equal((await find('grant-3'))?.readsNoMail, undefined);
    const allowed = { address: '192.0.2.9', browser: 'Firefox (Linux)', byCode: true } as const;
    await devices.noteAllowed('grant-1', allowed, 60);
    assert.deepEqual((await find('grant-1'))?.program?.allowed, allowed);
    await connections.end(account.id, 'grant-1');
    assert.equal(await world.store.collection('lastUses').find('grant-1.allowed'), undefined);
  });

  test('each is ended alone, at the next question, and only by whom it belongs to', async () => {
    const world = await open(openStore);
    const { account, service, appPassword, leased, read } = await connectAll(world);
    const bob = await world.add({ username: 'bob' });
    const ids = (await world.connections.list(await read())).map(({ id }) => id);
    for (const id of ids) {
      assert.equal(await world.connections.end(bob.id, id), false);
    }
    assert.equal((await world.connections.list(await read())).length, 4);
    assert.deepEqual(await world.takeAll(), [], 'nothing ended, nobody is kicked');

    const [lease = '', phone = '', ...others] = ids;
    assert.equal(await world.connections.end(account.id, phone), true);
    assert.equal(await world.connections.end(account.id, phone), false);
    assert.equal(say(await world.ask(service, 'alice', appPassword.password)).startsWith('admitted'), false);
    assert.equal(say(await world.ask(service, 'alice', leased)), 'admitted by lease');
    assert.equal(await world.connections.end(account.id, lease), true);
    assert.equal(say(await world.ask(service, 'alice', leased)), 'spent');
    assert.deepEqual(
      (await world.connections.list(await read())).map(({ id }) => id),
      others,
    );
  });

  test('all are ended together, and what an account’s end leaves is tidied', async () => {
    const world = await open(openStore);
    const { account, service, appPassword, leased, read } = await connectAll(world);
    assert.equal(await world.connections.endAll(account.id), 4);
    assert.deepEqual(await world.connections.list(await read()), []);
    for (const text of [appPassword.password, leased]) {
      assert.equal(say(await world.ask(service, 'alice', text)).startsWith('admitted'), false);
    }
    assert.equal(await world.connections.endAll(account.id), 0);
    const before = await read();
    await world.accounts.remove(account.id);
    assert.equal(await world.connections.followEnd(before), 0);
    assert.deepEqual(await world.takeAll(), ['alice at mx'], 'also for an account that is gone');
  });

  test('told are the mail servers that guard the account and have an address, by the name they know', async () => {
    const world = await open(openStore);
    const { kicks, clock, takeAll } = world;
    await world.addService({ name: 'one', kickUrl, domains: ['one.test'] });
    await world.addService({ name: 'two', kickUrl, domains: ['two.test'] });
    await world.addService({ name: 'everybody', kickUrl });
    const mute = await world.addService({ name: 'mute', domains: ['two.test'] });
    const ann = await world.add({ username: 'ann', emails: ['ann@one.test'] });
    const ben = await world.add({ username: 'ben', emails: ['ben@two.test'] });
    assert.equal(await kicks.reachesAll(ann), true);
    assert.equal(await kicks.reachesAll(ben), false);
    await world.mailServices.remove(mute.name);
    assert.equal(await kicks.reachesAll(ben), true);

    let told = 0;
    const stop = kicks.onAsk(() => {
      told += 1;
    });
    await kicks.ask(ann);
    stop();
    await kicks.ask(ann);
    assert.equal(told, 1);
    const both = ['ann@one.test at everybody', 'ann@one.test at one'];
    assert.deepEqual(await takeAll(), both, 'who waits already waits once');
    clock.advance(14_000);
    assert.deepEqual(await takeAll(), []);
    clock.advance(1000);
    assert.deepEqual(await takeAll(), both, 'once more for who was just let in');
    clock.advance(hour);
    assert.deepEqual(await takeAll(), []);
  });

  test('one that failed is tried again after growing pauses, by one process at a time, for a day', async () => {
    const world = await open(openStore);
    const { kicks, clock } = world;
    const { waiting } = world.makeKicks();
    await world.addService({ kickUrl });
    const ann = await world.add({ username: 'ann' });
    await kicks.ask(ann);
    const taken = await Promise.all(
      [kicks.waiting, waiting, kicks.waiting, waiting].map((one) => one.take('mx')),
    );
    const [first, ...rest] = taken.filter((one) => one !== undefined);
    assert.deepEqual([first?.tries, first?.isLast, rest], [1, false, []]);
    const pauses: number[] = [];
    for (let since = 0; pauses.length < 8; since += 5000) {
      const again = await waiting.take('mx');
      if (again !== undefined) {
        pauses.push(since / 1000);
        since = 0;
      }
      clock.advance(5000);
    }
    assert.deepEqual(pauses, [30, 60, 120, 240, 480, 960, 1800, 1800]);
    let last = await waiting.take('mx');
    for (let tries = 0; tries < 60 && last?.isLast !== true; tries += 1) {
      clock.advance(30 * 60_000);
      last = (await waiting.take('mx')) ?? last;
    }
    assert.equal(last?.isLast, true);
    clock.advance(24 * hour);
    assert.equal(await waiting.take('mx'), undefined);
  });

  test('what a person made for a shared mailbox ends there with the person, and its connections are closed', async () => {
    const world = await open(openStore);
    const { accounts, add, addService, connections, takeAll } = world;
    await addService({ kickUrl });
    const emails = (name: string) => ({ username: name, emails: [`${name}@one.test`] });
    const carl = await add(emails('carl'));
    const team = await add({ ...emails('team'), kind: 'shared', owners: [carl.id] });
    await add({ ...emails('printer'), kind: 'device', owners: [carl.id] });
    await accounts.appPasswords.add(team.id, { name: 'Phone' }, { maker: carl });
    await accounts.endAccess(carl.id, { by: 'owner' });
    await connections.followEnd(carl);
    assert.deepEqual([...new Set(await takeAll())], ['carl@one.test at mx', 'team@one.test at mx']);
    const [listed] = await connections.list((await accounts.findById(team.id)) ?? assert.fail());
    assert.deepEqual(listed?.limits?.maker, { username: 'carl', hasAccess: false });
  });
});
