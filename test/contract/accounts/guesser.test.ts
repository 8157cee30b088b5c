// A year of guessing with the right password in hand: what the limits let through, and what the owner notices of it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findPassword } from '../../../src/accounts/account.ts';
import { systemClock } from '../../../src/base/clock.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { openTestAccounts, type TestAccounts } from '../../support/accounts.ts';
import { forEachStore, quietLog } from '../../support/engines.ts';
import {
  atOnce,
  mostWithinDay,
  openTargetWithApp,
  openTargetWithout,
  type Target,
} from '../../support/guesser.ts';
import { withLatency } from '../../support/latency.ts';

const mail = {
  smtp: { host: '127.0.0.1', port: 25, tls: 'none' },
  mailFrom: { address: 'postern@example.test' },
} as const;
const day = 24 * 3_600_000;
const mostInDay = 30;
const mostBehindPassword = 100;
/** The mail of an hour names the door where the first of them was typed. */
const wrongOfAnyDoor = /a wrong (?:code|recovery code|ticket) after/;
/** From one network: five, some growing delays, then one in a quarter of an hour: of 80 bits. */
const mostRecoveryInDay = 5 + 10 + 96;

/** The arithmetic is the same on either engine, and a year is long. */
const openInMemory = (): Promise<TestAccounts> =>
  openTestAccounts(
    ({ clock = systemClock } = {}) => openStore({ kind: 'memory' }, { clock, log: quietLog }),
    { mail },
  );

interface Siege {
  /** The subjects of each day's mails to the owner. */
  readonly mails: readonly (readonly string[])[];
  /** When the password stopped to lead strangers any further. */
  readonly shutAt: number;
}

/** Guesses at every moment that the limits allow, and goes on when it is of no use any more. The owner signs in every day. */
async function besiege(target: Target, days: number): Promise<Siege> {
  const { clock } = target;
  const began = clock.now();
  const mails: (readonly string[])[] = [];
  let shutAt: number | undefined;
  for (let today = 0; today < days; today += 1) {
    const midnight = began + (today + 1) * day;
    await Promise.all([target.signInOwner(), target.guess(today % 30 === 0 ? atOnce : 1)]);
    while (shutAt === undefined && clock.now() < midnight) {
      // Whoever leaves the page of the second step open never passes the password again.
      const waitSeconds = await target.guess(atOnce);
      shutAt = (await target.opensForStrangers()) ? undefined : clock.now();
      clock.advance(Math.min(waitSeconds * 1000, midnight - clock.now()));
    }
    assert.ok(shutAt !== undefined || today < 30, 'the password leads strangers on after a month of this');
    clock.advance(midnight - clock.now());
    mails.push(await target.readSubjects());
  }
  return { mails, shutAt: shutAt ?? assert.fail('the password leads strangers on') };
}

const count = (subjects: readonly string[] = [], what: RegExp): number =>
  subjects.filter((subject) => what.test(subject)).length;

test('a year at the app and the recovery codes: thirty guesses a day, a hundred in all, and the owner gets in', async (t) => {
  const target = await openTargetWithApp(t, await openInMemory());
  const { accounts, clock, checked } = target;
  const began = clock.now();
  const { mails, shutAt } = await besiege(target, 365);

  assert.equal(checked.code.length, mostBehindPassword);
  assert.equal(mostWithinDay(checked.code), mostInDay);
  assert.ok(mostWithinDay(checked.recovery) <= mostRecoveryInDay);
  assert.ok(shutAt < began + 4 * day);
  assert.ok([...checked.code, ...checked.recovery].every((moment) => moment <= shutAt));
  for (const today of mails.slice(0, 4)) {
    assert.ok(count(today, wrongOfAnyDoor) >= 1 && count(today, wrongOfAnyDoor) <= 24);
  }
  assert.equal(count(mails.flat(), /password needs to be replaced/), 1);
  const answer = await accounts.verifyCode(target.id, target.rightCode(), { address: '192.0.2.9' });
  assert.equal(answer.outcome, 'wrong-code', 'also the right code is of no use to a stranger');
});

test('a month in browsers that knew the password before there was an app: not one guess more', async (t) => {
  const target = await openTargetWithApp(t, await openInMemory(), 30);
  const { shutAt } = await besiege(target, 30);
  const { checked } = target;
  assert.equal(checked.code.length, mostBehindPassword);
  assert.equal(mostWithinDay(checked.code), mostInDay);
  assert.ok(checked.code.every((moment) => moment <= shutAt));
});

test('two months at the code that is mailed before a first factor: the same limits, and no flood of mail', async (t) => {
  const target = await openTargetWithout(t, await openInMemory());
  const { mails, shutAt } = await besiege(target, 60);
  const { checked } = target;

  assert.equal(checked.mailed.length, mostBehindPassword);
  assert.ok(mostWithinDay(checked.mailed) <= mostInDay);
  assert.ok(checked.mailed.every((moment) => moment <= shutAt));
  assert.deepEqual(checked.recovery, [], 'a ticket that does not exist is compared with nothing');
  assert.ok(count(mails[0], wrongOfAnyDoor) >= 1);
  assert.ok(mails.every((today) => count(today, /./) <= 10 + 24 + 1));
});

forEachStore((_engine, openTestStore) => {
  test('the hundredth guess is the last, also for whoever was patient and then sends fifty at once', async (t) => {
    const target = await openTargetWithApp(t, await openTestAccounts(openTestStore, { wrap: withLatency }));
    const { accounts, clock, checked, id } = target;
    while (checked.code.length < mostBehindPassword - 1) {
      clock.advance(5 * 3_600_000);
      await target.guess(1);
    }
    clock.advance(2 * day);
    await Promise.all([target.guess(atOnce), target.guess(atOnce)]);
    clock.advance(2 * day);
    await target.guess(atOnce);
    assert.equal(checked.code.length, mostBehindPassword);
    const account = await accounts.findById(id);
    assert.ok(account && findPassword(account)?.retiredAt !== undefined);
  });
});
