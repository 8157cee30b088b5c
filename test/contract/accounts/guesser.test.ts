// A year of guessing with the right password in hand: what the limits let through, and what the owner notices of it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findPassword } from '../../../src/accounts/account.ts';
import { systemClock } from '../../../src/base/clock.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { openTestAccounts } from '../../support/accounts.ts';
import { forEachStore, quietLog } from '../../support/engines.ts';
import { atOnce, mostWithinDay, openTarget, type Target } from '../../support/guesser.ts';
import { withLatency } from '../../support/latency.ts';

const mail = {
  smtp: { host: '127.0.0.1', port: 25, tls: 'none' },
  mailFrom: { address: 'postern@example.test' },
} as const;
const day = 24 * 3_600_000;

test('a year: thirty guesses a day and a hundred in all; the owner is told at once, and gets in every day', async (t) => {
  // The arithmetic is the same on either engine, and a year is long.
  const opened = await openTestAccounts(
    ({ clock = systemClock } = {}) => openStore({ kind: 'memory' }, { clock, log: quietLog }),
    { mail },
  );
  const target = await openTarget(t, opened);
  const { clock, checked } = target;
  const began = clock.now();
  const mails: (readonly string[])[] = [];
  let shutAt: number | undefined;

  for (let today = 0; today < 365; today += 1) {
    const midnight = began + (today + 1) * day;
    await Promise.all([target.signInOwner(), target.guess(today % 30 === 0 ? atOnce : 1)]);
    while (shutAt === undefined && clock.now() < midnight) {
      // Whoever leaves the page of the second step open never passes the password again.
      const waitSeconds = await target.guess(atOnce);
      shutAt = (await target.opensForStrangers()) ? undefined : clock.now();
      clock.advance(Math.min(waitSeconds * 1000, midnight - clock.now()));
    }
    clock.advance(midnight - clock.now());
    mails.push(await readSubjects(target));
  }

  assert.equal(checked.code.length, 100);
  assert.equal(mostWithinDay(checked.code), 30);
  assert.equal(mostWithinDay(checked.recovery), 30);
  assert.ok(shutAt !== undefined && shutAt < began + 4 * day);
  for (const moment of [...checked.code, ...checked.recovery]) {
    assert.ok(moment <= shutAt, 'behind a password that was retired nothing is checked');
  }
  const warnings = mails.map((subjects) => subjects.filter((subject) => /wrong code/.test(subject)).length);
  assert.ok(
    warnings.slice(0, 4).every((count) => count >= 1 && count <= 24),
    String(warnings.slice(0, 4)),
  );
  assert.equal(mails.flat().filter((subject) => /password needs to be replaced/.test(subject)).length, 1);
  const stranger = { address: '192.0.2.9' };
  assert.equal(
    (await target.accounts.verifyCode(target.id, target.rightCode(), stranger)).outcome,
    'wrong-code',
  );
  clock.advance(day);
  await target.signInOwner();
});

forEachStore((_engine, openTestStore) => {
  test('the hundredth guess is the last, also for whoever was patient and then sends fifty at once', async (t) => {
    const target = await openTarget(t, await openTestAccounts(openTestStore, { wrap: withLatency }));
    const { accounts, clock, checked, id } = target;
    while (checked.code.length < 99) {
      clock.advance(5 * 3_600_000);
      await target.guess(1);
    }
    clock.advance(2 * day);
    await Promise.all([target.guess(atOnce), target.guess(atOnce)]);
    clock.advance(2 * day);
    await target.guess(atOnce);
    assert.equal(checked.code.length, 100);
    const account = await accounts.findById(id);
    assert.ok(account && findPassword(account)?.retiredAt !== undefined);
  });
});

async function readSubjects({ outbox }: Target): Promise<readonly string[]> {
  const subjects: string[] = [];
  for (let taken = await outbox.waiting.take(); taken; taken = await outbox.waiting.take()) {
    subjects.push(taken.mail.subject);
    await outbox.waiting.forget(taken.id);
  }
  return subjects;
}
