// Kicks on their way: what one mail server does delays no other, and nothing that was asked is lost.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KickRefusedError } from '../../../src/mail-access/kick/doveadm.ts';
import { startKicking } from '../../../src/mail-access/kick/kick-delivery.ts';
import { createKicks } from '../../../src/mail-access/kick/kicks.ts';
import type { StoredDocument } from '../../../src/store/store.ts';
import { testSettings } from '../../support/accounts.ts';
import { forEachStore, quietLog } from '../../support/engines.ts';
import { withLatency } from '../../support/latency.ts';
import { openMailCheckWorld } from '../../support/mail-check-world.ts';
import { until } from '../../support/until.ts';

/** One told mail server; answered at once unless the test holds it. */
interface Told {
  readonly service: string;
  readonly user: string;
  readonly at: number;
}

forEachStore((_engine, openStore) => {
  const open = async (wrap?: typeof withLatency) => {
    const world = await openMailCheckWorld(openStore, wrap ? { wrap } : {});
    const { store, clock, mailServices } = world;
    const settings = { ...testSettings, mailLogin: 'email' } as const;
    const kicks = createKicks({ store, clock, mailServices, settings });
    for (const name of ['rogue', 'good']) {
      const kickUrl = `http://:key@127.0.0.1:9/${name}`;
      await world.addService({ name, domains: [`${name}.test`], kickUrl });
    }
    const told: Told[] = [];
    /** How each answers; the test changes it. */
    const answers = new Map<string, (user: string) => Promise<void>>();
    const start = () =>
      startKicking({
        kicks,
        mailServices,
        clock,
        log: quietLog,
        kick: async (address, user) => {
          const service = new URL(address).pathname.slice(1);
          told.push({ service, user, at: clock.now() });
          await answers.get(service)?.(user);
        },
      });
    const waiting = async () =>
      (await store.collection<StoredDocument>('kicks').page({ key: 'turn', limit: 1000 })).documents.length;
    const add = (at: string, name: string) => world.add({ username: name, emails: [`${name}@${at}.test`] });
    const count = (service: string) => told.filter((one) => one.service === service).length;
    return { ...world, kicks, told, answers, start, waiting, addAt: add, count };
  };

  test('a mail server that hangs delays nobody else, and one person’s asks there are one', async () => {
    const { kicks, told, answers, start, waiting, addAt, count } = await open();
    const [mallory, bob] = [await addAt('rogue', 'mallory'), await addAt('good', 'bob')];
    const others = await Promise.all([0, 1, 2, 3, 4, 5].map((index) => addAt('rogue', `other${index}`)));
    const hung = Promise.withResolvers<void>();
    answers.set('rogue', () => hung.promise);
    const delivery = start();
    for (const one of [...others, ...Array(60).fill(mallory)]) {
      await kicks.ask(one);
    }
    await until(() => count('rogue') === 4, 'as many are told at once as may be');
    assert.equal(await waiting(), 7);
    await kicks.ask(bob);
    await until(() => count('good') === 1, 'the kick');
    assert.equal(count('rogue'), 4, 'no more at once');
    hung.resolve();
    await until(() => told.some(({ user }) => user.startsWith('mallory')), 'the kick of the others');
    await delivery.stop();
  });

  test('whoever is told is told once more a quarter of a minute later, and then no more', async () => {
    const { kicks, start, waiting, addAt, count, clock } = await open();
    const bob = await addAt('good', 'bob');
    await kicks.ask(bob);
    await kicks.ask(bob);
    const first = start();
    await until(() => count('good') === 1, 'the kick');
    await first.stop();
    clock.advance(14_000);
    assert.equal(await kicks.waiting.take('good'), undefined);
    clock.advance(1000);
    const second = start();
    await until(() => count('good') === 2, 'the second kick');
    await second.stop();
    assert.equal(await waiting(), 0);
  });

  test('what is asked while a kick is under way begins another one', async () => {
    const { kicks, answers, start, addAt, count } = await open();
    const bob = await addAt('good', 'bob');
    const slow = Promise.withResolvers<void>();
    answers.set('good', () => slow.promise);
    const delivery = start();
    await kicks.ask(bob);
    await until(() => count('good') === 1, 'the kick');
    await kicks.ask(bob);
    slow.resolve();
    await until(() => count('good') === 2, 'the second kick');
    await delivery.stop();
  });

  test('of asks that race with kicks over a slow store, each is followed by a kick', async () => {
    const { kicks, told, start, addAt, clock } = await open(withLatency);
    const bob = await addAt('good', 'bob');
    const delivery = start();
    for (let round = 0; round < 15; round += 1) {
      clock.advance(1);
      const askedAt = clock.now();
      await kicks.ask(bob);
      await until(() => told.some(({ at }) => at >= askedAt), 'a kick after this ask');
    }
    await delivery.stop();
  });

  test('a mail server that is away rests as a whole, and all are told when it is back', async () => {
    const { kicks, answers, start, addAt, count, clock, told } = await open();
    const people = await Promise.all([0, 1, 2, 3, 4, 5].map((index) => addAt('rogue', `user${index}`)));
    const bob = await addAt('good', 'bob');
    answers.set('rogue', () => Promise.reject(new Error('connection refused')));
    await kicks.ask(people[0] ?? assert.fail());
    const first = start();
    await until(() => count('rogue') === 1, 'the kick in vain');
    for (const one of [...people, bob]) {
      await kicks.ask(one);
    }
    await until(() => count('good') === 1, 'the kick');
    await first.stop();
    assert.equal(count('rogue'), 1, 'the others wait with it');
    answers.delete('rogue');
    clock.advance(5000);
    const second = start();
    await until(
      () => new Set(told.map(({ user }) => user)).size === 7 && count('rogue') === 7,
      'a kick for each',
    );
    await second.stop();
  });

  test('one person whom the mail server refuses keeps nobody waiting', async () => {
    const { kicks, answers, start, addAt, told } = await open();
    const [odd, bob] = [await addAt('good', 'odd'), await addAt('good', 'bob')];
    answers.set('good', async (user) => {
      if (user.startsWith('odd')) {
        throw new KickRefusedError('a pattern');
      }
    });
    const delivery = start();
    await kicks.ask(odd);
    await until(() => told.length === 1, 'the kick that is refused');
    await kicks.ask(bob);
    await until(() => told.some(({ user }) => user.startsWith('bob')), 'the kick of the next');
    await delivery.stop();
  });

  test('a kick whose process died is made by another one', async () => {
    const { kicks, start, addAt, count, clock } = await open();
    await kicks.ask(await addAt('good', 'bob'));
    assert.ok(await kicks.waiting.take('good'));
    clock.advance(30_000);
    const delivery = start();
    await until(() => count('good') === 1, 'the kick');
    await delivery.stop();
  });
});
