// The mailed code of an enforced enrolment, on both stores: eight digits, right once, five tries, ten minutes.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { forEachStore } from '../../support/engines.ts';
import { knownCookies } from '../../support/known-cookies.ts';
import { withLatency } from '../../support/latency.ts';
import { endings, from, openEnrolmentWorld, otherAddresses, outside } from './enrolment-world.ts';

const minute = 60_000;
const right = { outcome: 'right', address: outside };
const wrong = { outcome: 'wrong-code' };
const usedUp = { outcome: 'used-up' };
/** Eight digits that are not these. */
const another = (code: string): string => code.replace(/^./, (digit) => String((Number(digit) + 1) % 10));

forEachStore((_engine, openTestStore) => {
  test('a code goes to the outside address alone, and is right once, in the groups of the mail or without', async () => {
    const { accounts, clock, id, read } = await openEnrolmentWorld(openTestStore, {
      account: otherAddresses,
    });
    for (const typed of [
      (code: string) => code,
      (code: string) => code.replace(' ', ''),
      (code: string) => ` ${code.replace(' ', '-')}\n`,
    ]) {
      const sent = await accounts.enrolment.sendCode(id, from);
      assert.ok(sent.outcome === 'sent' && sent.address === outside);
      const [mail, ...more] = await read();
      assert.ok(mail && mail.to === outside && more.length === 0);
      const code = /\b[0-9]{4} [0-9]{4}\b/.exec(mail.text)?.[0] ?? assert.fail();
      assert.ok(!mail.subject.includes(code) && !mail.subject.includes(code.replace(' ', '')));
      assert.deepEqual(await accounts.enrolment.verifyCode(id, sent.codeId, typed(code), from), right);
      assert.deepEqual(await accounts.enrolment.verifyCode(id, sent.codeId, typed(code), from), usedUp);
      clock.advance(minute);
    }
  });

  test('the fifth wrong try uses a code up, and only a new one is right', async () => {
    const { accounts, clock, code, id } = await openEnrolmentWorld(openTestStore);
    const { verifyCode } = accounts.enrolment;
    const first = await code();
    for (const expected of [wrong, wrong, wrong, wrong, usedUp, usedUp]) {
      assert.deepEqual(await verifyCode(id, first.codeId, another(first.code), from), expected);
    }
    assert.deepEqual(await verifyCode(id, first.codeId, first.code, from), usedUp);
    const second = await code();
    clock.advance(minute);
    assert.deepEqual(await verifyCode(id, second.codeId, second.code, from), right);
  });

  test('what can be no code costs no try', async () => {
    const { accounts, code, eventTypes, id } = await openEnrolmentWorld(openTestStore);
    const mailed = await code();
    const typed: unknown[] = [
      '',
      '1234567',
      '123456789',
      `${mailed.code}0`,
      `+${mailed.code}`,
      '١٢٣٤٥٦٧٨',
      'x'.repeat(10_000),
    ];
    for (const text of [...typed, undefined, 12345678, [mailed.code], { code: mailed.code }]) {
      assert.deepEqual(await accounts.enrolment.verifyCode(id, mailed.codeId, text as string, from), wrong);
    }
    assert.deepEqual(await accounts.enrolment.verifyCode(id, mailed.codeId, mailed.code, from), right);
    assert.deepEqual(await eventTypes(), ['enrolment-code']);
  });

  test('wrong codes count with those of apps, and the owner is told', async () => {
    const { accounts, code, eventTypes, id } = await openEnrolmentWorld(openTestStore);
    for (let round = 0; round < 3; round += 1) {
      await accounts.verifyCode(id, '000000', from);
    }
    const mailed = await code();
    for (let round = 0; round < 2; round += 1) {
      assert.deepEqual(
        await accounts.enrolment.verifyCode(id, mailed.codeId, another(mailed.code), from),
        wrong,
      );
    }
    const late = await accounts.enrolment.verifyCode(id, mailed.codeId, mailed.code, from);
    assert.equal(late.outcome, 'throttled');
    assert.deepEqual(await eventTypes(), ['enrolment-code', ...Array(5).fill('wrong-code')]);
  });

  test('30 parallel uses of one code over a slow store: exactly one is right', async () => {
    const { accounts, code, id } = await openEnrolmentWorld(openTestStore, { wrap: withLatency });
    const browsers = await knownCookies(accounts, id, 30);
    const mailed = await code();
    const answers = await Promise.all(
      browsers.map((browser) =>
        accounts.enrolment.verifyCode(id, mailed.codeId, mailed.code, { ...from, browser }),
      ),
    );
    assert.equal(answers.filter(({ outcome }) => outcome === 'right').length, 1);
    assert.equal(answers.filter(({ outcome }) => outcome === 'used-up').length, 29);
  });

  test('parallel wrong tries from many browsers over a slow store: five are judged', async () => {
    const { accounts, code, id } = await openEnrolmentWorld(openTestStore, { wrap: withLatency });
    const browsers = await knownCookies(accounts, id, 30);
    const { codeId, code: mailed } = await code();
    const answers = await Promise.all(
      browsers.map((browser) =>
        accounts.enrolment.verifyCode(id, codeId, another(mailed), { ...from, browser }),
      ),
    );
    assert.equal(answers.filter(({ outcome }) => outcome === 'wrong-code').length, 4);
    assert.equal(answers.filter(({ outcome }) => outcome === 'used-up').length, 26);
    assert.deepEqual(await accounts.enrolment.verifyCode(id, codeId, mailed, from), usedUp);
  });

  for (const [what, end] of endings) {
    test(`a code is over after ${what}`, async () => {
      const world = await openEnrolmentWorld(openTestStore);
      const { codeId, code } = await world.code();
      await end(world);
      const { outcome } = await world.accounts.enrolment.verifyCode(world.id, codeId, code, from);
      assert.ok(outcome === 'used-up' || outcome === 'wrong-code', outcome);
    });
  }

  test('a code is over with its ten minutes; one for another sign-in leaves it as it is', async () => {
    const { accounts, clock, code, eventTypes, id } = await openEnrolmentWorld(openTestStore);
    const { verifyCode } = accounts.enrolment;
    const first = await code();
    clock.advance(10 * minute);
    assert.deepEqual(await verifyCode(id, first.codeId, first.code, from), usedUp);
    const second = await code();
    const third = await code();
    clock.advance(10 * minute - 1);
    assert.deepEqual(await verifyCode(id, second.codeId, third.code, from), wrong);
    assert.deepEqual(await verifyCode(id, second.codeId, second.code, from), right);
    assert.deepEqual(await verifyCode(id, third.codeId, third.code, from), right);
    assert.equal(
      (await eventTypes()).filter((type) => type === 'wrong-code').length,
      1,
      'one that is over is none',
    );
  });

  test('what was mailed for a known browser within five minutes serves the next sign-in there, and no other place', async () => {
    const { accounts, change, clock, id, read } = await openEnrolmentWorld(openTestStore);
    const { sendCode, verifyCode } = accounts.enrolment;
    const know = async () => ({ ...from, browser: await accounts.browsers.remember(id, { factor: 1 }) });
    const [here, there] = [await know(), await know()];
    const open = async (place: typeof from): Promise<string> => {
      const sent = await sendCode(id, place, { unlessMailed: true });
      assert.ok(sent.outcome === 'sent' && sent.address === outside);
      return sent.codeId;
    };
    const countMails = async () => (await read()).length;
    await countMails();
    const first = await open(here);
    assert.equal(await countMails(), 1);
    for (let round = 0; round < 20; round += 1) {
      assert.equal(await open(here), first);
    }
    assert.equal(await countMails(), 0, 'however many pages are opened');
    const others = [await open(there), await open(from), await open(from)];
    assert.equal(new Set([first, ...others]).size, 4);
    clock.advance(1000);
    const pressed = await sendCode(id, here);
    const second = pressed.outcome === 'sent' ? pressed.codeId : assert.fail();
    assert.ok(second !== first, 'another one by its button');
    assert.equal(await countMails(), 4);
    assert.equal(await open(here), second, 'the newest');
    clock.advance(5 * minute);
    const third = await open(here);
    assert.ok(third !== first && third !== second);
    const [mail] = await read();
    const code = /\b[0-9]{4} [0-9]{4}\b/.exec(mail?.text ?? '')?.[0] ?? assert.fail();
    assert.deepEqual(await verifyCode(id, third, code, here), right);
    clock.advance(60 * minute);
    const fourth = await open(here);
    assert.ok(fourth !== third, 'not one that was used');
    await change((account) => ({ ...account, signedInSince: account.signedInSince + 1 }));
    assert.ok((await open(here)) !== fourth, 'nor one that an ending made useless');
  });

  test('a code is right for its own account and its own sign-in only', async () => {
    const { accounts, code, id, linkToken, read } = await openEnrolmentWorld(openTestStore);
    const added = await accounts.add({ username: 'bob', recoveryEmail: 'bob@elsewhere.test' });
    const bobId = added.outcome === 'added' ? added.account.id : assert.fail();
    const bobs = await accounts.enrolment.sendCode(bobId, from);
    const bobsCodeId = bobs.outcome === 'sent' ? bobs.codeId : assert.fail();
    await read();
    const mailed = await code();
    await linkToken();
    for (const [account, codeId] of [
      [bobId, mailed.codeId],
      [id, bobsCodeId],
      ['nobody', mailed.codeId],
      [id, ''],
      [id, id],
      [id, `enrol:${id}`],
      [id, undefined as never],
    ] as const) {
      assert.deepEqual(await accounts.enrolment.verifyCode(account, codeId, mailed.code, from), usedUp);
    }
    assert.deepEqual(await accounts.enrolment.verifyCode(bobId, bobsCodeId, mailed.code, from), wrong);
    assert.deepEqual(await accounts.enrolment.verifyCode(id, mailed.codeId, mailed.code, from), right);
  });

  test('a code is not judged behind a retired password', async () => {
    const { accounts, change, code, id } = await openEnrolmentWorld(openTestStore);
    const mailed = await code();
    await change((account) => ({
      ...account,
      secrets: account.secrets.map((secret) =>
        secret.kind === 'password' ? { ...secret, retiredAt: 1 } : secret,
      ),
    }));
    assert.deepEqual(await accounts.enrolment.verifyCode(id, mailed.codeId, mailed.code, from), wrong);
    const browser = await accounts.browsers.remember(id, { factor: 2 });
    assert.deepEqual(
      await accounts.enrolment.verifyCode(id, mailed.codeId, mailed.code, { ...from, browser }),
      right,
    );
  });
});
