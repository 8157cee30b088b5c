// The gates of the account pages, as matrices: who must sign in first, how freshly, and whose forms are taken.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from '../support/browser.ts';
import { forEachStore } from '../support/engines.ts';
import { listPortalPages } from '../support/portal-pages.ts';
import { headline, typedBy } from '../support/portal-world.ts';
import { type AppPerson, openWholeApp, type WholeApp } from '../support/whole-app.ts';

interface Row {
  /** Its parameters in this test. */
  readonly path?: string;
  /** Changes what the next sign-in asks for: it stands behind a complete sign-in of the last five minutes. */
  readonly isFresh: boolean;
  /** For everybody: nobody is asked who they are. */
  readonly isOpen?: true;
  /** What its form would take. */
  readonly fields?: Readonly<Record<string, string>>;
  /** It shows something only right behind what it is about, and leads on otherwise. */
  readonly leadsTo?: string;
}

interface Gate extends Row {
  readonly path: string;
  readonly hasForm: boolean;
}

const minute = 60_000;

forEachStore((_engine, openTestStore) => {
  let app: WholeApp;
  let alice: AppPerson;
  let gates: readonly Gate[];
  before(async () => {
    app = await openWholeApp(openTestStore);
    alice = await app.addPerson('alice', { email: 'alice@outside.test', withFactor: true });
    const rows = await makeRows();
    gates = listPortalPages().map(({ path, decide }) => {
      const row = rows[path] ?? assert.fail(`${path} has no row in the table of gates`);
      return { ...row, path: row.path ?? path, hasForm: decide !== undefined };
    });
  });
  after(() => app?.close());

  /** By the address as the router reads it. */
  const makeRows = async (): Promise<Readonly<Record<string, Row>>> => {
    const { accounts } = app.parts;
    const [factor] = (await accounts.factors.list(alice.id)) ?? [];
    const page = `/account/factors/${factor?.id}`;
    const made = await accounts.appPasswords.add(alice.id, { name: 'Tablet' });
    assert.ok(made.outcome === 'added');
    const appPassword = { name: 'Phone', 'protocol-imap': 'yes' };
    return {
      '/account': { isFresh: false },
      '/account/enrol': { isFresh: true, fields: { code: '123456' } },
      '/account/enrol/sent': { isFresh: false },
      '/account/enrol/done': { isFresh: false, leadsTo: '/account' },
      '/account/factors/:id': { isFresh: true, path: page, fields: { name: 'Renamed' } },
      '/account/factors/:id/remove': { isFresh: true, path: `${page}/remove` },
      '/account/connections': { isFresh: false },
      '/account/connections/:accountId/:id': {
        isFresh: false,
        path: `/account/connections/${alice.id}/${made.id}`,
      },
      '/account/app-passwords/new': { isFresh: true, fields: appPassword },
      '/account/app-passwords/new/:accountId': {
        isFresh: true,
        path: `/account/app-passwords/new/${alice.id}`,
        fields: appPassword,
      },
      '/account/app-passwords/made': { isFresh: false, leadsTo: '/account/connections' },
      '/account/recovery-codes': { isFresh: true },
      '/account/trusted-browsers': { isFresh: false },
      '/account/password': { isFresh: true, fields: { new_password: 'eight blue lamps at midnight' } },
      '/account/lost-device': { isFresh: false },
      '/account/sign-out': { isFresh: false, isOpen: true },
      '/account/lost-device/done': { isFresh: false, leadsTo: '/account' },
    };
  };

  const signedIn = async (): Promise<Browser> => {
    const browser = app.browser();
    const page = await app.visit(browser, alice, '/account');
    assert.equal(page.url.pathname, '/account');
    return browser;
  };
  const isSignIn = (page: Page): boolean => page.url.pathname.startsWith('/interaction/');
  /** Everything of the account that a form could have changed. */
  const state = async (): Promise<string> => {
    const { accounts, connections } = app.parts;
    const account = (await accounts.findById(alice.id)) ?? assert.fail('alice is gone');
    return JSON.stringify([account, await connections.list(account)]);
  };
  /** A post like that of a form of ours, whatever page is open. */
  const post = async (
    browser: Browser,
    path: string,
    fields: Readonly<Record<string, string>>,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Response> => {
    const url = new URL(path, app.issuer);
    return fetch(url, {
      method: 'POST',
      body: new URLSearchParams(fields),
      redirect: 'manual',
      headers: { cookie: browser.cookies.header(url), accept: 'text/html', ...headers },
    });
  };

  test('nobody sees or changes anything without a sign-in', async () => {
    const before = await state();
    for (const { path, fields = {} } of gates.filter(({ isOpen }) => isOpen !== true)) {
      const browser = app.browser();
      const asked = await browser.open(path);
      assert.ok(isSignIn(asked), path);
      assert.equal(asked.headers.get('cache-control'), 'no-store');
      const csrf = asked.form?.hidden.csrf ?? '';
      const posted = await post(browser, path, { csrf, action: 'continue', ...fields });
      assert.ok([303, 404].includes(posted.status), `${path} answers ${posted.status}`);
      assert.doesNotMatch(posted.headers.get('location') ?? '', /\/account/);
    }
    assert.equal(await state(), before);
  });

  test('within five minutes every page is open', async () => {
    const browser = await signedIn();
    for (const { path, leadsTo = path } of gates) {
      const page = await browser.open(path);
      assert.deepEqual([page.status, page.url.pathname], [200, leadsTo], path);
      assert.equal(page.headers.get('cache-control'), 'no-store');
      assert.match(page.headers.get('content-security-policy') ?? '', /form-action 'self'/);
    }
  });

  test('later, what changes the next sign-in asks for password and code again; the rest does not', async () => {
    const browser = await signedIn();
    const open = new Map<string, Page>();
    for (const { path } of gates) {
      open.set(path, await browser.open(path));
    }
    const before = await state();
    app.moveTime(5 * minute + 2000);
    for (const { path, isFresh, hasForm, fields = {} } of gates) {
      const page = await browser.open(path);
      assert.equal(isSignIn(page), isFresh, `GET ${path}`);
      const form = open.get(path);
      if (isFresh && hasForm) {
        assert.ok(form?.form, `${path} has a form`);
        const posted = await browser.submit(form, fields);
        assert.ok(isSignIn(posted), `POST ${path}`);
        assert.deepEqual([...(posted.form?.fields ?? [])], ['username', 'password'], 'the password first');
      }
    }
    assert.equal(await state(), before);
    const back = await app.visit(browser, alice, '/account/recovery-codes');
    assert.equal(back.url.pathname, '/account/recovery-codes', 'the sign-in leads back to the page');
  });

  test('where a trusted browser stood in for the code, only the code is asked for', async () => {
    const browser = app.browser();
    const code = await browser.submit(await browser.open('/account'), typedBy(alice));
    await browser.submit(code, { code: app.freshCode(alice.otpauthUrl), remember: 'yes' });
    await browser.open('/logout').then((page) => browser.submit(page, { logout: 'yes' }));

    const overview = await browser.submit(await browser.open('/account'), typedBy(alice));
    assert.equal(overview.url.pathname, '/account', 'trusted: no code');
    assert.match(overview.html, /One is not asked for a code/);
    const asked = await browser.open('/account/password');
    assert.deepEqual([...(asked.form?.fields ?? [])].includes('password'), false);
    assert.ok(asked.form?.fields.has('code'));
    assert.equal((await app.signIn(browser, alice, asked)).url.pathname, '/account/password');

    const list = await browser.open('/account/trusted-browsers');
    const forgotten = await browser.submit(list, {});
    assert.match(forgotten.html, /That browser is asked for a code again/);
  });

  test('a form is taken from our own pages of this browser only', async () => {
    const browser = await signedIn();
    const stranger = app.browser();
    const foreign = (await stranger.open('/account')).form?.hidden.csrf ?? '';
    const own = (await browser.open('/account/lost-device')).form?.hidden.csrf ?? '';
    const before = await state();
    for (const { path, hasForm, fields = {} } of gates) {
      const shapes: readonly (readonly [string, Record<string, string>, Record<string, string>])[] = [
        ['no value', {}, {}],
        ['a value of another browser', { csrf: foreign }, {}],
        ['another origin', { csrf: own }, { origin: 'https://evil.test' }],
        ['another site', { csrf: own }, { 'sec-fetch-site': 'cross-site' }],
      ];
      for (const [what, hidden, headers] of shapes) {
        for (const action of ['continue', 'remove', 'renew', 'end', 'forget-all', 'make']) {
          const answer = await post(browser, path, { ...fields, ...hidden, action }, headers);
          assert.equal(answer.status, hasForm ? 403 : 404, `${path}: ${what}`);
        }
      }
    }
    assert.equal(await state(), before);
    assert.equal((await browser.open('/account')).url.pathname, '/account', 'nobody was signed out');
  });

  describe('who may not be here any more', () => {
    test('is signed out by signing out, in all windows', async () => {
      const browser = await signedIn();
      await browser.submit(await browser.open('/logout'), { logout: 'yes' });
      assert.ok(isSignIn(await browser.open('/account')));
    });
    test('is kept out by a rule for the account pages, within five seconds', async () => {
      const carl = await app.addPerson('carl');
      const browser = app.browser();
      assert.equal((await app.visit(browser, carl, '/account')).url.pathname, '/account');
      const { accessRules } = app.parts;
      const added = await accessRules.add({ demand: 'deny', clients: ['postern-account'] });
      assert.ok(typeof added === 'object');
      app.moveTime(5000);
      const asked = await browser.open('/account');
      assert.ok(isSignIn(asked), asked.url.pathname);
      const denied = await app.signIn(browser, carl, asked).catch(() => asked);
      assert.notEqual(denied.url.pathname, '/account');
      await accessRules.remove(added.id);
      app.moveTime(5000);
    });
  });

  test('an idle session ends, a busy one goes on until its day is over', async () => {
    const idle = await signedIn();
    const busy = await signedIn();
    for (let count = 0; count < 5; count += 1) {
      app.moveTime(20 * minute);
      assert.equal(
        (await busy.open('/account')).url.pathname,
        '/account',
        `after ${20 * (count + 1)} minutes`,
      );
    }
    assert.ok(isSignIn(await idle.open('/account')));
    for (let count = 0; count < 60; count += 1) {
      app.moveTime(25 * minute);
      await busy.open('/account');
    }
    assert.ok(isSignIn(await busy.open('/account')));
  });

  describe('the answer of a sign-in', () => {
    const callback = async (browser: Browser): Promise<URL> => {
      // Signed in already: the way to the callback has no page.
      const start = await fetch(new URL('/account', app.issuer), {
        redirect: 'manual',
        headers: {
          cookie: browser.cookies
            .header(new URL('/account', app.issuer))
            .replace(/postern-account=[^;]*/, ''),
        },
      });
      browser.cookies.keep(start, new URL('/account', app.issuer));
      const authorize = new URL(start.headers.get('location') ?? '');
      const answer = await fetch(authorize, {
        redirect: 'manual',
        headers: { cookie: browser.cookies.header(authorize) },
      });
      browser.cookies.keep(answer, authorize);
      return new URL(answer.headers.get('location') ?? '', authorize);
    };

    test('is of use in the browser that asked, and there once', async () => {
      const browser = await signedIn();
      const address = await callback(browser);
      assert.equal(address.pathname, '/account/callback');
      const thief = await app.browser().open(address);
      assert.deepEqual([thief.status, headline(thief)], [400, 'This sign-in has ended']);
      const kept = browser.cookies.header(address);
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => fetch(address, { redirect: 'manual', headers: { cookie: kept } })),
      );
      const sessions = answers.flatMap((answer) =>
        answer.headers.getSetCookie().filter((line) => /^postern-account=[^;]/.test(line)),
      );
      assert.equal(sessions.length, 1);
    });

    test('never leads anywhere else than to a page of the account', async () => {
      const browser = await signedIn();
      for (const path of [
        '/account//evil.test',
        '/account/..%2f..%2fevil',
        '/account/%0d%0aevil',
        '/account/\\evil.test',
      ]) {
        const page = await browser.open(path);
        assert.equal(page.url.origin, app.issuer);
        assert.ok([404, 400].includes(page.status), `${path}: ${page.status}`);
      }
    });

    test('brings nothing back that a page has not declared, and only as a page of the account', async () => {
      for (const [query, kept] of [
        ['?name=//evil.test&enrolment=no', '?enrolment=no&name=%2F%2Fevil.test'],
        ['?name=%0d%0aSet-Cookie:x&goTo=https://evil.test', '?name=%0D%0ASet-Cookie%3Ax'],
        ['?name=a&name=b', ''],
        [`?name=${'x'.repeat(2000)}`, `?name=${'x'.repeat(64)}`],
      ] as const) {
        const page = await app.visit(app.browser(), alice, `/account/app-passwords/new${query}`);
        assert.equal(page.url.href, `${app.issuer}/account/app-passwords/new${kept}`);
      }
      const bare = await app.visit(app.browser(), alice, '/account/password?name=a&enrolment=yes');
      assert.equal(bare.url.search, '');
    });

    test('that was cancelled says so, and how to begin again', async () => {
      const browser = app.browser();
      const page = await browser.submit(await browser.open('/account'), {}, { action: 'cancel' });
      assert.equal(headline(page), 'You are not signed in');
      assert.match(page.html, /href="\/account"/);
    });
  });
});
