// Before the day of the policy a second step is offered at the sign-in: it can be set up then and there, or later.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Browser, createBrowser, type Page } from '../support/browser.ts';
import { requirePrograms } from '../support/components.ts';
import { forEachStore } from '../support/engines.ts';
import { oathtoolCode } from '../support/oathtool.ts';
import { authorizeAddress, givePassword, hasSession, shownUrl, stepOf } from '../support/sign-in-steps.ts';
import { openWorld, type World } from '../support/world.ts';

const skip = requirePrograms('oathtool');
const password = 'words behind the new door';
const day = 24 * 60 * 60_000;

forEachStore((_engine, _openTestStore, makeTarget) => {
  let world: World;
  let date: Date;
  before(async () => {
    world = await openWorld({ target: await makeTarget() });
    date = new Date(Math.ceil(world.postern.now() / day) * day + 9 * day);
    const from = date.toISOString().slice(0, 10);
    assert.equal((await world.postern.cli(['mfa', 'required', '--from', from])).code, 0);
  });
  after(() => world?.close());

  const addPerson = async (username: string, options: readonly string[] = []): Promise<void> => {
    const { code, stderr } = await world.postern.cli(
      ['accounts', 'add', username, ...options, '--password-stdin'],
      { stdin: password },
    );
    assert.equal(code, 0, stderr);
  };
  const begin = async (username: string, parameters = {}): Promise<[Browser, Page]> => {
    const browser = createBrowser(world.postern.issuer);
    return [browser, await givePassword(browser, { username, password }, parameters)];
  };

  test('the page names the day, and later is later', { skip }, async () => {
    await addPerson('erin');
    const [browser, page] = await begin('erin');
    assert.equal(stepOf(page), 'enrolment-offer');
    const said = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(date);
    assert.ok(page.html.includes(said), said);
    assert.equal(await hasSession(browser), false);
    assert.equal(stepOf(await browser.submit(page, {}, { action: 'later' })), 'client');
    assert.equal(await hasSession(browser), true);
  });

  test('set up now: the app, its code, the recovery codes, the client', { skip }, async () => {
    await addPerson('frank');
    const [browser, page] = await begin('frank');
    const secret = await browser.submit(page, {});
    assert.equal(stepOf(secret), 'totp-enrolment');
    const code = oathtoolCode(shownUrl(secret), { atMs: world.postern.now() });
    const codes = await browser.submit(secret, { code });
    assert.equal(stepOf(codes), 'recovery-codes');
    assert.equal(stepOf(await browser.submit(codes, {})), 'client');
    const [, again] = await begin('frank');
    assert.equal(stepOf(again), 'totp', 'nothing is offered to whoever has it');
  });

  test('begun and put off after all, nothing is bound', { skip }, async () => {
    await addPerson('grace');
    const [browser, page] = await begin('grace');
    const secret = await browser.submit(page, {});
    assert.equal(stepOf(await browser.submit(secret, {}, { action: 'later' })), 'client');
    const { factors } = await world.postern.cliJson(['otp', 'status', 'grace']);
    assert.deepEqual(factors, []);
  });

  test('a ticket stands before it here too, and can be put off', { skip }, async () => {
    await addPerson('heidi');
    await world.postern.cliJson(['otp', 'ticket', 'heidi']);
    const [browser, page] = await begin('heidi');
    const ticket = await browser.submit(page, {});
    assert.equal(stepOf(ticket), 'first-factor');
    assert.equal(stepOf(await browser.submit(ticket, {}, { action: 'later' })), 'client');
  });

  test('exempt people, and a sign-in that needs two factors at once, are not offered it', {
    skip,
  }, async () => {
    await addPerson('root', ['--role', 'superadmin']);
    const [, free] = await begin('root');
    assert.equal(stepOf(free), 'client');
    await addPerson('ivan');
    const [browser, page] = await begin('ivan', { acr_values: 'urn:postern:factor:2' });
    assert.equal(stepOf(page), 'totp-enrolment');
    assert.notEqual(stepOf(await browser.submit(page, {}, { action: 'later' })), 'client');
  });

  test('when the day comes, a sign-in that was begun before cannot put it off any more', {
    skip,
  }, async () => {
    await addPerson('judy');
    const [browser, page] = await begin('judy');
    const [other, otherPage] = await begin('judy');
    assert.equal(stepOf(await other.submit(otherPage, {}, { action: 'later' })), 'client');
    world.postern.advanceClock(date.getTime() - world.postern.now() - 20 * 60_000);
    const [late, latePage] = await begin('judy');
    world.postern.advanceClock(21 * 60_000);
    assert.equal((await late.submit(latePage, {}, { action: 'later' })).status, 400);
    assert.equal(await hasSession(late), false);
    assert.notEqual(stepOf(await browser.submit(page, {}, { action: 'later' })), 'client');
    const [forced, forcedPage] = await begin('judy');
    assert.equal(stepOf(forcedPage), 'totp-enrolment');
    assert.notEqual(stepOf(await forced.submit(forcedPage, {}, { action: 'later' })), 'client');
    assert.match((await other.open(authorizeAddress())).url.pathname, /password$/);
  });
});
