// What owners change in the account pages: password, apps, recovery codes, and everything at once when a device is lost.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from '../support/browser.ts';
import { forEachStore } from '../support/engines.ts';
import {
  doneLine,
  headline,
  openPortalWorld,
  type Person,
  type PortalWorld,
  readSecret,
  typedBy,
} from '../support/portal-world.ts';
import { postToken, type SignInTokens, signInOverHttp } from '../support/sign-in-over-http.ts';
import { mailProgram } from '../support/world.ts';

const newPassword = 'eight blue lamps at midnight';

forEachStore((_engine, _openTestStore, makeTarget) => {
  let world: PortalWorld;
  before(async () => {
    world = await openPortalWorld({ target: await makeTarget(), mail: false });
    await world.postern.cliJson(['clients', 'add', '--preset', 'native', '--id', mailProgram.clientId]);
  });
  after(() => world?.close());

  const connect = (person: Person): Promise<SignInTokens> =>
    signInOverHttp({
      issuer: world.postern.issuer,
      ...mailProgram,
      scope: 'openid mail offline_access',
      ...person,
      code: () => world.freshCode(person.otpauthUrl),
    });
  const isConnected = async ({ refreshToken = '' }: SignInTokens): Promise<SignInTokens | undefined> => {
    const answer = await postToken(
      { issuer: world.postern.issuer, clientId: mailProgram.clientId },
      { grant_type: 'refresh_token', refresh_token: refreshToken },
    );
    const fields = (await answer.json()) as { refresh_token?: string };
    return answer.status === 200
      ? { accessToken: '', idToken: undefined, answer: {}, refreshToken: fields.refresh_token }
      : undefined;
  };
  const isSignIn = (page: Page): boolean => page.url.pathname.startsWith('/interaction/');
  const open = async (person: Person, path = '/account'): Promise<{ browser: Browser; page: Page }> => {
    const browser = world.browser();
    return { browser, page: await world.visit(browser, person, path) };
  };

  test('a new password ends other browsers; programs stay, except those that are ticked', async () => {
    const anna = await world.addPerson('anna', { withFactor: true });
    const [kept, ended] = [await connect(anna), await connect(anna)];
    const other = await open(anna);
    const { browser, page } = await open(anna, '/account/password');
    const boxes = [...page.html.matchAll(/<input[^>]*type="checkbox"[^>]*>/g)].map(([box]) => box);
    assert.equal(boxes.length, 2);
    assert.ok(
      boxes.every((box) => !/checked/.test(box)),
      'nothing is ticked beforehand',
    );
    // The newest is listed first.
    const [, name = ''] = /name="(end-[^"]+)"/.exec(boxes[0] ?? '') ?? [];

    const short = await browser.submit(page, { new_password: 'short', [name]: 'yes' });
    assert.equal(short.status, 422);
    assert.match(short.alert, /at least 8 characters/);
    assert.match(
      short.html,
      new RegExp(`<input[^>]*name="${name}"[^>]*checked`),
      'what was ticked stays ticked',
    );
    assert.doesNotMatch(short.html, /value="short"/);
    const same = await browser.submit(short, { new_password: anna.password });
    assert.equal(same.status, 422);
    assert.match(same.alert, /password you have/);

    const done = await browser.submit(same, { new_password: newPassword, [name]: 'yes' });
    assert.equal(done.url.pathname, '/account');
    assert.match(doneLine(done), /Your password is changed/);
    assert.equal(doneLine(await browser.open('/account')), '', 'said once');
    assert.ok(isSignIn(await other.browser.open('/account')));
    assert.equal(await isConnected(ended), undefined);
    assert.notEqual(await isConnected(kept), undefined);
    const wrong = world.browser();
    assert.equal((await wrong.submit(await wrong.open('/account'), typedBy(anna))).status, 422);
    const again = await open({ ...anna, password: newPassword });
    assert.equal(again.page.url.pathname, '/account');
  });

  test('a loop of changes is stopped with a page that says until when, and shuts nobody out', async () => {
    const loop = await world.addPerson('loop');
    const { browser } = await open(loop);
    let password = loop.password;
    let page = await browser.open('/account/password');
    let changes = 0;
    const headers = { 'accept-language': 'de' };
    for (; page.form?.fields.has('new_password') && changes <= 20; changes += 1) {
      const next = `eight blue lamps, number ${changes}`;
      const answer = await browser.submit(page, { new_password: next }, { headers });
      if (answer.status === 429) {
        page = answer;
        break;
      }
      password = next;
      page = await browser.open('/account/password');
    }
    assert.ok(changes >= 5 && changes <= 20, String(changes));
    assert.equal(page.status, 429);
    assert.equal(headline(page), 'Zu viele Änderungen auf einmal');
    assert.match(page.html, /Warten Sie \d+ (Sekunden?|Minuten) und versuchen Sie es dann noch einmal\./);
    assert.match(page.headers.get('retry-after') ?? '', /^[1-9]\d*$/);
    const begun = performance.now();
    const elsewhere = await open({ ...loop, password });
    assert.equal(elsewhere.page.url.pathname, '/account');
    assert.ok(
      performance.now() - begun < 60_000,
      'the sign-in waits for a few seconds at most, not for the ten minutes',
    );
  });

  test('ticking the program of somebody else ends nothing', async () => {
    const berta = await world.addPerson('berta');
    const bruno = await world.addPerson('bruno');
    const theirs = await connect(bruno);
    const listed = JSON.parse((await world.postern.cli(['devices', 'list', 'bruno', '--json'])).stdout);
    const { browser, page } = await open(berta, '/account/password');
    await browser.submit(page, { new_password: newPassword, [`end-${listed.devices[0].id}`]: 'yes' });
    assert.notEqual(await isConnected(theirs), undefined);
  });

  test('an app has a name, and can be given another', async () => {
    const carla = await world.addPerson('carla', { withFactor: true });
    const { browser, page } = await open(carla);
    const [, path = ''] = /href="(\/account\/factors\/[^"]+)"/.exec(page.html) ?? [];
    const form = await browser.open(path);
    assert.equal((await browser.submit(form, { name: '  ' })).status, 422);
    assert.match((await browser.submit(form, { name: 'x'.repeat(65) })).alert, /too long/);
    const done = await browser.submit(form, { name: '<b>Phone & more' });
    assert.match(doneLine(done), /name is changed/);
    assert.match(done.html, /&lt;b&gt;Phone &amp; more/);
  });

  test('the first address that anybody types leads to the account, and one that never was leads back to it', async () => {
    const browser = world.browser();
    const first = await fetch(world.postern.issuer, { redirect: 'manual' });
    assert.deepEqual([first.status, first.headers.get('location')], [303, '/account']);
    const nothing = await browser.open('/account/no-such-page');
    assert.equal(nothing.status, 404);
    assert.match(nothing.html, /<a class="button primary" href="\/account">/);
  });

  test('the app of somebody else is not there', async () => {
    const dora = await world.addPerson('dora', { withFactor: true });
    const erik = await world.addPerson('erik', { withFactor: true });
    const [theirs] = await world.listFactors('erik');
    const { browser } = await open(dora, '/account/enrol');
    for (const path of [`/account/factors/${theirs?.id}`, `/account/factors/${theirs?.id}/remove`]) {
      const gone = await browser.open(path);
      assert.equal(gone.status, 404);
      assert.match(gone.html, /<a class="button primary" href="\/account">/, 'with a way back');
    }
    assert.equal((await world.listFactors(erik.username)).length, 1);
  });

  test('the last app goes only where no second step is required, and everything of it goes along', async () => {
    const fritz = await world.addPerson('fritz', { withFactor: true });
    const [factor] = await world.listFactors('fritz');
    const removal = `/account/factors/${factor?.id}/remove`;
    const other = await open(fritz);
    const { browser, page } = await open(fritz, removal);
    assert.match(page.html, /It is your only one/);

    await world.postern.cliJson(['mfa', 'required']);
    world.postern.advanceClock(5000);
    const refused = await browser.submit(page, {});
    assert.deepEqual([refused.status, headline(refused)], [403, 'This one can only be replaced']);
    assert.equal((await world.listFactors('fritz')).length, 1);
    await world.postern.cliJson(['mfa', 'optional']);
    world.postern.advanceClock(5000);

    const done = await browser.submit(await browser.open(removal), {});
    assert.equal(done.url.pathname, '/account');
    assert.match(doneLine(done), /Your second step is off/);
    assert.match(done.html, /Off: your password is all/);
    assert.ok(isSignIn(await other.browser.open('/account')), 'the other browser is signed out');
    const { otpauthUrl: _, ...without } = fritz;
    assert.equal((await open(without)).page.url.pathname, '/account');
    const codes = await browser.open('/account/recovery-codes');
    assert.match(codes.html, /Add one first/);
  });

  test('of two removals at once of the last two apps, one is left', async () => {
    const gerd = await world.addPerson('gerd', { withFactor: true });
    const first = await open(gerd, '/account/enrol');
    const second = await first.browser.submit(first.page, { code: world.freshCode(readSecret(first.page)) });
    assert.equal(headline(second), 'Another authenticator app is added');
    await world.postern.cliJson(['accounts', 'require-factor', 'gerd', '2']);
    const factors = await world.listFactors('gerd');
    const browsers = await Promise.all(factors.map(() => world.browser()));
    const pages: Page[] = [];
    for (const [index, { id }] of factors.entries()) {
      pages.push(await world.visit(browsers[index] as Browser, gerd, `/account/factors/${id}/remove`));
    }
    await Promise.all(pages.map((page, index) => browsers[index]?.submit(page, {})));
    assert.equal((await world.listFactors('gerd')).length, 1);
  });

  test('a new set of recovery codes is shown until it is kept, and the old one is over', async () => {
    const hanna = await world.addPerson('hanna', { withFactor: true });
    const { browser, page } = await open(hanna, '/account/recovery-codes');
    assert.match(page.html, /You have 10 unused codes/);
    const shown = await browser.submit(page, {});
    const codes = [...shown.html.matchAll(/<li><code>([^<]+)<\/code>/g)].map(([, code = '']) => code);
    assert.equal(codes.length, 10);
    assert.equal(codes.includes(hanna.recoveryCodes[0] ?? ''), false);
    // A reload, and a second click on the button of the page before, show the same set.
    assert.ok((await browser.open('/account/recovery-codes')).html.includes(codes[3] ?? '-'));
    assert.ok((await browser.submit(page, {})).html.includes(codes[3] ?? '-'));
    const done = await browser.submit(shown, {});
    assert.match(doneLine(done), /new recovery codes work/);
    assert.doesNotMatch((await browser.open('/account/recovery-codes')).html, new RegExp(codes[3] ?? '-'));

    const lost = world.browser();
    const asked = await lost.submit(await lost.open('/account'), typedBy(hanna));
    const step = await lost.open(asked.url.pathname.replace(/\/totp$/, '/recovery-code'));
    assert.equal((await lost.submit(step, { recovery_code: hanna.recoveryCodes[0] ?? '' })).status, 422);
    const right = await lost.submit(step, { recovery_code: codes[0] ?? '' });
    assert.notEqual(right.status, 422);
  });

  test('a lost device: one button, a session is enough, and everything ends', async () => {
    const ida = await world.addPerson('ida', { withFactor: true });
    const program = await connect(ida);
    const other = await open(ida);
    const { browser } = await open(ida);
    world.postern.advanceClock(20 * 60_000);
    const page = await browser.open('/account/lost-device');
    assert.equal(headline(page), 'Did you lose a device?');
    const done = await browser.submit(page, {});
    assert.deepEqual([done.status, headline(done)], [200, 'You are signed out everywhere']);
    assert.ok(isSignIn(await browser.open('/account')), 'here');
    assert.ok(isSignIn(await other.browser.open('/account')), 'and there');
    assert.equal(await isConnected(program), undefined);
    assert.equal((await world.listFactors('ida')).length, 1, 'factors stay');
    assert.ok(
      isSignIn(await world.browser().open('/account/lost-device/done')),
      'it is said to whoever did it',
    );
  });

  test('a page speaks the language of the account, whatever the browser asks for', async () => {
    const jana = await world.addPerson('jana', { locale: 'de-AT' });
    const { browser } = await open(jana);
    assert.match((await browser.open('/account')).html, /<html lang="de"/);
    const done = await browser.submit(await browser.open('/account/lost-device'), {});
    assert.deepEqual(
      [done.url.pathname, headline(done)],
      ['/account/lost-device/done', 'Sie sind überall abgemeldet'],
    );
    assert.doesNotMatch(done.html, /Authenticator|Ihre App|Ersatzcode/, 'whoever has no app is told of none');
  });

  test('no secret of these pages reaches the log', async () => {
    const karl = await world.addPerson('karl');
    const { browser, page } = await open(karl, '/account/enrol');
    const otpauthUrl = readSecret(page);
    const shown = await browser.submit(page, { code: world.freshCode(otpauthUrl) });
    const code = /<li><code>([^<]+)<\/code>/.exec(shown.html)?.[1] ?? '';
    const log = JSON.stringify(world.postern.log) + world.postern.stderr();
    for (const secret of [new URL(otpauthUrl).searchParams.get('secret') ?? '', code, karl.password]) {
      assert.ok(secret.length > 8);
      assert.equal(log.includes(secret), false);
    }
  });
});
