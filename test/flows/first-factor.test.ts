// The first authenticator app in an enforced sign-in: a mailed code or a ticket stands before it, so that the password alone binds no device.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Browser, createBrowser, type Page } from '../support/browser.ts';
import { requirePrograms } from '../support/components.ts';
import { forEachStore } from '../support/engines.ts';
import { oathtoolCode } from '../support/oathtool.ts';
import {
  givePassword,
  hasSession,
  mailedCode,
  shownCodes,
  shownUrl,
  stepOf,
} from '../support/sign-in-steps.ts';
import { type SmtpSink, startSmtpSink } from '../support/smtp-sink.ts';
import { openWorld, type World } from '../support/world.ts';

const skip = requirePrograms('oathtool');
const password = 'words behind the new door';

forEachStore((_engine, _openTestStore, makeTarget) => {
  let sink: SmtpSink;
  let world: World;
  before(async () => {
    sink = await startSmtpSink();
    world = await openWorld({
      target: await makeTarget(),
      env: {
        POSTERN_MFA: 'required',
        POSTERN_SMTP_URL: sink.url,
        POSTERN_MAIL_FROM: 'postern@example.test',
        POSTERN_MAIL_DOMAINS: 'inside.test',
        POSTERN_SUPPORT: 'room 4.12',
      },
    });
  });
  after(async () => {
    await world?.close();
    await sink?.stop();
  });

  const addPerson = async (username: string, options: readonly string[] = []): Promise<void> => {
    const added = await world.postern.cli(['accounts', 'add', username, ...options, '--password-stdin'], {
      stdin: password,
    });
    assert.equal(added.code, 0, added.stderr);
  };
  const begin = async (username: string): Promise<[Browser, Page]> => {
    const browser = createBrowser(world.postern.issuer);
    return [browser, await givePassword(browser, { username, password })];
  };
  /** From the page with the key to the client. */
  const enrol = async (browser: Browser, page: Page): Promise<Page> => {
    const code = oathtoolCode(shownUrl(page), { atMs: world.postern.now() });
    const codes = await browser.submit(page, { code });
    assert.equal(shownCodes(codes).length, 10);
    return browser.submit(codes, {});
  };
  const countFactors = async (username: string): Promise<number> => {
    const { factors } = await world.postern.cliJson(['otp', 'status', username]);
    return (factors as unknown[]).length;
  };

  test('a code goes to the address outside, and the key is shown behind it', { skip }, async () => {
    await addPerson('erin', ['--email', 'erin@inside.test', '--email', 'erin@outside.test']);
    const [browser, page] = await begin('erin');
    assert.equal(stepOf(page), 'first-factor');
    assert.ok(page.html.includes('e…@outside.test'), page.html);
    assert.ok(!page.html.includes('erin@outside.test'), 'a thief does not learn the address');
    assert.equal(shownUrl(page), '');
    const code = await mailedCode(sink, 'erin@outside.test');
    assert.ok(!sink.mails.some(({ to }) => to.includes('erin@inside.test')));
    assert.ok(!page.html.includes(code));

    const wrong = await browser.submit(page, {
      code: code.replace(/^./, (digit) => (digit === '9' ? '0' : '9')),
    });
    assert.equal(wrong.status, 422);
    assert.notEqual(wrong.alert, '');
    const secret = await browser.submit(page, { code: `${code.slice(0, 4)} ${code.slice(4)}` });
    assert.equal(stepOf(secret), 'totp-enrolment');
    assert.equal(await hasSession(browser), false);
    assert.equal(stepOf(await browser.submit(page, { code })), 'totp-enrolment', 'a second click goes on');
    assert.equal(stepOf(await enrol(browser, secret)), 'client');
    assert.equal(await countFactors('erin'), 1);
  });

  test('what can be no mailed code is told what one looks like, and counts as no try', { skip }, async () => {
    await addPerson('doris', ['--email', 'doris@outside.test']);
    const [browser, page] = await begin('doris');
    const code = await mailedCode(sink, 'doris@outside.test');
    for (const typed of ['', '123456', `${code}1`, 'the code', code.slice(1), '']) {
      const { status, alert } = await browser.submit(page, { code: typed });
      assert.equal(status, 422);
      assert.match(alert, /The code in the mail has eight digits\./);
    }
    assert.equal(stepOf(await browser.submit(page, { code })), 'totp-enrolment');
  });

  test('a code is mailed in the language of the page, unless the account has one', { skip }, async () => {
    await addPerson('gudrun', ['--email', 'gudrun@outside.test']);
    await addPerson('henry', ['--email', 'henry@outside.test', '--locale', 'en', '--name', 'Henry Hope']);
    for (const [username, greeting] of [
      ['gudrun', /^Guten Tag gudrun,/],
      ['henry', /^Hello Henry Hope,/],
    ] as const) {
      const browser = createBrowser(world.postern.issuer);
      await givePassword(browser, { username, password }, { ui_locales: 'de' });
      await mailedCode(sink, `${username}@outside.test`);
      const told = sink.mails.find(({ to }) => to.includes(`${username}@outside.test`));
      assert.match(told?.text ?? '', greeting);
      assert.ok(told?.text.split(/\r?\n/).includes(`${world.postern.issuer}/account/password`), told?.text);
    }
  });

  test('a code opens the sign-in it was mailed for, and no other', { skip }, async () => {
    await addPerson('frank', ['--email', 'frank@outside.test']);
    const [browser, page] = await begin('frank');
    const code = await mailedCode(sink, 'frank@outside.test');
    const [thief, thiefPage] = await begin('frank');
    await mailedCode(sink, 'frank@outside.test', 2);
    assert.equal((await thief.submit(thiefPage, { code })).status, 422);
    // Somebody else's asking for one does not void it.
    assert.equal(stepOf(await browser.submit(page, { code })), 'totp-enrolment');
  });

  test('after five wrong codes another one must be mailed, and not without end', { skip }, async () => {
    await addPerson('grace', ['--email', 'grace@outside.test']);
    const [browser, page] = await begin('grace');
    const first = await mailedCode(sink, 'grace@outside.test');
    const known = (digits: string) => browser.submit(page, { code: digits });
    const wrong = first === '00000000' ? '11111111' : '00000000';
    for (let tries = 0; tries < 5; tries += 1) {
      assert.equal((await known(wrong)).status, 422);
    }
    assert.notEqual(stepOf(await known(first)), 'totp-enrolment', 'the right one does not work any more');
    const renewed = await browser.submit(page, {}, { action: 'send' });
    assert.equal(stepOf(renewed), 'first-factor');
    await mailedCode(sink, 'grace@outside.test', 2);
    await browser.submit(page, {}, { action: 'send' });
    const tooMany = await browser.submit(page, {}, { action: 'send' });
    assert.equal(tooMany.status, 429);
    assert.match(tooMany.headers.get('retry-after') ?? '', /^\d+$/);
    assert.notEqual(tooMany.alert, '');
    const [other, otherPage] = await begin('grace');
    assert.equal(otherPage.status, 200);
    assert.deepEqual(otherPage.form?.firstButton, ['action', 'send']);
    assert.equal((await other.submit(otherPage, {})).status, 429);
    world.postern.advanceClock(61 * 60_000);
    const [later, laterPage] = await begin('grace');
    const code = await mailedCode(sink, 'grace@outside.test', 4);
    assert.equal(stepOf(await later.submit(laterPage, { code })), 'totp-enrolment');
  });

  test('a code is over after ten minutes', { skip }, async () => {
    await addPerson('heidi', ['--recovery-email', 'heidi@elsewhere.test']);
    const [browser, page] = await begin('heidi');
    const code = await mailedCode(sink, 'heidi@elsewhere.test');
    world.postern.advanceClock(601_000);
    assert.equal((await browser.submit(page, { code })).status, 422);
  });

  test('who has no address outside sets it up with the password', { skip }, async () => {
    await addPerson('ivan', ['--email', 'ivan@inside.test']);
    const [browser, page] = await begin('ivan');
    assert.equal(stepOf(page), 'totp-enrolment');
    assert.equal(stepOf(await enrol(browser, page)), 'client');
  });

  test('a key that was shown for ten minutes makes room for another one', { skip }, async () => {
    await addPerson('judy', ['--email', 'judy@inside.test']);
    const [browser, page] = await begin('judy');
    const url = shownUrl(page);
    world.postern.advanceClock(601_000);
    const past = await browser.open(page.url);
    assert.equal(shownUrl(past), '');
    const code = oathtoolCode(url, { atMs: world.postern.now() });
    const renewed = await browser.submit(page, { code });
    assert.equal(stepOf(renewed), 'totp-enrolment');
    assert.notEqual(shownUrl(renewed), url);
    assert.equal(await countFactors('judy'), 0);
    assert.equal((await browser.submit(renewed, { code })).status, 422, 'the old key counts no more');
    assert.equal(stepOf(await enrol(browser, renewed)), 'client');
  });

  test('after a reset only the ticket of it leads on, and binds one device', { skip }, async () => {
    await addPerson('karl', ['--email', 'karl@outside.test']);
    const { ticket } = await world.postern.cliJson(['otp', 'reset', 'karl', '--yes']);
    const mailsBefore = sink.mails.length;
    const [one, onePage] = await begin('karl');
    const [other, otherPage] = await begin('karl');
    assert.deepEqual([...(onePage.form?.fields ?? [])], ['ticket']);
    assert.ok(onePage.html.includes('room 4.12'), 'the page says whom to ask');
    assert.equal((await one.submit(onePage, { ticket: 'aaaa-bbbb-cccc-dddd-eeee' })).status, 422);
    const typed = String(ticket).toUpperCase().replaceAll('-', ' ');
    const oneSecret = await one.submit(onePage, { ticket: typed });
    const otherSecret = await other.submit(otherPage, { ticket: String(ticket) });
    assert.equal(stepOf(oneSecret), 'totp-enrolment');
    assert.equal(stepOf(otherSecret), 'totp-enrolment', 'shown, not spent');
    assert.equal(stepOf(await enrol(one, oneSecret)), 'client');
    const late = oathtoolCode(shownUrl(otherSecret), { atMs: world.postern.now() });
    assert.equal((await other.submit(otherSecret, { code: late })).status, 400);
    assert.equal(await countFactors('karl'), 1);
    assert.ok(!sink.mails.slice(mailsBefore).some(({ text }) => /^\s*\d{4}\s?\d{4}\s*$/m.test(text)));
  });

  test('a ticket is over after three days, and a newer one voids it', { skip }, async () => {
    await addPerson('lena');
    const first = await world.postern.cliJson(['otp', 'ticket', 'lena']);
    const second = await world.postern.cliJson(['otp', 'ticket', 'lena']);
    const [browser, page] = await begin('lena');
    assert.equal((await browser.submit(page, { ticket: String(first.ticket) })).status, 422);
    world.postern.advanceClock(72 * 60 * 60_000 + 1000);
    const [late, latePage] = await begin('lena');
    assert.equal((await late.submit(latePage, { ticket: String(second.ticket) })).status, 422);
    const third = await world.postern.cliJson(['otp', 'ticket', 'lena']);
    assert.equal(stepOf(await late.submit(latePage, { ticket: String(third.ticket) })), 'totp-enrolment');
  });
});

test('where a ticket is always needed, nothing else leads on', { skip }, async () => {
  const world = await openWorld({ env: { POSTERN_MFA: 'required', POSTERN_FIRST_FACTOR: 'ticket' } });
  try {
    await world.postern.cli(['accounts', 'add', 'mona', '--email', 'mona@outside.test', '--password-stdin'], {
      stdin: password,
    });
    const browser = createBrowser(world.postern.issuer);
    const page = await givePassword(browser, { username: 'mona', password });
    assert.deepEqual([...(page.form?.fields ?? [])], ['ticket']);
    for (const action of ['continue', 'send', 'later', 'renew', 'allow']) {
      const posted = await browser.submit(page, {}, { action });
      assert.equal(posted.status, 422, action);
      assert.equal(shownUrl(posted), '');
    }
    const { ticket } = await world.postern.cliJson(['otp', 'ticket', 'mona']);
    assert.equal(stepOf(await browser.submit(page, { ticket: String(ticket) })), 'totp-enrolment');
  } finally {
    await world.close();
  }
});
