// Nobody comes past a page of a device's approval: not by address, not by form, not from another browser, not afterwards.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Browser, createBrowser, type Page } from '../support/browser.ts';
import { requirePrograms } from '../support/components.ts';
import {
  addTerminal,
  askForTokens,
  type DeviceStart,
  decideDevice,
  startDevice,
  typeUserCode,
  untilQuestion,
} from '../support/device-world.ts';
import { forEachStore } from '../support/engines.ts';
import { stepOf } from '../support/sign-in-steps.ts';
import { alice, openWorld, type World } from '../support/world.ts';

const skip = requirePrograms('oathtool');

forEachStore((_engine, _openTestStore, makeTarget) => {
  let world: World;
  before(async () => {
    world = await openWorld({ target: await makeTarget() });
    await addTerminal(world);
  });
  after(() => world?.close());

  const browse = () => createBrowser(world.postern.issuer);
  const isPending = async (started: DeviceStart): Promise<void> => {
    world.postern.advanceClock(20_000);
    assert.equal((await askForTokens(world, started)).error, 'authorization_pending');
  };
  /** The consent form of this sign-in, as somebody sends it who knows its address and form. */
  const sendDecision = (browser: Browser, page: Page, action: 'allow' | 'deny'): Promise<Page> => {
    const url = new URL(page.url.href.replace(/[^/]+$/, 'consent'));
    return browser.submit({ ...page, url }, {}, { action });
  };
  /** Where the provider takes up the approval again: known to the browser only by its cookie's path. */
  const resumePath = ({ url }: Page): string => `/device/${url.pathname.split('/')[2]}`;

  test('an approval that is sent before the sign-in, or between its two steps, is none', {
    skip,
  }, async () => {
    const started = await startDevice(world);
    const browser = browse();
    const first = await typeUserCode(browser, started.user_code);
    assert.equal(stepOf(first), 'password');
    assert.equal(stepOf(await sendDecision(browser, first, 'allow')), 'password');
    assert.equal(stepOf(await browser.open(resumePath(first))), 'password');
    await isPending(started);
    const again = await browser.open('/device');
    const second = await browser.submit(await browser.submit(again, { user_code: started.user_code }), alice);
    assert.equal(stepOf(second), 'totp');
    assert.equal(stepOf(await sendDecision(browser, second, 'allow')), 'totp');
    assert.equal(stepOf(await browser.open(resumePath(second))), 'password');
    await isPending(started);
  });

  test('the question is not passed by its own address, and a look at it decides nothing', {
    skip,
  }, async () => {
    const started = await startDevice(world);
    const browser = browse();
    const question = await untilQuestion(world, browser, await typeUserCode(browser, started.user_code));
    assert.equal(stepOf(await browser.open(question.url)), 'consent');
    // Taken up without an answer, everything is asked anew.
    const anew = await browser.open(resumePath(question));
    assert.ok(['consent', 'totp', 'password'].includes(stepOf(anew)), anew.url.pathname);
    await isPending(started);
  });

  test('a form of another browser, with no value, a foreign one or from another site, is refused', {
    skip,
  }, async () => {
    const started = await startDevice(world);
    const browser = browse();
    const foreign = (await browse().open('/device')).form?.hidden.csrf ?? '';
    const entry = await browser.open('/device');
    for (const csrf of ['', 'x', foreign]) {
      const page = await browser.submit(entry, { user_code: started.user_code }, { hidden: { csrf } });
      assert.equal(page.status, 403, csrf);
    }
    const site = { origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' };
    for (const headers of [site, { 'sec-fetch-site': 'cross-site' }]) {
      const page = await browser.submit(entry, { user_code: started.user_code }, { headers });
      assert.equal(page.status, 403);
    }
    // The provider's own form at that address.
    const own = { xsrf: 'x', confirm: 'yes', user_code: started.user_code };
    assert.equal((await browser.submit(entry, own, { hidden: { csrf: '' } })).status, 403);
    const question = await untilQuestion(world, browser, await typeUserCode(browser, started.user_code));
    for (const action of ['allow', 'deny']) {
      const page = await browser.submit(question, {}, { action, hidden: { csrf: foreign } });
      assert.equal(page.status, 403);
    }
    await isPending(started);
    assert.match((await browser.submit(question, {})).html, /is connected/);
  });

  test('a code belongs to the first browser that types it: another neither allows nor refuses', {
    skip,
  }, async () => {
    const started = await startDevice(world);
    const [own, other] = [browse(), browse()];
    const question = await untilQuestion(world, own, await typeUserCode(own, started.user_code));
    // The other one is signed in as well, with a device of its own.
    await decideDevice(world, other, (await startDevice(world)).user_code);
    assert.equal((await typeUserCode(other, started.user_code)).status, 422);
    assert.equal((await other.open(question.url)).status, 400);
    assert.equal((await other.open(resumePath(question))).status, 400);
    const csrf = (await other.open('/device')).form?.hidden.csrf ?? '';
    for (const action of ['allow', 'deny']) {
      assert.equal((await other.submit(question, {}, { action, hidden: { csrf } })).status, 400, action);
    }
    await isPending(started);
    // Its own browser may type it again, and begins anew.
    const again = await untilQuestion(world, own, await typeUserCode(own, started.user_code));
    assert.match((await own.submit(again, {})).html, /is connected/);
    assert.equal((await askForTokens(world, started)).status, 200);
  });

  test('what was refused is not allowed afterwards, in any window; what was allowed is not refused', {
    skip,
  }, async () => {
    for (const [first, second, outcome] of [
      ['deny', 'allow', 'access_denied'],
      ['allow', 'deny', undefined],
    ] as const) {
      const started = await startDevice(world);
      const browser = browse();
      const window = await untilQuestion(world, browser, await typeUserCode(browser, started.user_code));
      const otherWindow = await untilQuestion(world, browser, await typeUserCode(browser, started.user_code));
      await browser.submit(otherWindow, {}, { action: first });
      for (const page of [otherWindow, window]) {
        const late = await browser.submit(page, {}, { action: second });
        assert.ok(!/is connected|Nothing was connected/.test(late.html), late.html);
        assert.equal(late.status, 400);
      }
      assert.equal((await askForTokens(world, started)).error, outcome);
    }
  });

  test('two clicks on "Allow" at once connect one device', { skip }, async () => {
    const started = await startDevice(world);
    const browser = browse();
    const question = await untilQuestion(world, browser, await typeUserCode(browser, started.user_code));
    const pages = await Promise.all([browser.submit(question, {}), browser.submit(question, {})]);
    assert.ok(pages.some(({ html }) => /is connected/.test(html)));
    const { status, access_token = '' } = await askForTokens(world, started);
    assert.equal(status, 200);
    assert.equal((await world.introspect(access_token)).active, true);
  });

  test('an account that was disabled between question and answer connects nothing', { skip }, async () => {
    await world.postern.cli(['accounts', 'add', 'carol', '--password-stdin'], {
      stdin: 'words behind the new door',
    });
    const started = await startDevice(world);
    const browser = browse();
    const first = await typeUserCode(browser, started.user_code);
    const question = await browser.submit(first, {
      username: 'carol',
      password: 'words behind the new door',
    });
    assert.equal(stepOf(question), 'consent');
    await world.postern.cli(['accounts', 'disable', 'carol', '--yes']);
    const page = await browser.submit(question, {});
    assert.ok(!/is connected/.test(page.html), page.html);
    assert.notEqual((await askForTokens(world, started)).status, 200);
  });

  test('every other method at the page is refused, whatever the spelling of its address', async () => {
    for (const method of ['PUT', 'DELETE', 'PATCH']) {
      assert.equal((await fetch(`${world.postern.issuer}/device`, { method })).status, 405, method);
    }
    const body = new URLSearchParams({ user_code: 'BBBB-BBBB', confirm: 'yes' });
    for (const path of ['/device', '/device/', '/DEVICE']) {
      const answer = await fetch(`${world.postern.issuer}${path}`, { method: 'POST', body });
      assert.ok([403, 404].includes(answer.status), `${path}: ${answer.status}`);
    }
  });
});
