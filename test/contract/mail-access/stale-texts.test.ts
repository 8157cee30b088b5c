// Programs that go on with an old text: refused in the usual time, not counted, and their owner hears of it once a day.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StoredDocument } from '../../../src/store/store.ts';
import { forEachStore } from '../../support/engines.ts';
import { withLatency } from '../../support/latency.ts';
import { caughtMail, openMailCheckWorld, password, say } from '../../support/mail-check-world.ts';

const day = 24 * 3_600_000;
const minute = 60_000;
const stranger = { address: '203.0.113.200' };

forEachStore((_engine, openStore) => {
  const open = async (
    given: Parameters<Awaited<ReturnType<typeof openMailCheckWorld>>['addService']>[0] = {},
  ) => {
    const world = await openMailCheckWorld(openStore, { mail: caughtMail });
    const service = await world.addService(given);
    const emails = ['alice@example.test'];
    return { ...world, service, ...(await world.addWithApp({ username: 'alice', emails })) };
  };

  test('an old password every five minutes for a day is evaluated once, costs no hash after that, and slows nobody', async () => {
    const { service, ask, clock, countHashes, freshCode, addService } = await open({ concatenated: 'once' });
    assert.equal(say(await ask(service, 'alice', 'the password of last year')), 'wrong-password');
    for (let passed = 5 * minute; passed < day; passed += 5 * minute) {
      clock.advance(5 * minute);
      const { hashes, answer } = await countHashes(() => ask(service, 'alice', 'the password of last year'));
      assert.deepEqual([say(answer), hashes], ['stale', 0]);
    }
    assert.equal(say(await ask(service, 'alice', `${password}$${freshCode()}`)), 'admitted by code');
    clock.advance(5 * minute);
    assert.equal(say(await ask(service, 'alice', 'the password of last year')), 'wrong-password');
    // Elsewhere, and from elsewhere, it is a text like any other.
    const other = await addService({ name: 'mx2' });
    assert.equal(say(await ask(other, 'alice', 'the password of last year')), 'wrong-password');
    assert.equal(say(await ask(service, 'alice', 'the password of last year', stranger)), 'wrong-password');
  });

  test('five connections every minute with an old password are never asked to wait', async () => {
    const { service, ask, clock } = await open();
    await ask(service, 'alice', 'the password of last year');
    for (let passed = 0; passed < 4 * 60 * minute; passed += minute) {
      const answers = await Promise.all(
        Array.from({ length: 5 }, () => ask(service, 'alice', 'the password of last year')),
      );
      assert.deepEqual(answers.map(say), Array(5).fill('stale'));
      clock.advance(minute);
    }
  });

  test('one old text in a flood is refused without a hash and then asked to wait, others from there are not', async () => {
    const { service, ask, add, clock, countHashes, freshCode, hasher } = await open({
      concatenated: 'once',
      plain: 'without-factor',
    });
    await add({ username: 'bob' });
    const spent = `${password}$${freshCode()}`;
    assert.equal(say(await ask(service, 'alice', spent)), 'admitted by code');
    for (const [user, text, reason] of [
      ['alice', 'old words', 'stale'],
      ['nobody', 'old words', 'stale'],
      ['alice', spent, 'spent'],
    ] as const) {
      await ask(service, user, text);
      hasher.calls.waitLikeACheck = 0;
      const { hashes, answer } = await countHashes(async () => {
        const said = [];
        for (let index = 0; index < 300; index += 1) {
          said.push(say(await ask(service, user, text)));
        }
        return said;
      });
      const refusals = answer.filter((one) => one === reason).length;
      assert.ok(refusals === 200 || refusals === 199, `${user}: ${refusals}`);
      assert.equal(answer.filter((one) => one === 'throttled').length, 300 - refusals);
      assert.deepEqual(
        [hashes, hasher.calls.waitLikeACheck],
        [0, refusals],
        'each takes the time of a check',
      );
    }
    assert.equal(say(await ask(service, 'bob', password)), 'admitted by password');
    assert.equal(say(await ask(service, 'alice', `${password}$${freshCode()}`)), 'admitted by code');
    assert.equal(say(await ask(service, 'alice', 'old words', stranger)), 'wrong-password');
    const last = await ask(service, 'nobody', 'old words');
    assert.ok(last.outcome === 'throttled' && last.retryAfterSeconds <= 15 * 60, JSON.stringify(last));
    clock.advance(last.retryAfterSeconds * 1000);
    assert.equal(say(await ask(service, 'nobody', 'old words')), 'stale');
  });

  test('twenty connections of one moment with one wrong text are one failure', async () => {
    const world = await openMailCheckWorld(openStore, { wrap: withLatency });
    const { ask, add } = world;
    const service = await world.addService({ plain: 'without-factor' });
    await add({ username: 'bob' });
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => ask(service, 'bob', 'a wrong password')),
    );
    assert.deepEqual(answers.map(say).sort(), [...Array(19).fill('stale'), 'wrong-password']);
    for (let index = 0; index < 9; index += 1) {
      assert.equal(say(await ask(service, 'bob', `wrong ${index}`)), 'wrong-password');
    }
    assert.equal(say(await ask(service, 'bob', 'wrong 9')), 'throttled');
  });

  test('once the account has changed the same text is looked at again', async () => {
    const { service, ask, accounts, account, addService } = await open();
    assert.equal(say(await ask(service, 'alice', 'other words for a gate')), 'wrong-password');
    assert.equal(say(await ask(service, 'alice', 'other words for a gate')), 'stale');
    await accounts.setPassword(account.id, 'other words for a gate', { setBy: 'owner' });
    assert.equal(say(await ask(service, 'alice', 'other words for a gate')), 'password-alone');
    await accounts.factors.reset(account.id);
    const plain = await addService({ name: 'mx2', plain: 'without-factor' });
    assert.equal(say(await ask(plain, 'alice', 'other words for a gate')), 'admitted by password');
    await accounts.disable(account.id);
    assert.equal(say(await ask(plain, 'alice', 'other words for a gate')), 'wrong-password');
    assert.equal(say(await ask(plain, 'alice', 'other words for a gate')), 'stale');
    await accounts.enable(account.id);
    assert.equal(say(await ask(plain, 'alice', 'other words for a gate')), 'admitted by password');
  });

  test('a text that the policy refused is looked at again when the policy has changed', async () => {
    const { ask, add, addService, mailServices } = await open();
    await add({ username: 'bob' });
    const strict = await addService({ name: 'mx2' });
    assert.equal(say(await ask(strict, 'bob', password)), 'password-alone');
    assert.equal(say(await ask(strict, 'bob', password)), 'stale');
    await mailServices.remove('mx2');
    const open2 = await addService({ name: 'mx2', plain: 'without-factor' });
    assert.equal(say(await ask(open2, 'bob', password)), 'admitted by password');
  });

  test('a signing-in owner does not make an old text new', async () => {
    const { service, ask, accounts, account, freshCode } = await open({ concatenated: 'once' });
    assert.equal(say(await ask(service, 'alice', password)), 'password-alone');
    assert.equal((await accounts.verifyCode(account.id, freshCode(), stranger)).outcome, 'right');
    await accounts.trustedBrowsers.trust(account.id, { stamps: '', userAgent: '' });
    assert.equal(say(await ask(service, 'alice', password)), 'stale');
  });

  test('the right password without a code is no failure, and its owner is told how to mend the program once a day', async () => {
    const { service, ask, clock, readSubjects } = await open({ concatenated: 'once' });
    await readSubjects();
    const told: number[] = [];
    for (let index = 0; index < 36; index += 1) {
      // A phone on the way: never twice from the same network.
      const address = `203.0.113.${index}`;
      assert.equal(say(await ask(service, 'alice', password, { address })), 'password-alone');
      const subjects = await readSubjects();
      assert.ok(
        subjects.every((subject) => /mail program needs/.test(subject)),
        subjects.join(),
      );
      told.push(subjects.length);
      clock.advance(2 * 3_600_000);
    }
    assert.equal(
      told.reduce((sum, count) => sum + count),
      3,
    );
  });

  test('a text whose lease has ended is no wrong code, wherever it comes from; its owner is told once a day', async () => {
    const { service, ask, clock, readSubjects, freshCode, accounts, account } = await open({
      concatenated: 'lease',
    });
    const text = `${password}$${freshCode()}`;
    assert.equal(say(await ask(service, 'alice', text)), 'admitted by code');
    await readSubjects();
    clock.advance(13 * 3_600_000);
    const subjects: string[] = [];
    for (let index = 0; index < 3 * 24; index += 1) {
      assert.equal(say(await ask(service, 'alice', text, { address: `203.0.113.${index}` })), 'spent');
      subjects.push(...(await readSubjects()));
      clock.advance(3_600_000);
    }
    assert.equal(subjects.length, 3);
    assert.ok(
      subjects.every((subject) => /mail program needs/.test(subject)),
      subjects.join(),
    );
    for (let index = 0; index < 5; index += 1) {
      const tried = await accounts.verifyCode(account.id, '000000', stranger);
      assert.equal(tried.outcome, 'wrong-code', 'a free try was used up');
    }
  });

  test('a claim whose process died is another caller’s after half a minute', async () => {
    const { service, ask, clock, store, addWithApp } = await open({ concatenated: 'once' });
    await addWithApp({ username: 'bob' });
    await ask(service, 'bob', 'wrong');
    const refusals = store.collection<StoredDocument & { readonly fingerprint: string }>('refusals');
    const { id, fingerprint } = (await refusals.page({ limit: 1 })).documents[0] ?? assert.fail();
    const lost = { id, fingerprint, state: 'open', ticket: 'x', expiresAt: clock.now() + 30_000 };
    await store.collection('refusals').put(lost);
    assert.deepEqual(await ask(service, 'bob', 'wrong'), { outcome: 'throttled', retryAfterSeconds: 1 });
    clock.advance(30_000);
    assert.equal(say(await ask(service, 'bob', 'wrong')), 'wrong-password');
  });
});
