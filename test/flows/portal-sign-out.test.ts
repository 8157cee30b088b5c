// Signing out: at the account pages and at the provider, with a browser's session behind the account pages and without.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from '../support/browser.ts';
import { forEachStore } from '../support/engines.ts';
import { headline, openPortalWorld, type Person, type PortalWorld } from '../support/portal-world.ts';

const redirectUri = 'http://127.0.0.1:9/callback';

forEachStore((_engine, _openTestStore, makeTarget) => {
  let world: PortalWorld;
  before(async () => {
    world = await openPortalWorld({ target: await makeTarget(), mail: false });
    const web = ['--preset', 'web', '--id', 'web-app', '--redirect-uri', redirectUri];
    await world.postern.cliJson(['clients', 'add', ...web]);
  });
  after(() => world?.close());

  const isSignIn = (page: Page): boolean => page.url.pathname.startsWith('/interaction/');
  const isSignedInAtApp = async (browser: Browser): Promise<boolean> => {
    const asked = { client_id: 'web-app', redirect_uri: redirectUri, response_type: 'code', scope: 'openid' };
    const pkce = { code_challenge: 'c'.repeat(43), code_challenge_method: 'S256', prompt: 'none' };
    const { url } = await browser.open(`/authorize?${new URLSearchParams({ ...asked, ...pkce })}`);
    return url.searchParams.has('code');
  };
  const changePassword = async (browser: Browser, person: Person): Promise<Person> => {
    const password = `${person.password} anew`;
    const page = await browser.submit(await browser.open('/account/password'), { new_password: password });
    assert.equal(page.url.pathname, '/account');
    return { ...person, password };
  };
  /** The cookie of the account pages as it was, brought by somebody else. */
  const withCookieOf = (browser: Browser): Promise<Response> => {
    const url = new URL('/account', world.postern.issuer);
    return fetch(url, { headers: { cookie: browser.cookies.header(url) }, redirect: 'manual' });
  };

  const doors: readonly (readonly [string, (browser: Browser) => Promise<Page>])[] = [
    [
      'the account pages',
      async (browser) => {
        const overview = await browser.open('/account');
        const [, address = ''] = /href="([^"]+)">Sign out</.exec(overview.html) ?? [];
        assert.equal(address, '/account/sign-out');
        const question = await browser.open(address);
        assert.equal(headline(question), 'Sign out?');
        return browser.submit(question, {});
      },
    ],
    ['the provider', async (browser) => browser.submit(await browser.open('/logout'), {})],
  ];
  let people = 0;
  for (const [door, signOut] of doors) {
    for (const isAlone of [false, true]) {
      const how = isAlone ? 'after a change that ended the other sessions' : 'right after the sign-in';
      test(`at ${door}, ${how}, nothing is left in this browser`, async () => {
        people += 1;
        const person = await world.addPerson(`leaver${people}`, { withFactor: true });
        const browser = world.browser();
        await world.visit(browser, person, '/account');
        if (isAlone) {
          await changePassword(browser, person);
        }
        assert.equal(await isSignedInAtApp(browser), !isAlone);
        assert.equal((await browser.open('/account')).url.pathname, '/account');
        const held = browser.cookies.header(new URL(world.postern.issuer));
        const done = await signOut(browser);
        assert.equal(headline(done), 'You are signed out');
        assert.ok(isSignIn(await browser.open('/account')));
        assert.equal(await isSignedInAtApp(browser), false);
        const copied = await fetch(new URL('/account', world.postern.issuer), {
          headers: { cookie: held },
          redirect: 'manual',
        });
        assert.equal(copied.status, 303, 'a copy of the cookies opens nothing either');
      });
    }
  }

  test('to stay signed in at the provider ends nothing', async () => {
    const person = await world.addPerson('stayer', { withFactor: true });
    const browser = world.browser();
    await world.visit(browser, person, '/account');
    await changePassword(browser, person);
    const page = await browser.open('/logout');
    const body = new URLSearchParams(page.form?.hidden ?? {});
    const url = new URL(page.form?.action ?? '', world.postern.issuer);
    const headers = { cookie: browser.cookies.header(url), origin: url.origin };
    await fetch(url, { method: 'POST', body, headers, redirect: 'manual' });
    assert.equal((await browser.open('/account')).url.pathname, '/account');
  });

  test('a form of another site signs nobody out', async () => {
    const person = await world.addPerson('target', { withFactor: true });
    const browser = world.browser();
    await world.visit(browser, person, '/account');
    const page = await browser.open('/account/sign-out');
    const refused = await browser.submit(page, {}, { headers: { origin: 'https://evil.test' } });
    assert.equal(refused.status, 403);
    assert.equal((await browser.submit(page, {}, { hidden: { csrf: '' } })).status, 403);
    assert.equal((await browser.open('/account')).url.pathname, '/account');
  });

  test('who is signed in nowhere can sign out, and who opens the page is not asked who they are', async () => {
    const browser = world.browser();
    const page = await browser.open('/account/sign-out');
    assert.equal(headline(page), 'Sign out?');
    assert.equal(headline(await browser.submit(page, {})), 'You are signed out');
  });

  test('somebody else who signs in at an app in this browser does not come upon the account pages of the first', async () => {
    const [first, second] = [await world.addPerson('first'), await world.addPerson('second')];
    const browser = world.browser();
    await world.visit(browser, first, '/account');
    await changePassword(browser, first);
    assert.equal((await withCookieOf(browser)).status, 200);
    // The dead session of the first is forgotten by the browser: nothing tells the provider that there was one.
    const headers = { getSetCookie: () => ['postern-session=; Path=/; Max-Age=0'] };
    browser.cookies.keep({ headers } as unknown as Response, new URL(world.postern.issuer));
    const asked = { client_id: 'web-app', redirect_uri: redirectUri, response_type: 'code', scope: 'openid' };
    const pkce = { code_challenge: 'c'.repeat(43), code_challenge_method: 'S256' };
    await world.visit(browser, second, `/authorize?${new URLSearchParams({ ...asked, ...pkce })}`);
    assert.match((await browser.open('/account')).html, /second/);
    assert.doesNotMatch((await browser.open('/account')).html, /<b>first<\/b>/);
  });
});
