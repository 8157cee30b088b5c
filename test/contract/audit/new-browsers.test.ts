// The mail about a sign-in in a new browser: it comes whenever it is news, and nobody with the password makes it a flood.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTestAccounts, type TestAccounts } from '../../support/accounts.ts';
import { forEachStore, type OpenTestStore } from '../../support/engines.ts';

const mail = {
  smtp: { host: '127.0.0.1', port: 25, tls: 'none' },
  mailFrom: { address: 'postern@example.test' },
} as const;
const hour = 3_600_000;
const day = 24 * hour;
const home = '203.0.113.5';

interface World extends TestAccounts {
  readonly id: string;
  /** A sign-in that was finished in a browser nobody has seen; answers its cookie. */
  signIn(address: string): Promise<string>;
  /** What was mailed since the last time it was called: the texts. */
  read(): Promise<readonly string[]>;
  /** Such a sign-in, and how many mails came of it. */
  told(address: string): Promise<number>;
}

async function open(openStore: OpenTestStore): Promise<World> {
  const parts = await openTestAccounts(openStore, { mail });
  const { accounts, outbox } = parts;
  const added = await accounts.add({
    username: 'alice',
    emails: ['alice@example.test'],
    password: { text: 'seven green lamps at noon', setBy: 'owner' },
  });
  const id = added.outcome === 'added' ? added.account.id : assert.fail();
  const read = async (): Promise<readonly string[]> => {
    const texts: string[] = [];
    for (let taken = await outbox.waiting.take(); taken; taken = await outbox.waiting.take()) {
      const { subject, text } = taken.mail;
      await outbox.waiting.forget(taken.id);
      if (subject === 'Postern: a sign-in in a new browser') {
        texts.push(text);
      }
    }
    return texts;
  };
  const signIn = (address: string): Promise<string> =>
    accounts.browsers.remember(id, { factor: 1, from: { address } });
  const told = async (address: string): Promise<number> => {
    await signIn(address);
    return (await read()).length;
  };
  return { ...parts, id, read, signIn, told };
}

forEachStore((_engine, openTestStore) => {
  test('the first browser is no news, and every other one is', async () => {
    const { accounts, id, read, signIn, told } = await open(openTestStore);
    const cookie = await signIn(home);
    await accounts.browsers.remember(id, { factor: 1, cookie, from: { address: home } });
    assert.deepEqual(await read(), []);
    assert.equal(await told(home), 1);
  });

  test('new browsers at one address are told once an hour, and one elsewhere at once', async () => {
    const { clock, id, signIn, store, told } = await open(openTestStore);
    await signIn(home);
    assert.equal(await told(home), 1);
    assert.equal(await told(home), 0);
    assert.equal(await told('198.51.100.1'), 1);
    clock.advance(hour);
    assert.equal(await told(home), 1);
    const events: readonly unknown[] = await store.collection('events').findBy('accountId', id);
    assert.equal(events.length, 4, 'all of them are recorded');
  });

  test('all addresses of one line are one source: forty sign-ins are one mail, and the next network is told', async () => {
    const { read, signIn, told } = await open(openTestStore);
    await signIn(home);
    for (let line = 1; line <= 40; line += 1) {
      await signIn(`2001:db8:0:1:${line.toString(16)}::1`);
    }
    assert.equal((await read()).length, 1);
    assert.equal(await told('2001:db8:0:2::1'), 1);
    assert.equal(await told(home), 1);
  });

  test('from however many networks, a flood ends: the last mail of the day says so, and the next day begins anew', async () => {
    const { clock, id, read, signIn, store, told } = await open(openTestStore);
    await signIn(home);
    for (let network = 1; network <= 40; network += 1) {
      await signIn(`2001:db8:${network.toString(16)}::1`);
    }
    const texts = await read();
    assert.equal(texts.length, 10);
    const last = texts.filter((text) =>
      text.includes('many of these today. No more of them are mailed before midnight UTC.'),
    );
    assert.equal(last.length, 1);
    assert.match(last[0] ?? '', /^From where: 2001:db8:a::1$/m, 'the tenth');
    clock.advance(day - hour);
    assert.equal(await told('198.51.100.1'), 0);
    clock.advance(hour);
    assert.equal(await told('198.51.100.1'), 1);
    const events: readonly unknown[] = await store.collection('events').findBy('accountId', id);
    assert.equal(events.length, 42, 'all of them are recorded');
  });

  test('a flood at one account does not silence another', async () => {
    const { accounts, read, signIn } = await open(openTestStore);
    const added = await accounts.add({ username: 'bob', emails: ['bob@example.test'] });
    const bob = added.outcome === 'added' ? added.account.id : assert.fail();
    for (let network = 1; network <= 20; network += 1) {
      await signIn(`2001:db8:${network.toString(16)}::1`);
    }
    await read();
    await accounts.browsers.remember(bob, { factor: 1, from: { address: home } });
    await accounts.browsers.remember(bob, { factor: 1, from: { address: home } });
    assert.equal((await read()).length, 1);
  });

  const endings: Readonly<Record<string, (world: World) => Promise<unknown>>> = {
    'the owner has said “I lost a device”': ({ accounts, id }) => accounts.endAccess(id, { by: 'owner' }),
    'an administrator has': ({ accounts, id }) => accounts.loseDevice(id),
    'nobody signed in for a hundred days': async ({ clock }) => clock.advance(100 * day),
  };
  for (const [when, end] of Object.entries(endings)) {
    test(`no browser is known any more, but the account is in use: the next one is news, when ${when}`, async () => {
      const world = await open(openTestStore);
      await world.signIn(home);
      await end(world);
      await world.read();
      assert.equal(await world.told('198.51.100.66'), 1);
      assert.equal(await world.told(home), 1);
    });
  }

  test('what an administrator did before anybody signed in makes the first browser no news', async () => {
    const { accounts, id, told } = await open(openTestStore);
    await accounts.setPassword(id, 'nine blue doors ajar', { setBy: 'admin' });
    await accounts.disable(id);
    await accounts.enable(id);
    await accounts.loseDevice(id);
    assert.equal(await told(home), 0);
    assert.equal(await told(home), 1);
  });
});
