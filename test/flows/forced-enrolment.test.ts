// An account that must have a second step gets it in the middle of the sign-in, and there is no way around.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createBrowser, type Page } from '../support/browser.ts';
import { requirePrograms } from '../support/components.ts';
import { forEachStore } from '../support/engines.ts';
import { oathtoolCode } from '../support/oathtool.ts';
import { openWorld, type World, webApp } from '../support/world.ts';

const skip = requirePrograms('oathtool');
const password = 'words behind the new door';

forEachStore((_engine, _openTestStore, makeTarget) => {
  let world: World;
  before(async () => {
    world = await openWorld({ target: await makeTarget(), env: { POSTERN_MFA: 'required' } });
  });
  after(() => world?.close());

  const address = (parameters: Readonly<Record<string, string>> = {}): string =>
    `/authorize?${new URLSearchParams({
      client_id: webApp.clientId,
      redirect_uri: webApp.redirectUri,
      response_type: 'code',
      scope: 'openid',
      code_challenge: 'x'.repeat(43),
      code_challenge_method: 'S256',
      ...parameters,
    })}`;
  const reachEnrolment = async (username: string) => {
    await world.postern.cli(['accounts', 'add', username, '--password-stdin'], { stdin: password });
    const browser = createBrowser(world.postern.issuer);
    const page = await browser.submit(await browser.open(address()), { username, password });
    return { browser, page };
  };
  const urlOf = (page: Page): string => {
    const [url = ''] = /otpauth:\/\/[^"]+/.exec(page.html) ?? [];
    return url.replaceAll('&amp;', '&');
  };
  const hasSession = async (browser: ReturnType<typeof createBrowser>): Promise<boolean> =>
    (await browser.open(address({ prompt: 'none' }))).url.searchParams.has('code');

  test('password, then the app, then its code, then the recovery codes, then the client', {
    skip,
  }, async () => {
    const { browser, page } = await reachEnrolment('erin');
    assert.match(page.url.pathname, /totp-enrolment$/);
    const url = urlOf(page);
    assert.equal((await browser.submit(page, { code: '000000' })).status, 422);
    assert.equal(urlOf(await browser.open(page.url)), url, 'a reload shows the same key');
    const code = oathtoolCode(url, { atMs: world.postern.now() });
    const codes = await browser.submit(page, { code });
    assert.match(codes.url.pathname, /recovery-codes$/);
    assert.equal(codes.html.match(/\b[0-9a-z]{4}(?:-[0-9a-z]{4}){4}\b/g)?.length, 10);
    assert.equal(await hasSession(browser), false);
    const end = await browser.submit(await browser.open(codes.url), {});
    assert.ok(end.url.searchParams.has('code'), end.html);
    assert.equal(await hasSession(browser), true);

    const other = createBrowser(world.postern.issuer);
    const second = await other.submit(await other.open(address()), { username: 'erin', password });
    assert.match(second.url.pathname, /\/totp$/);
    assert.equal((await other.submit(second, { code })).status, 422, 'the code that confirmed it is used');
    assert.ok(
      (await other.submit(second, { code: oathtoolCode(url, { atMs: moved() }) })).url.searchParams.has(
        'code',
      ),
    );
  });

  const moved = (): number => {
    world.postern.advanceClock(30_000);
    return world.postern.now();
  };

  test('no other page, second tab, other client or back button leads around it', { skip }, async () => {
    const { browser, page } = await reachEnrolment('frank');
    for (const step of [
      'password',
      'totp',
      'recovery-code',
      'recovery-codes',
      'new-password',
      'consent',
      '',
    ]) {
      const path = page.url.href.replace(/totp-enrolment$/, step);
      assert.match((await browser.open(path)).url.pathname, /totp-enrolment$/, `GET ${step}`);
      const posted = await browser.submit(
        { ...page, url: new URL(step === '' ? page.url.href : path) },
        { code: '', new_password: 'another one of them', recovery_code: world.recoveryCodes[0] ?? '' },
        { action: 'allow' },
      );
      assert.ok(!posted.url.searchParams.has('code'), `POST ${step}`);
    }
    assert.equal(await hasSession(browser), false);
    const tab = await browser.open(address());
    assert.match(tab.url.pathname, /password$/);
    assert.match(
      (await browser.submit(tab, { username: 'frank', password })).url.pathname,
      /totp-enrolment$/,
    );
    const end = await browser.submit(page, {}, { action: 'cancel' });
    assert.ok(!end.url.searchParams.has('code'));
    assert.equal(await hasSession(browser), false);
  });

  test('of two enrolments at once, the first ends the other', { skip }, async () => {
    const one = await reachEnrolment('grace');
    const other = await reachEnrolment('grace');
    const enrol = ({ browser, page }: typeof one) =>
      browser.submit(page, { code: oathtoolCode(urlOf(page), { atMs: world.postern.now() }) });
    const first = await enrol(one);
    assert.match(first.url.pathname, /recovery-codes$/);
    const late = await enrol(other);
    assert.ok(late.status === 400 || late.status === 422, String(late.status));
    assert.equal(await hasSession(other.browser), false);
    const { factors } = (await world.postern.cliJson(['otp', 'status', 'grace'])) as { factors: unknown[] };
    assert.equal(factors.length, 1);
  });

  test('30 sends of one code make one factor', { skip }, async () => {
    const { browser, page } = await reachEnrolment('heidi');
    const code = oathtoolCode(urlOf(page), { atMs: world.postern.now() });
    await Promise.all(Array.from({ length: 30 }, () => browser.submit(page, { code })));
    const { factors } = (await world.postern.cliJson(['otp', 'status', 'heidi'])) as { factors: unknown[] };
    assert.equal(factors.length, 1);
  });
});
