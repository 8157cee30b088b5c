// A week with two forgotten programs and a guesser: the owner signs in and reads mail all the time, and is mailed once a day at most.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { forEachStore } from '../../support/engines.ts';
import { caughtMail, home, openMailCheckWorld, password, say } from '../../support/mail-check-world.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

/** The arithmetic is the same on either engine; a database behind a network takes its time. */
const days = { sqlite: 7, mongodb: 2 } as const;

forEachStore((engine, openStore) => {
  test(`${days[engine]} days`, { timeout: 240_000 }, async () => {
    const world = await openMailCheckWorld(openStore, { mail: caughtMail });
    const { ask, clock, accounts, readSubjects, addAppPassword, leases } = world;
    const service = await world.addService({ concatenated: 'lease' });
    const emails = ['alice@example.test'];
    const { account, freshCode } = await world.addWithApp({ username: 'alice', emails });
    const { password: phone } = await addAppPassword(account.id);
    const browser = await accounts.browsers.remember(account.id, { factor: 2 });

    // The pool of a desk program that was started once and never again.
    const expired = `${password}$${freshCode()}`;
    assert.equal(say(await ask(service, 'alice', expired)), 'admitted by code');
    clock.advance(12 * 60 * minute);
    await readSubjects();
    // The owner's own program, with a lease of today.
    let text = '';
    const began = clock.now();
    const mails: string[][] = [];
    let guesses = 0;
    for (let today = 0; today < days[engine]; today += 1) {
      const midnight = began + (today + 1) * day;
      const subjects: string[] = [];
      let nextCode = clock.now();
      let nextSignIn = clock.now();
      while (clock.now() < midnight) {
        const until = Math.min(clock.now() + 5 * minute, midnight);
        // An old phone, somewhere on the way, with the password of last year.
        await ask(service, 'alice', 'the password of last year', { address: `203.0.113.${today}` });
        // Its pool: three connections at once.
        const pool = await Promise.all([1, 2, 3].map(() => ask(service, 'alice', expired)));
        assert.ok(pool.every((answer) => answer.outcome === 'refused'));
        // A guesser who has a network for every guess.
        guesses += 1;
        await ask(service, 'alice', `guess ${guesses}$123456`, {
          address: `10.${guesses % 250}.${today}.1`,
        });
        assert.equal(
          say(await ask(service, 'alice', phone, { address: '192.0.2.5' })),
          'admitted by app-password',
        );
        if (clock.now() >= nextCode) {
          text = `${password}$${freshCode()}`;
          nextCode = clock.now() + 11 * 60 * minute;
          assert.equal(say(await ask(service, 'alice', text)), 'admitted by code');
        }
        assert.equal(say(await ask(service, 'alice', text)), 'admitted by lease');
        if (clock.now() >= nextSignIn) {
          nextSignIn = clock.now() + 6 * 60 * minute;
          for (const from of [{ address: home, browser }, { address: `192.0.2.${100 + today}` }]) {
            assert.equal((await accounts.verifyPassword('alice', password, from)).outcome, 'right');
            assert.equal((await accounts.verifyCode(account.id, freshCode(), from)).outcome, 'right');
          }
        }
        clock.advance(Math.max(0, until - clock.now()));
      }
      subjects.push(...(await readSubjects()));
      mails.push(subjects);
    }
    for (const [today, subjects] of mails.entries()) {
      assert.ok(subjects.length <= 1, `day ${today + 1}: ${subjects.join(', ')}`);
    }
    assert.ok(
      mails.flat().every((subject) => /mail program needs/.test(subject)),
      mails.flat().join(', '),
    );
    assert.equal(
      (await leases.list((await accounts.findById(account.id)) ?? assert.fail())).length >= 1,
      true,
    );
  });
});
