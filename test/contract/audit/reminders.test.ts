// The reminders before the policy's date on both stores: whom they reach, when, and that nobody gets one twice.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAccessRules } from '../../../src/accounts/rules/access-rules.ts';
import { type RemindersParts, remindOfPolicy } from '../../../src/accounts/rules/reminders.ts';
import type { Store } from '../../../src/store/store.ts';
import { openTestAccounts, type TestAccounts, type TestAccountsOptions } from '../../support/accounts.ts';
import { forEachStore, type OpenTestStore } from '../../support/engines.ts';
import { withLatency } from '../../support/latency.ts';

const mail = {
  smtp: { host: '127.0.0.1', port: 25, tls: 'none' },
  mailFrom: { address: 'postern@example.test' },
} as const;
const dayMs = 24 * 60 * 60 * 1000;

interface World extends TestAccounts {
  readonly parts: RemindersParts;
  readonly date: number;
  /** Who was mailed since the last time it was called, and the days left by the subject. */
  read(): Promise<readonly string[]>;
}

/** The policy begins in twenty days. */
async function open(openStore: OpenTestStore, options: TestAccountsOptions = {}): Promise<World> {
  const opened = await openTestAccounts(openStore, { mail, ...options });
  const { store, clock, outbox } = opened;
  const accessRules = createAccessRules({
    store,
    clock,
    settings: { mfa: 'optional', mfaExemptRoles: ['superadmin'] },
  });
  const date = clock.now() + 20 * dayMs;
  await accessRules.setPolicy({ mfa: 'required', from: date });
  const settings = { issuer: 'https://id.example.test' };
  const parts = { ...opened, accessRules, settings, canMail: outbox.canSend };
  const read = async (): Promise<readonly string[]> => {
    const mails: string[] = [];
    for (let taken = await outbox.waiting.take(); taken; taken = await outbox.waiting.take()) {
      mails.push(`${taken.mail.to} ${taken.mail.subject}`);
      await outbox.waiting.forget(taken.id);
    }
    return mails.toSorted();
  };
  return { ...opened, parts, date, read };
}

async function add({ accounts }: TestAccounts, username: string): Promise<string> {
  const added = await accounts.add({ username, emails: [`${username}@example.test`] });
  return added.outcome === 'added' ? added.account.id : assert.fail();
}

const left = (days: string): string => `Postern: ${days} left to set up a second step`;

forEachStore((_engine, openTestStore) => {
  test('14, 7 and 1 days before, and each once however often it is looked', async () => {
    const world = await open(openTestStore);
    const { parts, clock, read } = world;
    await add(world, 'alice');
    const bob = await add(world, 'bob');
    await world.accounts.factors.make(bob);
    await read();
    const found: (readonly string[])[] = [];
    for (let hour = 0; hour <= 21 * 24; hour += 6) {
      await remindOfPolicy(parts);
      const mails = await read();
      found.push(...(mails.length === 0 ? [] : [[String(hour / 24), ...mails]]));
      clock.advance(6 * 60 * 60 * 1000);
    }
    assert.deepEqual(found, [
      ['6', `alice@example.test ${left('14 days')}`],
      ['13', `alice@example.test ${left('7 days')}`],
      ['19', `alice@example.test ${left('1 day')}`],
    ]);
  });

  test('whoever comes late is told the days that are left, once', async () => {
    const world = await open(openTestStore);
    world.clock.advance(17 * dayMs);
    await add(world, 'alice');
    assert.equal(await remindOfPolicy(world.parts), 1);
    assert.equal(await remindOfPolicy(world.parts), 0);
    assert.deepEqual(await world.read(), [`alice@example.test ${left('3 days')}`]);
  });

  test('another date is another reminder, the same date again is none', async () => {
    const world = await open(openTestStore);
    const { parts, clock, date } = world;
    await add(world, 'alice');
    clock.advance(10 * dayMs);
    assert.equal(await remindOfPolicy(parts), 1);
    const { setPolicy } = createAccessRules({ ...world, settings: { mfa: 'optional', mfaExemptRoles: [] } });
    await setPolicy({ mfa: 'optional' });
    assert.equal(await remindOfPolicy(parts), 0);
    await setPolicy({ mfa: 'required', from: date + dayMs });
    assert.equal(await remindOfPolicy(parts), 1);
    await setPolicy({ mfa: 'required', from: date });
    assert.equal(await remindOfPolicy(parts), 0);
  });

  test('eight processes tell each of twenty people once', async () => {
    const world = await open(openTestStore, { wrap: (store: Store) => withLatency(store) });
    for (let count = 10; count < 30; count += 1) {
      await add(world, `person${count}`);
    }
    world.clock.advance(19 * dayMs);
    const told = await Promise.all(Array.from({ length: 8 }, () => remindOfPolicy(world.parts)));
    assert.equal(
      told.reduce((sum, count) => sum + count),
      20,
    );
    assert.ok(told.filter((count) => count > 0).length > 1, 'they did race');
    const mails = await world.read();
    assert.deepEqual([mails.length, new Set(mails).size], [20, 20]);
  });

  test('the mail says the date and where to begin, and the event keeps both', async () => {
    const world = await open(openTestStore);
    const id = await add(world, 'alice');
    world.clock.advance(19 * dayMs);
    await remindOfPolicy(world.parts);
    const taken = await world.outbox.waiting.take();
    assert.match(taken?.mail.text ?? '', /^From 21 January 2050, 00:00 UTC on, signing in takes/m);
    assert.match(taken?.mail.text ?? '', /^https:\/\/id\.example\.test\/account\/enrol$/m);
    assert.doesNotMatch(taken?.mail.text ?? '', /^When: /m);
    const [event] = await world.store.collection('events').findBy('accountId', id);
    const { facts } = event as unknown as { facts: unknown };
    const address = 'https://id.example.test/account/enrol';
    assert.deepEqual(facts, { date: world.date, days: 1, address });
  });

  test('a server that cannot mail tells nobody, and counts nobody as told', async () => {
    const world = await open(openTestStore);
    await add(world, 'alice');
    world.clock.advance(19 * dayMs);
    assert.equal(await remindOfPolicy({ ...world.parts, canMail: false }), 0);
    assert.equal(await remindOfPolicy(world.parts), 1);
  });

  test('a stop ends it between two people', async () => {
    const world = await open(openTestStore);
    await add(world, 'alice');
    world.clock.advance(19 * dayMs);
    assert.equal(await remindOfPolicy(world.parts, AbortSignal.abort()), 0);
    assert.deepEqual(await world.read(), []);
  });
});
