// Somebody who is signed in is asked for more: only what is missing, with the name kept and a word why.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Browser, createBrowser, type Page } from '../support/browser.ts';
import { requirePrograms } from '../support/components.ts';
import { forEachStore } from '../support/engines.ts';
import { oathtoolCode } from '../support/oathtool.ts';
import { authorizeAddress, givePassword, mailedCode, shownUrl, stepOf } from '../support/sign-in-steps.ts';
import { type SmtpSink, startSmtpSink } from '../support/smtp-sink.ts';
import { openWorld, type World } from '../support/world.ts';

const skip = requirePrograms('oathtool');
const password = 'words behind the new door';
const secondStep = { acr_values: 'urn:postern:factor:2' };

forEachStore((_engine, _openTestStore, makeTarget) => {
  let sink: SmtpSink;
  let world: World;
  before(async () => {
    sink = await startSmtpSink();
    world = await openWorld({
      target: await makeTarget(),
      env: { POSTERN_SMTP_URL: sink.url, POSTERN_MAIL_FROM: 'postern@example.test' },
    });
  });
  after(async () => {
    await world?.close();
    await sink?.stop();
  });

  /** Signed in with the password alone. */
  const signedIn = async (username: string, ...options: readonly string[]): Promise<Browser> => {
    const add = ['accounts', 'add', username, ...options, '--password-stdin'];
    await world.postern.cliJson(add, { stdin: password });
    const browser = createBrowser(world.postern.issuer);
    assert.equal(stepOf(await givePassword(browser, { username, password })), 'client');
    return browser;
  };
  const stepUp = (browser: Browser): Promise<Page> => browser.open(authorizeAddress(secondStep));
  const codeOf = (page: Page): string => oathtoolCode(shownUrl(page), { atMs: world.postern.now() });

  test('right behind the password a second step is set up at once', { skip }, async () => {
    const browser = await signedIn('ann');
    world.postern.advanceClock(4 * 60_000);
    const page = await stepUp(browser);
    assert.equal(stepOf(page), 'totp-enrolment');
    assert.match(page.html, /<p class="who">.*<b>ann<\/b>/);
    const codes = await browser.submit(page, { code: codeOf(page) });
    assert.equal(stepOf(codes), 'recovery-codes');
    assert.equal(stepOf(await browser.submit(codes, {})), 'client');
  });

  test('a code by mail goes out when its button is pressed, however often the page is opened', {
    skip,
  }, async () => {
    const browser = await signedIn('ben', '--email', 'ben@outside.test');
    const page = await stepUp(browser);
    assert.equal(stepOf(page), 'first-factor');
    await Promise.all([stepUp(browser), browser.open(page.url), browser.open(page.url)]);
    assert.match(page.html, /we mail a code to <b>b…@outside\.test<\/b>/);
    assert.deepEqual(
      sink.mails.filter(({ text }) => /^\s*\d{4} ?\d{4}\s*$/m.test(text)),
      [],
    );
    const again = await stepUp(browser);
    const sent = await browser.submit(again, {});
    const code = await mailedCode(sink, 'ben@outside.test');
    assert.doesNotMatch(sent.html, /Another code is on its way/);
    const resent = await browser.submit(sent, {}, { action: 'send' });
    assert.match(resent.html, /Another code is on its way/);
    const newest = await mailedCode(sink, 'ben@outside.test', 2);
    assert.equal((await browser.submit(resent, { code })).status, 422);
    assert.equal(stepOf(await browser.submit(resent, { code: newest })), 'totp-enrolment');
  });

  test('sign-ins that begin in one known browser share the code that was mailed there', {
    skip,
  }, async () => {
    const browser = await signedIn('cat', '--email', 'cat@outside.test');
    const open = () => givePassword(browser, { username: 'cat', password }, secondStep);
    const [page, ...others] = [await open(), await open(), await open(), await open()];
    assert.ok([page, ...others].every((one) => stepOf(one) === 'first-factor'));
    const code = await mailedCode(sink, 'cat@outside.test');
    assert.equal(
      sink.mails.filter(({ to, text }) => to.includes('cat@outside.test') && /\b\d{4} \d{4}\b/.test(text))
        .length,
      1,
    );
    const last = others.at(-1) ?? page;
    assert.equal(stepOf(await browser.submit(last, { code })), 'totp-enrolment');
  });

  test('later the password is asked again, with the name and a word why; somebody else starts from nothing', {
    skip,
  }, async () => {
    const browser = await signedIn('cem');
    world.postern.advanceClock(5 * 60_000 + 1000);
    const page = await stepUp(browser);
    assert.equal(stepOf(page), 'password');
    assert.match(page.html, /<p class="who">.*<b>cem<\/b>/);
    assert.match(page.html, /needs a second step now/);
    const wrong = await browser.submit(page, { username: 'cem', password: 'not this one' });
    assert.equal(wrong.status, 422);
    assert.match(wrong.html, /<p class="who">.*<b>cem<\/b>/);
    const empty = await browser.submit(page, { username: 'cem', password: '' });
    assert.match(empty.alert, /Enter your name and your password/);

    const other = await browser.submit(page, {}, { action: 'restart' });
    assert.equal(stepOf(other), 'password');
    assert.doesNotMatch(other.html, /cem|class="who"/);
    const back = await stepUp(browser);
    assert.equal(stepOf(await browser.submit(back, { username: 'cem', password })), 'totp-enrolment');
  });

  test('who has a token is asked for its code, and what can be no code costs no try', { skip }, async () => {
    await signedIn('dag');
    await world.postern.cliJson(['otp', 'enrol', 'dag', '--type', 'hotp']);
    const browser = createBrowser(world.postern.issuer);
    const asked = await givePassword(browser, { username: 'dag', password });
    assert.match(asked.html, /<h1>Enter the code from your token<\/h1>/);
    assert.doesNotMatch(asked.html, /What comes next/);
    for (let count = 0; count < 8; count += 1) {
      const malformed = await browser.submit(asked, { code: '12 34' });
      assert.equal(malformed.status, 422);
      assert.match(malformed.alert, /six to eight digits/);
    }
  });
});
