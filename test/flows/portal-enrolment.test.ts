// A second step by choice: set up in the account pages, behind a mailed link, a ticket, or the sign-in alone.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from '../support/browser.ts';
import { forEachStore } from '../support/engines.ts';
import {
  headline,
  openPortalWorld,
  type Person,
  type PortalWorld,
  readSecret,
  typedBy,
} from '../support/portal-world.ts';
import { postToken, signInOverHttp } from '../support/sign-in-over-http.ts';
import { mailProgram } from '../support/world.ts';

forEachStore((_engine, _openTestStore, makeTarget) => {
  let world: PortalWorld;
  before(async () => {
    world = await openPortalWorld({ target: await makeTarget() });
    await world.postern.cliJson(['clients', 'add', '--preset', 'native', '--id', mailProgram.clientId]);
  });
  after(() => world?.close());

  /** From the page with the secret to the end; answers the last page. */
  const finish = async (
    browser: ReturnType<PortalWorld['browser']>,
    page: Page,
    name = 'Phone',
  ): Promise<{ otpauthUrl: string; codes: readonly string[]; done: Page }> => {
    const otpauthUrl = readSecret(page);
    const shown = await browser.submit(page, { code: world.freshCode(otpauthUrl), name });
    const codes = [...shown.html.matchAll(/<li><code>([^<]+)<\/code>/g)].map(([, code = '']) => code);
    return { otpauthUrl, codes, done: codes.length === 0 ? shown : await browser.submit(shown, {}) };
  };

  const connect = (person: Person) =>
    signInOverHttp({
      issuer: world.postern.issuer,
      ...mailProgram,
      scope: 'openid mail offline_access',
      ...person,
      code: () => world.freshCode(person.otpauthUrl),
    });

  test('a policy with a date is told at the account, to whoever it will ask for more', async () => {
    const nora = await world.addPerson('nora');
    const olaf = await world.addPerson('olaf', { withFactor: true });
    const boxes = [
      [nora, world.browser()],
      [olaf, world.browser()],
    ] as const;
    const words = /From 31 January 2999 on, signing in takes a second step\./;
    for (const [person, browser] of boxes) {
      assert.doesNotMatch((await world.visit(browser, person, '/account')).html, words);
    }
    await world.postern.cliJson(['mfa', 'required', '--from', '2999-01-31']);
    world.postern.advanceClock(5000);
    const [told, untold] = await Promise.all(boxes.map(([, browser]) => browser.open('/account')));
    assert.match(told?.html ?? '', words);
    assert.equal(headline(untold ?? assert.fail()), 'Your account');
    assert.doesNotMatch(untold?.html ?? '', words);
    await world.postern.cliJson(['mfa', 'optional']);
    world.postern.advanceClock(5000);
  });

  test('a second step that nobody named is kept in no language, also where its page is sent back as it was', async () => {
    const uwe = await world.addPerson('uwe', { locale: 'de', withFactor: true });
    const browser = world.browser();
    await finish(browser, await world.visit(browser, uwe, '/account/enrol'), '');
    const kept = ['Authenticator app', 'Authenticator app 2'];
    const labels = async () => (await world.listFactors('uwe')).map(({ label }) => label);
    assert.deepEqual(await labels(), kept);
    const [factor] = await world.listFactors('uwe');
    const page = await browser.open(`/account/factors/${factor?.id}`);
    assert.equal(headline(page), 'Authenticator-App');
    await browser.submit(page, { name: 'Authenticator-App' });
    assert.deepEqual(await labels(), kept);
    await browser.submit(page, { name: 'Telefon' });
    assert.deepEqual(await labels(), ['Telefon', 'Authenticator app 2']);
  });

  test('where mail goes out, a link leads to the second step, and everything made with one factor ends', async () => {
    const bob = await world.addPerson('bob', { email: 'bob@outside.test' });
    const program = await connect(bob);
    const other = world.browser();
    assert.equal(headline(await world.visit(other, bob, '/account')), 'Your account');

    const browser = world.browser();
    const ask = await world.visit(browser, bob, '/account/enrol');
    assert.equal(headline(ask), 'First we send you a link');
    assert.match(ask.html, /b…@outside\.test/);
    assert.doesNotMatch(ask.html, /bob@outside\.test/);
    const sent = await browser.submit(ask, {});
    assert.equal(sent.url.pathname, '/account/enrol/sent');
    const link = await world.untilLink('bob@outside.test');
    assert.ok(link.startsWith(`${world.postern.issuer}/account/enrol?token=`));

    const greeting = await browser.open(link);
    assert.equal(headline(greeting), 'Add your authenticator app');
    assert.match(greeting.html, /the account of <b>bob<\/b>/);
    const password = await browser.submit(greeting, {});
    assert.match(password.url.pathname, /^\/interaction\/.*\/password$/, 'the password is asked in any case');
    assert.match(password.html, /<p class="who">.*<b>bob<\/b>/, 'it says of whom, and why');
    assert.match(password.html, /we make sure that it is you/);
    const page = await world.signIn(browser, bob, password);
    assert.equal(page.url.href, `${world.postern.issuer}/account/enrol`, 'the token left the address');
    assert.match(page.html, /<svg class="qr-code"/);
    assert.match(page.html, /mail-program/, 'it says which program ends');
    assert.equal(
      (await browser.open('/account/enrol')).html.includes(readSecret(page).replaceAll('&', '&amp;')),
      true,
    );

    const wrong = await browser.submit(page, { code: '000000', name: 'Phone' });
    assert.equal(wrong.status, 422);
    assert.match(wrong.alert, /did not work/);
    assert.equal(readSecret(wrong), readSecret(page));
    assert.deepEqual(await world.listFactors('bob'), []);

    const { codes, done, otpauthUrl } = await finish(browser, wrong);
    assert.equal(codes.length, 10);
    assert.equal(headline(done), 'Your second step is on');
    assert.match(done.html, /Connect the programs again/);
    const [factor, ...more] = await world.listFactors('bob');
    assert.deepEqual(
      [factor?.label, factor?.state, factor?.confirmed, more.length],
      ['Phone', 'active', true, 0],
    );

    const overview = await browser.open('/account');
    assert.equal(overview.url.pathname, '/account', 'this browser goes on and is not asked again');
    assert.equal((await browser.open('/account/recovery-codes')).url.pathname, '/account/recovery-codes');
    assert.match(
      (await other.open('/account')).url.pathname,
      /^\/interaction\//,
      'the other one is signed out',
    );
    const refused = await postToken(
      { issuer: world.postern.issuer, clientId: mailProgram.clientId },
      { grant_type: 'refresh_token', refresh_token: program.refreshToken ?? '' },
    );
    assert.equal(refused.status, 400, 'the program is disconnected');
    const devices = await world.postern.cli(['devices', 'list', 'bob', '--json']);
    assert.doesNotMatch(devices.stdout, /mail-program/);
    assert.equal((await browser.open(link)).status, 410, 'the link is used up');

    bob.otpauthUrl = otpauthUrl;
    assert.equal(headline(await world.visit(world.browser(), bob, '/account')), 'Your account');
    const subjects = world.sink.mails
      .filter(({ to }) => to.includes('bob@outside.test'))
      .map(({ subject }) => subject);
    assert.ok(
      subjects.some((subject) => /app was added/.test(subject)),
      subjects.join(' | '),
    );
  });

  test('another app is added behind the complete sign-in alone, and the recovery codes stay', async () => {
    const carol = await world.addPerson('carol', { email: 'carol@outside.test', withFactor: true });
    const browser = world.browser();
    const page = await world.visit(browser, carol, '/account/enrol');
    assert.equal(headline(page), 'Add another authenticator app');
    const { codes, done } = await finish(browser, page, 'Tablet');
    assert.deepEqual(codes, []);
    assert.equal(headline(done), 'Another authenticator app is added');
    assert.equal((await world.listFactors('carol')).length, 2);
    assert.equal((await browser.open('/account')).url.pathname, '/account');
    // An old recovery code still works.
    const lost = world.browser();
    const asked = await lost.submit(await lost.open('/account'), typedBy(carol));
    const step = await lost.open(asked.url.pathname.replace(/\/totp$/, '/recovery-code'));
    const next = await lost.submit(step, { recovery_code: carol.recoveryCodes[0] ?? '' });
    assert.notEqual(next.status, 422);
  });

  test('who came in by a recovery code replaces the lost app within fifteen minutes, and only replaces it', async () => {
    const dora = await world.addPerson('dora', { withFactor: true });
    const browser = world.browser();
    const asked = await browser.submit(await browser.open('/account'), typedBy(dora));
    const step = await browser.open(asked.url.pathname.replace(/\/totp$/, '/recovery-code'));
    let page = await browser.submit(step, { recovery_code: dora.recoveryCodes[0] ?? '' });
    page = await world.signIn(browser, dora, page);
    assert.equal(page.url.pathname, '/account');
    assert.match(page.html, /You used a recovery code/);
    const [lost] = await world.listFactors('dora');
    const removal = `/account/factors/${lost?.id}/remove`;

    world.postern.advanceClock(10 * 60_000);
    assert.equal(
      (await browser.open('/account/password')).status,
      403,
      'the password needs a code from an app',
    );
    const refused = await browser.open(removal);
    assert.equal(refused.status, 403);
    assert.match(refused.html, /Add a new authenticator app first/);

    const enrol = await browser.open('/account/enrol');
    assert.equal(headline(enrol), 'Add a new authenticator app');
    const { otpauthUrl, codes, done: added } = await finish(browser, enrol, 'New phone');
    assert.deepEqual(codes, [], 'nine codes are left');
    assert.equal(headline(added), 'Your new authenticator app is added');
    assert.ok(added.html.includes(`href="${removal}"`), 'the next step is one click');
    const address = `/authorize?${new URLSearchParams({
      client_id: mailProgram.clientId,
      redirect_uri: mailProgram.redirectUri,
      response_type: 'code',
      scope: 'openid mail',
      code_challenge: 'x'.repeat(43),
      code_challenge_method: 'S256',
    })}`;
    assert.match(
      (await browser.open(address)).url.pathname,
      /\/password$/,
      'it stays a sign-in that connects no program',
    );
    dora.otpauthUrl = otpauthUrl;
    const password = await browser.open('/account/password');
    assert.match(password.url.pathname, /^\/interaction\//, 'who has a new app signs in with it');
    const remove = await browser.open(removal);
    assert.equal(remove.status, 200);
    const done = await browser.submit(remove, {});
    assert.equal(done.url.pathname, '/account');
    assert.deepEqual(
      (await world.listFactors('dora')).map(({ label }) => label),
      ['New phone'],
    );
  });

  test('after fifteen minutes a recovered session is over', async () => {
    const emil = await world.addPerson('emil', { withFactor: true });
    const browser = world.browser();
    const asked = await browser.submit(await browser.open('/account'), typedBy(emil));
    const step = await browser.open(asked.url.pathname.replace(/\/totp$/, '/recovery-code'));
    const page = await world.signIn(
      browser,
      emil,
      await browser.submit(step, { recovery_code: emil.recoveryCodes[0] ?? '' }),
    );
    assert.equal(page.url.pathname, '/account');
    world.postern.advanceClock(15 * 60_000 + 2000);
    assert.match((await browser.open('/account')).url.pathname, /^\/interaction\//);
  });

  test('a ticket gives leave where an administrator has reset the second step', async () => {
    const frieda = await world.addPerson('frieda', { email: 'frieda@outside.test', withFactor: true });
    const { ticket } = await world.postern.cliJson(['otp', 'reset', 'frieda', '--yes']);
    const { otpauthUrl: _, ...reset } = frieda;
    const browser = world.browser();
    const page = await world.visit(browser, reset, '/account/enrol');
    assert.equal(headline(page), 'Enter your ticket');
    const wrong = await browser.submit(page, { ticket: '0000-0000-0000-0000-0000' });
    assert.equal(wrong.status, 422);
    assert.match(wrong.alert, /did not work/);
    assert.equal(headline(await browser.open('/account/enrol')), 'Enter your ticket', 'no secret without it');
    const typed = String(ticket).toUpperCase().replaceAll('-', ' ');
    const secret = await browser.submit(wrong, { ticket: typed });
    assert.equal(headline(secret), 'Add your authenticator app');
    const { done } = await finish(browser, secret);
    assert.equal(headline(done), 'Your second step is on');
    assert.equal((await world.listFactors('frieda')).length, 1);
  });

  test('a sign-in that has become old while the app was set up is asked for again, and the same secret stays', async () => {
    const gus = await world.addPerson('gus');
    const browser = world.browser();
    const page = await world.visit(browser, gus, '/account/enrol');
    const otpauthUrl = readSecret(page);
    world.postern.advanceClock(5 * 60_000 + 2000);
    const asked = await browser.submit(page, { code: world.freshCode(otpauthUrl) });
    assert.match(asked.url.pathname, /^\/interaction\/.*\/password$/);
    assert.deepEqual(await world.listFactors('gus'), []);
    const again = await world.signIn(browser, gus, asked);
    assert.equal(readSecret(again), otpauthUrl);
    const { done } = await finish(browser, again);
    assert.equal(headline(done), 'Your second step is on');
  });

  test('a name too long is told before the app is bound', async () => {
    const hanna = await world.addPerson('hanna');
    const browser = world.browser();
    const page = await world.visit(browser, hanna, '/account/enrol');
    const answer = await browser.submit(page, {
      code: world.freshCode(readSecret(page)),
      name: 'x'.repeat(65),
    });
    assert.equal(answer.status, 422);
    assert.match(answer.alert, /too long/);
    assert.deepEqual(await world.listFactors('hanna'), []);
  });
});
