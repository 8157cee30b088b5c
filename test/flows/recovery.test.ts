// Without the device: what the pages explain, what a recovery code leaves behind, and a new set of codes.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Browser, createBrowser, type Page } from '../support/browser.ts';
import { requirePrograms } from '../support/components.ts';
import { forEachStore } from '../support/engines.ts';
import { oathtoolCode } from '../support/oathtool.ts';
import {
  authorizeAddress,
  connecting,
  givePassword,
  hasSession,
  shownCodes,
  shownUrl,
  stepOf,
} from '../support/sign-in-steps.ts';
import { alice, openWorld, type World } from '../support/world.ts';

const skip = requirePrograms('oathtool');
const password = 'words behind the new door';

forEachStore((_engine, _openTestStore, makeTarget) => {
  let world: World;
  /** Unused ones. */
  let codes: string[];
  before(async () => {
    world = await openWorld({ target: await makeTarget() });
    codes = [...world.recoveryCodes];
  });
  after(() => world?.close());

  const reachRecovery = async (): Promise<[Browser, Page]> => {
    const browser = createBrowser(world.postern.issuer);
    const page = await givePassword(browser, alice);
    return [browser, await browser.open(page.url.href.replace(/totp$/, 'recovery-code'))];
  };
  const recover = async (): Promise<[Browser, Page]> => {
    const [browser, page] = await reachRecovery();
    const told = await browser.submit(page, { recovery_code: codes.pop() ?? '' });
    assert.equal(stepOf(told), 'recovered');
    return [browser, told];
  };

  test('the code page leads to what to do without the device, and from there to the recovery code', {
    skip,
  }, async () => {
    const browser = createBrowser(world.postern.issuer);
    const page = await givePassword(browser, alice);
    const [, href = ''] = /<a href="([^"]*lost-device)">/.exec(page.html) ?? [];
    const lost = await browser.open(href);
    assert.equal(stepOf(lost), 'lost-device');
    assert.ok(lost.html.includes(`${world.postern.issuer.replace('http://', '')}/account`));
    const recovery = await browser.submit(lost, {});
    assert.equal(stepOf(recovery), 'recovery-code');
    assert.match(recovery.html, /<a href="[^"]*lost-device">/);
    const back = await browser.open(href);
    assert.equal(stepOf(await browser.submit(back, {}, { action: 'restart' })), 'password');
  });

  test('where a program is connected, the page leads to the account pages instead', { skip }, async () => {
    const browser = createBrowser(world.postern.issuer);
    const page = await givePassword(browser, alice, connecting);
    const lost = await browser.open(page.url.href.replace(/totp$/, 'lost-device'));
    assert.match(lost.html, /<a href="\/account">/);
    assert.equal(lost.form?.firstButton?.[1], 'cancel');
    const posted = await browser.submit(lost, {}, { action: 'continue' });
    assert.equal(posted.status, 422);
  });

  test('who used one is told how many are left, and goes on', { skip }, async () => {
    const [browser, told] = await recover();
    assert.match(told.html, /You have 9 recovery codes left/);
    assert.doesNotMatch(told.html, /class="notice warn"/);
    assert.equal(await hasSession(browser), false);
    assert.equal(stepOf(await browser.submit(told, {})), 'client');
    assert.equal(await hasSession(browser), true);
  });

  test('the lost app is replaced right there, and the sign-in stays one that connects no program', {
    skip,
  }, async () => {
    await world.postern.cliJson(['accounts', 'add', 'rosa', '--password-stdin'], { stdin: password });
    const made = await world.postern.cliJson(['otp', 'enrol', 'rosa']);
    const [recoveryCode = ''] = made.recovery_codes as readonly string[];
    const browser = createBrowser(world.postern.issuer);
    const asked = await givePassword(browser, { username: 'rosa', password });
    const recovery = await browser.open(asked.url.href.replace(/totp$/, 'recovery-code'));
    const told = await browser.submit(recovery, { recovery_code: recoveryCode });
    assert.match(told.html, /<p class="who">.*<b>rosa<\/b>/);
    const enrolment = await browser.submit(told, {}, { action: 'replace' });
    assert.equal(stepOf(enrolment), 'totp-enrolment');
    assert.match(enrolment.html, /takes the place of the one you lost/);
    const code = oathtoolCode(shownUrl(enrolment), { atMs: world.postern.now() });
    assert.equal((await browser.submit(enrolment, { code: '12ab' })).status, 422);
    assert.equal(stepOf(await browser.submit(enrolment, { code })), 'client');
    const { factors } = await world.postern.cliJson(['otp', 'status', 'rosa']);
    assert.deepEqual(
      (factors as { label: string }[]).map(({ label }) => label),
      ['Authenticator app', 'Authenticator app 2'],
    );
    assert.equal(await hasSession(browser), true);
    const program = await browser.open(authorizeAddress(connecting));
    assert.equal(stepOf(program), 'password');
  });

  test('who replaces no app now goes on', { skip }, async () => {
    const [browser, told] = await recover();
    const enrolment = await browser.submit(told, {}, { action: 'replace' });
    assert.equal(stepOf(await browser.submit(enrolment, {}, { action: 'later' })), 'client');
    const { factors } = await world.postern.cliJson(['otp', 'status', 'alice']);
    assert.equal((factors as unknown[]).length, 1);
  });

  test('a new set is shown once, and ends the old one', { skip }, async () => {
    const [browser, told] = await recover();
    const shown = await browser.submit(told, {}, { action: 'renew' });
    assert.equal(stepOf(shown), 'recovery-codes');
    const old = codes[0] ?? '';
    codes = [...shownCodes(shown)];
    assert.equal(codes.length, 10);
    assert.equal(await hasSession(browser), false);
    assert.equal(stepOf(await browser.submit(shown, {})), 'client');
    const [other, page] = await reachRecovery();
    assert.equal((await other.submit(page, { recovery_code: old })).status, 422);
    assert.equal(stepOf(await other.submit(page, { recovery_code: codes.pop() ?? '' })), 'recovered');
  });

  test('what can be no recovery code is told what one looks like, and counts as no try', {
    skip,
  }, async () => {
    const [browser, page] = await reachRecovery();
    for (const typed of ['', 'abc', '123456', `${codes[0]}-0000`, ...Array<string>(6).fill('x')]) {
      const { status, alert } = await browser.submit(page, { recovery_code: typed });
      assert.equal(status, 422);
      assert.match(alert, /A recovery code is five groups of four letters and digits\./);
    }
    const wrong = await browser.submit(page, { recovery_code: '0000-0000-0000-0000-0000' });
    assert.match(wrong.alert, /That recovery code did not work\./);
    assert.equal(stepOf(await browser.submit(page, { recovery_code: codes.pop() ?? '' })), 'recovered');
  });

  test('of many presses of the button for a new set one makes it, and what it shows works', {
    skip,
  }, async () => {
    const [browser, told] = await recover();
    const pages = await Promise.all(
      Array.from({ length: 8 }, () => browser.submit(told, {}, { action: 'renew' })),
    );
    const shown = await browser.open(told.url);
    const sets = new Set(
      [...pages, shown].map((page) => shownCodes(page).join(' ')).filter((set) => set !== ''),
    );
    assert.equal(sets.size, 1);
    codes = [...(sets.values().next().value ?? '').split(' ')];
    const [, next] = await recover();
    assert.match(next.html, /You have 9 recovery codes left/);
  });

  test('the last three warn', { skip }, async () => {
    while (codes.length > 4) {
      const [browser, told] = await recover();
      assert.doesNotMatch(told.html, /class="notice warn"/);
      await browser.submit(told, {});
    }
    for (const title of [
      'You have 3 recovery codes left',
      'You have 2',
      'You have 1',
      'That was your last',
    ]) {
      const [, told] = await recover();
      assert.ok(told.html.includes(title), title);
      assert.match(told.html, /class="notice warn"/);
    }
  });
});
