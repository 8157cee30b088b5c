// Throttling at POST /mail/check: each service has counts of its own, codes are counted everywhere, and strangers slow only strangers.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findPassword } from '../../../src/accounts/account.ts';
import { forEachStore } from '../../support/engines.ts';
import { withLatency } from '../../support/latency.ts';
import { home, openMailCheckWorld, password, say } from '../../support/mail-check-world.ts';

const stranger = '203.0.113.9';

forEachStore((_engine, openStore) => {
  const open = async (wrap?: typeof withLatency) => {
    const world = await openMailCheckWorld(openStore, wrap ? { wrap } : {});
    const service = await world.addService({ plain: 'without-factor', concatenated: 'lease' });
    const other = await world.addService({ name: 'mx2', plain: 'without-factor', concatenated: 'lease' });
    const bob = await world.add({ username: 'bob' });
    return { ...world, service, other, bob };
  };

  test('ten wrong passwords are free, the next waits; right ones elsewhere do not', async () => {
    const { ask, service, other, accounts, countHashes, clock } = await open();
    for (let index = 0; index < 10; index += 1) {
      assert.equal(say(await ask(service, 'bob', `wrong ${index}`, { address: stranger })), 'wrong-password');
    }
    const { hashes, answer } = await countHashes(() => ask(service, 'bob', password));
    assert.deepEqual(answer, { outcome: 'throttled', retryAfterSeconds: 2 });
    assert.equal(hashes, 0);
    assert.equal(say(await ask(other, 'bob', password)), 'admitted by password');
    assert.equal((await accounts.verifyPassword('bob', password, { address: home })).outcome, 'right');
    clock.advance(2000);
    assert.equal(say(await ask(service, 'bob', password)), 'admitted by password');
  });

  test('two hundred wrong passwords of one moment are ten', async () => {
    const { ask, service, hasher } = await open(withLatency);
    const before = hasher.calls.verify;
    const tries = Array.from({ length: 200 }, (_, index) =>
      ask(service, 'bob', `wrong ${index}`, { address: `10.0.${index}.1` }),
    );
    const answers = (await Promise.all(tries)).map(say);
    assert.ok(answers.every((answer) => answer === 'wrong-password' || answer === 'throttled'));
    assert.ok(hasher.calls.verify - before <= 10);
  });

  test('names of nobody have the same budget as names of somebody', async () => {
    const { ask, service } = await open();
    for (const name of ['nobody', 'x'.repeat(5000), '']) {
      const answers: string[] = [];
      for (let index = 0; index < 11; index += 1) {
        answers.push(
          say(await ask(service, name, `wrong ${index}`, { address: `10.1.${name.length % 9}.${index}` })),
        );
      }
      assert.deepEqual(answers, [...Array(10).fill('wrong-password'), 'throttled'], name.slice(0, 9));
    }
  });

  test('a stranger’s guesses do not delay an address from which the owner came in lately', async () => {
    const { ask, service } = await open();
    assert.equal(say(await ask(service, 'bob', password)), 'admitted by password');
    for (let index = 0; index < 11; index += 1) {
      await ask(service, 'bob', `wrong ${index}`, { address: `10.2.0.${index}` });
    }
    assert.equal(say(await ask(service, 'bob', password, { address: '10.3.0.1' })), 'throttled');
    assert.equal(say(await ask(service, 'bob', password)), 'admitted by password');
  });

  test('a known address has a budget too', async () => {
    const { ask, service } = await open();
    await ask(service, 'bob', password);
    for (let index = 0; index < 10; index += 1) {
      assert.equal(say(await ask(service, 'bob', `wrong ${index}`)), 'wrong-password');
    }
    assert.equal(say(await ask(service, 'bob', 'wrong 10')), 'throttled');
  });

  test('what the owner opens at a shared address gives nobody there new guesses', async () => {
    const { ask, service, bob, addAppPassword, clock } = await open();
    const { password: text } = await addAppPassword(bob.id);
    await ask(service, 'bob', password);
    let evaluated = 0;
    for (let minute = 0; minute < 60; minute += 1) {
      for (let index = 0; index < 9; index += 1) {
        evaluated += say(await ask(service, 'bob', `guess ${minute} ${index}`)) === 'wrong-password' ? 1 : 0;
      }
      await ask(service, 'bob', password);
      assert.equal(say(await ask(service, 'bob', text)), 'admitted by app-password');
      clock.advance(60_000);
    }
    assert.ok(evaluated <= 25, `${evaluated} guesses were evaluated in an hour`);
  });

  test('with password and code neither', async () => {
    const { ask, service, addWithApp, clock } = await open();
    const { freshCode } = await addWithApp({ username: 'alice' });
    assert.equal(say(await ask(service, 'alice', `${password}$${freshCode()}`)), 'admitted by code');
    const from = clock.now();
    let evaluated = 0;
    for (let round = 0; clock.now() - from < 3_600_000; round += 1) {
      for (let index = 0; index < 9; index += 1) {
        const text = `guess ${round} ${index}$123456`;
        evaluated += say(await ask(service, 'alice', text)) === 'wrong-password' ? 1 : 0;
      }
      await ask(service, 'alice', `${password}$${freshCode()}`);
    }
    assert.ok(evaluated <= 25, `${evaluated} guesses were evaluated in an hour`);
  });

  test('many people known at one address are no way around the limit of a source', async () => {
    const { ask, service, add } = await open();
    const names = Array.from({ length: 40 }, (_, index) => `user${index}`);
    for (const username of names) {
      await add({ username });
      assert.equal(say(await ask(service, username, password)), 'admitted by password');
    }
    let evaluated = 0;
    for (let guess = 0; guess < 9; guess += 1) {
      for (const name of names) {
        evaluated += say(await ask(service, name, `guess ${guess}`)) === 'wrong-password' ? 1 : 0;
      }
    }
    assert.equal(evaluated, 300);
  });

  test('one source has a hundred wrong tries in a quarter of an hour, for whatever names, counted by /64', async () => {
    const { ask, service, other, addAppPassword, bob } = await open();
    const at = (index: number) => ({ address: `2001:db8:9:9::${index.toString(16)}` });
    for (let index = 0; index < 100; index += 1) {
      assert.equal(say(await ask(service, `name${index}`, 'wrong', at(index))), 'wrong-password');
    }
    assert.equal(say(await ask(service, 'name100', 'wrong', at(100))), 'throttled');
    assert.equal(
      say(await ask(service, 'name100', 'wrong', { address: '2001:db8:9:8::1' })),
      'wrong-password',
    );
    assert.equal(say(await ask(other, 'name100', 'wrong', at(100))), 'wrong-password');
    const { password: text } = await addAppPassword(bob.id);
    assert.equal(say(await ask(service, 'bob', text, at(100))), 'admitted by app-password');
  });

  test('an app password is never delayed, and wrong ones are not counted', async () => {
    const { ask, service, addAppPassword, bob } = await open();
    const { password: text } = await addAppPassword(bob.id);
    for (let index = 0; index < 12; index += 1) {
      await ask(service, 'bob', `wrong ${index}`);
    }
    assert.equal(say(await ask(service, 'bob', password)), 'throttled');
    assert.equal(
      say(await ask(service, 'bob', text.toUpperCase().replaceAll('-', ' '))),
      'admitted by app-password',
    );
    const slip = [...'012'].map((end) => text.replace(/.$/, end)).filter((one) => one !== text);
    for (let index = 0; index < 150; index += 1) {
      assert.equal(say(await ask(service, 'bob', slip[index % 2] ?? assert.fail())), 'app-password');
    }
    assert.equal(say(await ask(service, 'bob', text)), 'admitted by app-password');
  });

  test('wrong codes count together, whichever service and door they come from', async () => {
    const { ask, service, other, addWithApp, accounts } = await open();
    const { account } = await addWithApp({ username: 'alice' });
    for (let index = 0; index < 4; index += 1) {
      const at = index % 2 === 0 ? service : other;
      const text = `${password}$00000${index}`;
      assert.equal(say(await ask(at, 'alice', text, { address: stranger })), 'wrong-code');
    }
    assert.equal((await accounts.verifyCode(account.id, '000005', { address: home })).outcome, 'wrong-code');
    assert.equal((await accounts.verifyCode(account.id, '000006', { address: home })).outcome, 'throttled');
    assert.equal(say(await ask(other, 'alice', `${password}$000007`)), 'throttled');
  });

  test('while codes must wait a right password waits no other way than a wrong one', async () => {
    const { ask, service, other, addWithApp, countHashes } = await open();
    await addWithApp({ username: 'alice' });
    for (let index = 0; index < 5; index += 1) {
      await ask(service, 'alice', `${password}$00000${index}`, { address: stranger });
    }
    const answers = [];
    for (const text of [`${password}$111111`, 'not the password$111111']) {
      answers.push(await countHashes(() => ask(other, 'alice', text, { address: stranger })));
    }
    assert.deepEqual(answers[0], answers[1]);
    assert.deepEqual(answers[0], { hashes: 0, answer: { outcome: 'throttled', retryAfterSeconds: 2 } });
  });

  test('one service has ten wrong codes a day of an account: it cannot shut the second step elsewhere', async () => {
    const { ask, service, other, addWithApp, accounts, clock, countHashes } = await open();
    const { account, freshCode } = await addWithApp({ username: 'alice' });
    const from = clock.now();
    let tried = 0;
    while (clock.now() - from < 20 * 3_600_000) {
      const text = `${password}$${String(tried).padStart(6, '0')}`;
      tried += say(await ask(service, 'alice', text, { address: stranger })) === 'wrong-code' ? 1 : 0;
      clock.advance(5 * 60_000);
    }
    assert.equal(tried, 10);
    for (const text of [`${password}$${freshCode()}`, 'not the password$111111']) {
      const { hashes, answer } = await countHashes(() => ask(service, 'alice', text));
      assert.deepEqual([say(answer), hashes], ['throttled', 0], text);
    }
    assert.equal(say(await ask(other, 'alice', `${password}$${freshCode()}`)), 'admitted by code');
    assert.equal((await accounts.verifyCode(account.id, freshCode(), { address: home })).outcome, 'right');
    clock.advance(5 * 3_600_000);
    assert.equal(say(await ask(service, 'alice', `${password}$${freshCode()}`)), 'admitted by code');
  });

  test('the share of a service is its own: another that fails codes is counted beside it, and all count together', async () => {
    const { ask, service, other, addWithApp, accounts, clock } = await open();
    const { account } = await addWithApp({ username: 'alice' });
    const tried = { mx: 0, mx2: 0 };
    for (let round = 0; round < 60; round += 1) {
      for (const at of [service, other]) {
        const name = at === service ? 'mx' : 'mx2';
        const text = `${password}$${name === 'mx' ? '1' : '2'}${String(round).padStart(5, '0')}`;
        tried[name] += say(await ask(at, 'alice', text, { address: stranger })) === 'wrong-code' ? 1 : 0;
        clock.advance(10 * 60_000);
      }
    }
    assert.deepEqual(tried, { mx: 10, mx2: 10 });
    let web = 0;
    for (let round = 0; round < 15; round += 1) {
      const { outcome } = await accounts.verifyCode(account.id, `9999${round + 10}`, { address: stranger });
      web += outcome === 'wrong-code' ? 1 : 0;
      clock.advance(15 * 60_000);
    }
    assert.ok(web >= 8 && web <= 12, `${web} at the web: thirty a day in all, less those that are a day old`);
  });

  test('a hundred wrong codes retire the password, for this door as for every other', async () => {
    const { ask, service, addWithApp, accounts, clock } = await open();
    const { account, freshCode } = await addWithApp({ username: 'alice' });
    const from = clock.now();
    let tried = 0;
    for (let index = 0; index < 2000; index += 1) {
      const wrong = String(index).padStart(6, '0');
      const answer = await ask(service, 'alice', `${password}$${wrong}`, {
        address: `10.${index % 250}.1.1`,
      });
      tried += say(answer) === 'wrong-code' ? 1 : 0;
      const current = await accounts.findById(account.id);
      if (current && findPassword(current)?.retiredAt !== undefined) {
        break;
      }
      clock.advance(answer.outcome === 'throttled' ? answer.retryAfterSeconds * 1000 : 1000);
    }
    assert.equal(tried, 100);
    assert.ok(clock.now() - from >= 9 * 24 * 3_600_000, 'a service has ten of them a day');
    assert.equal(say(await ask(service, 'alice', `${password}$${freshCode()}`)), 'wrong-password');
  });
});
