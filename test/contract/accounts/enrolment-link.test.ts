// The mailed link of an enrolment by choice, on both stores: to whom it goes, what ends it, and that it binds once.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hasSecondFactor, listFactors } from '../../../src/accounts/account.ts';
import { stampsOf } from '../../../src/accounts/alive.ts';
import { forEachStore } from '../../support/engines.ts';
import { withLatency } from '../../support/latency.ts';
import {
  day,
  endings,
  from,
  hour,
  newAppUrl,
  openEnrolmentWorld,
  otherAddresses,
  outside,
} from './enrolment-world.ts';

const leave = { by: 'link', address: outside } as const;
const link = (token: string): string => `https://login.example.test/account/enrol?token=${token}`;

forEachStore((_engine, openTestStore) => {
  test('a link goes to the outside address alone, and is found by its token', async () => {
    const { accounts, id, read } = await openEnrolmentWorld(openTestStore, { account: otherAddresses });
    assert.deepEqual(await accounts.enrolment.sendLink(id, { link, from }), {
      outcome: 'sent',
      address: outside,
    });
    const [mail, ...more] = await read();
    assert.ok(mail && mail.to === outside && more.length === 0);
    const token = /(?<=token=)[\w-]{43}/.exec(mail.text)?.[0] ?? assert.fail();
    const account = (await accounts.findById(id)) ?? assert.fail();
    const found = { accountId: id, stamps: stampsOf(account), address: outside };
    assert.deepEqual(await accounts.enrolment.findLink(token), found);
    assert.equal(hasSecondFactor(account), false);
  });

  test('looking at a link changes nothing; the factor that is bound with it ends it', async () => {
    const { accounts, id, linkToken } = await openEnrolmentWorld(openTestStore);
    const token = await linkToken();
    for (let round = 0; round < 100; round += 1) {
      assert.ok(await accounts.enrolment.findLink(token));
    }
    const { stamps } = (await accounts.enrolment.findLink(token)) ?? assert.fail();
    const added = await accounts.factors.add(id, newAppUrl(), { setBy: 'owner', leave, stamps });
    assert.equal(added.outcome, 'added');
    assert.equal(await accounts.enrolment.findLink(token), undefined);
  });

  test('30 parallel uses of one link over a slow store bind one factor', async () => {
    const { accounts, id, linkToken } = await openEnrolmentWorld(openTestStore, { wrap: withLatency });
    const token = await linkToken();
    const outcomes = await Promise.all(
      Array.from({ length: 30 }, async (_, index) => {
        const found = await accounts.enrolment.findLink(token);
        const stamps = found?.stamps ?? 'none';
        return (await accounts.factors.add(id, newAppUrl(index), { setBy: 'owner', leave, stamps })).outcome;
      }),
    );
    assert.deepEqual(
      outcomes.filter((outcome) => outcome !== 'changed'),
      ['added'],
    );
    const account = (await accounts.findById(id)) ?? assert.fail();
    assert.equal(listFactors(account).length, 1);
  });

  for (const [what, end] of endings) {
    test(`a link is over after ${what}, and binds nothing`, async () => {
      const world = await openEnrolmentWorld(openTestStore);
      const { accounts, id } = world;
      const token = await world.linkToken();
      const { stamps } = (await accounts.enrolment.findLink(token)) ?? assert.fail();
      await end(world);
      assert.equal(await accounts.enrolment.findLink(token), undefined);
      const late = await accounts.factors.add(id, newAppUrl(1), { setBy: 'owner', leave, stamps });
      assert.equal(late.outcome, what === 'another outside address' ? 'mail-needed' : 'changed');
    });
  }

  test('a link is over with its time, and a newer one has its own', async () => {
    const { accounts, clock, linkToken } = await openEnrolmentWorld(openTestStore);
    const first = await linkToken();
    clock.advance(day - 1);
    const second = await linkToken();
    assert.ok(await accounts.enrolment.findLink(first));
    clock.advance(1);
    assert.equal(await accounts.enrolment.findLink(first), undefined);
    clock.advance(day - 2);
    assert.ok(await accounts.enrolment.findLink(second));
    clock.advance(1);
    assert.equal(await accounts.enrolment.findLink(second), undefined);
  });

  test('whoever else has the password and asks for links does not end the owner’s', async () => {
    const { accounts, id, linkToken } = await openEnrolmentWorld(openTestStore);
    const owners = await linkToken();
    const others = [await linkToken(), await linkToken()];
    const { stamps } = (await accounts.enrolment.findLink(owners)) ?? assert.fail();
    const added = await accounts.factors.add(id, newAppUrl(), { setBy: 'owner', leave, stamps });
    assert.equal(added.outcome, 'added');
    for (const token of [owners, ...others]) {
      assert.equal(
        await accounts.enrolment.findLink(token),
        undefined,
        'all end with the first that is used',
      );
    }
  });

  test('all that were mailed live side by side, as many as may be mailed', async () => {
    const { accounts, clock, id, linkToken, store } = await openEnrolmentWorld(openTestStore);
    const tokens: string[] = [];
    for (let asked = 0; asked < 10; asked += 1) {
      tokens.push(await linkToken());
      clock.advance(hour / 2);
    }
    const stored: readonly unknown[] = await store.collection('links').findBy('accountId', id);
    assert.equal(stored.length, tokens.length);
    for (const token of tokens) {
      assert.ok(await accounts.enrolment.findLink(token));
    }
    await accounts.endAccess(id, { by: 'owner', from });
    for (const token of tokens) {
      assert.equal(await accounts.enrolment.findLink(token), undefined);
    }
  });

  test('what is no open link is not found', async () => {
    const { accounts, code, id, linkToken, store } = await openEnrolmentWorld(openTestStore);
    const { codeId } = await code();
    const token = await linkToken();
    const open: readonly { id: string; token?: string }[] = await store
      .collection('links')
      .findBy('accountId', id);
    const stored = open.find(({ token: kept }) => kept !== undefined);
    const hash = stored?.token ?? assert.fail();
    const texts: unknown[] = [
      '',
      'x',
      token.slice(1),
      `${token}x`,
      token.toLowerCase(),
      codeId,
      hash,
      stored?.id,
    ];
    for (const text of [...texts, [token], { token }, undefined, '\u0000', 'x'.repeat(10_000)]) {
      assert.equal(await accounts.enrolment.findLink(text as string), undefined);
    }
    assert.ok(await accounts.enrolment.findLink(token));
  });

  test('nobody is mailed a link without an outside address, with a factor, disabled, shared or unknown', async () => {
    const inside = await openEnrolmentWorld(openTestStore, {
      account: { recoveryEmail: 'spare@example.test' },
    });
    const { accounts, id } = inside;
    assert.deepEqual(await accounts.enrolment.sendLink(id, { link, from }), { outcome: 'no-address' });
    const shared = await accounts.add({ username: 'team', kind: 'shared', recoveryEmail: outside });
    const teamId = shared.outcome === 'added' ? shared.account.id : assert.fail();
    for (const nobody of ['nobody', teamId]) {
      assert.deepEqual(await accounts.enrolment.sendLink(nobody, { link, from }), { outcome: 'not-found' });
    }
    await accounts.disable(id);
    assert.deepEqual(await accounts.enrolment.sendLink(id, { link, from }), { outcome: 'not-found' });
    await accounts.enable(id);
    await accounts.factors.make(id);
    assert.deepEqual(await accounts.enrolment.sendLink(id, { link, from }), { outcome: 'has-factor' });
    assert.deepEqual(
      (await inside.read()).filter(({ text }) => text.includes('token=')),
      [],
    );
    const mute = await openEnrolmentWorld(openTestStore, { mail: {} });
    assert.deepEqual(await mute.accounts.enrolment.sendLink(mute.id, { link, from }), {
      outcome: 'no-address',
    });
  });

  test('nothing is mailed for a sign-in whose account was changed since its password', async () => {
    const { accounts, id, read } = await openEnrolmentWorld(openTestStore);
    const stale = { ...from, stamps: '1.2.3' };
    await assert.rejects(accounts.enrolment.sendLink(id, { link, from: stale }), { code: 'sign-in-expired' });
    await assert.rejects(accounts.enrolment.sendCode(id, stale), { code: 'sign-in-expired' });
    assert.deepEqual(await read(), []);
  });

  test('three mails an hour and ten a day, links and codes together', async () => {
    const { accounts, clock, id, read } = await openEnrolmentWorld(openTestStore);
    const { sendCode, sendLink } = accounts.enrolment;
    const send = async (index: number) =>
      (index % 2 ? await sendCode(id, from) : await sendLink(id, { link, from })).outcome;
    const until = async () => {
      const answer = await sendLink(id, { link, from });
      return answer.outcome === 'throttled' ? answer.retryAfterSeconds : answer.outcome;
    };
    for (let hours = 0; hours < 3; hours += 1) {
      for (let index = 0; index < 3; index += 1) {
        assert.equal(await send(index), 'sent');
      }
      assert.equal(await until(), 3600);
      assert.equal((await sendCode(id, from)).outcome, 'throttled');
      clock.advance(hour);
    }
    assert.equal(await send(1), 'sent');
    assert.equal(await until(), 24 * 3600 - 3 * 3600);
    assert.equal((await read()).length, 10);
    clock.advance(21 * hour);
    assert.equal(await send(0), 'sent');
  });

  test('whoever has the password asks in vain, and the owner in a known browser is mailed; twenty a day for all, besides three in each known browser', async () => {
    const { accounts, clock, id, read } = await openEnrolmentWorld(openTestStore);
    const { sendCode } = accounts.enrolment;
    const known = { ...from, browser: await accounts.browsers.remember(id, { factor: 1 }) };
    const other = { ...from, browser: await accounts.browsers.remember(id, { factor: 1 }) };
    const sendUntilNone = async (place: typeof from): Promise<number> => {
      let sent = 0;
      while ((await sendCode(id, place)).outcome === 'sent') {
        sent += 1;
      }
      return sent;
    };
    assert.equal(await sendUntilNone(from), 3);
    assert.equal(await sendUntilNone(known), 3);
    assert.equal(await sendUntilNone(from), 0);
    const sentInAll = [6];
    for (let hours = 1; hours < 4; hours += 1) {
      clock.advance(hour);
      for (const place of [from, known, other]) {
        sentInAll.push(await sendUntilNone(place));
      }
    }
    assert.equal(
      sentInAll.reduce((sum, sent) => sum + sent),
      20 + 2 * 3,
    );
    assert.equal((await read()).filter(({ text }) => /[0-9]{4} [0-9]{4}/.test(text)).length, 20 + 2 * 3);
    clock.advance(21 * hour);
    assert.equal((await sendCode(id, known)).outcome, 'sent');
  });

  test('a thief in browsers of his own and in new ones never uses up the mails of the owner in a known browser', async () => {
    const { accounts, clock, id, read } = await openEnrolmentWorld(openTestStore);
    const { sendCode } = accounts.enrolment;
    const know = async () => ({ ...from, browser: await accounts.browsers.remember(id, { factor: 1 }) });
    const owner = await know();
    const thief = [from, await know(), await know(), await know()];
    for (let hours = 1; hours <= 24; hours += 1) {
      for (const place of thief) {
        while ((await sendCode(id, place)).outcome === 'sent') {}
      }
      if (hours % 8 === 0) {
        assert.equal((await sendCode(id, owner)).outcome, 'sent', `after ${hours} hours`);
      }
      clock.advance(hour - 1);
    }
    const codes = (await read()).filter(({ text }) => /[0-9]{4} [0-9]{4}/.test(text));
    assert.equal(codes.length, 20 + 4 * 3);
  });

  test('a thief whose every sign-in makes another known browser of his is mailed for eighty times a day, and no more', async () => {
    const { accounts, clock, id, read } = await openEnrolmentWorld(openTestStore);
    for (let rounds = 0; rounds < 40; rounds += 1) {
      const browser = await accounts.browsers.remember(id, { factor: 1 });
      while ((await accounts.enrolment.sendCode(id, { ...from, browser })).outcome === 'sent') {}
      clock.advance(hour / 2);
    }
    assert.equal((await read()).filter(({ text }) => /[0-9]{4} [0-9]{4}/.test(text)).length, 60 + 20);
  });

  test('many requests at once over a slow store send three mails', async () => {
    const { accounts, id, read } = await openEnrolmentWorld(openTestStore, { wrap: withLatency });
    const { sendCode, sendLink } = accounts.enrolment;
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        index % 2 ? sendCode(id, from) : sendLink(id, { link, from }),
      ),
    );
    assert.equal(answers.filter(({ outcome }) => outcome === 'sent').length, 3);
    assert.equal((await read()).length, 3);
  });

  test('one account’s mails leave the others theirs', async () => {
    const { accounts, id } = await openEnrolmentWorld(openTestStore);
    for (const outcome of ['sent', 'sent', 'sent', 'throttled']) {
      assert.equal((await accounts.enrolment.sendLink(id, { link, from })).outcome, outcome);
    }
    const bob = await accounts.add({ username: 'bob', recoveryEmail: 'bob@elsewhere.test' });
    const bobId = bob.outcome === 'added' ? bob.account.id : assert.fail();
    assert.equal((await accounts.enrolment.sendLink(bobId, { link, from })).outcome, 'sent');
  });

  test('nothing in the store is a link or a code that works', async () => {
    const { accounts, dump, id, read } = await openEnrolmentWorld(openTestStore);
    await accounts.enrolment.sendLink(id, { link, from });
    await accounts.enrolment.sendCode(id, from);
    const stored = await dump();
    assert.ok(stored.includes('enrolment-link') && stored.includes('enrolment-code'));
    const texts = (await read()).map(({ text }) => text).join();
    const token = /(?<=token=)[\w-]{43}/.exec(texts)?.[0] ?? assert.fail();
    const code = /\b[0-9]{4} [0-9]{4}\b/.exec(texts)?.[0] ?? assert.fail();
    for (const secret of [token, code, code.replace(' ', '')]) {
      assert.ok(!stored.includes(secret));
    }
  });
});
