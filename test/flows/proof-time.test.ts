// The time of a proof never grows: what the owner changes keeps this browser at the account pages, and makes no sign-in younger.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from '../support/browser.ts';
import { challenge, verifier } from '../support/client-world.ts';
import { forEachStore } from '../support/engines.ts';
import {
  openPortalWorld,
  type Person,
  type PortalWorld,
  readSecret,
  typedBy,
} from '../support/portal-world.ts';
import { postToken } from '../support/sign-in-over-http.ts';

const minute = 60_000;
const redirectUri = 'http://127.0.0.1:9/callback';

interface Somebody {
  readonly person: Person;
  readonly spareId: string;
}

interface Change {
  readonly name: string;
  /** Opens the page; what it answers submits it. */
  begin(browser: Browser, about: Somebody): Promise<() => Promise<Page>>;
}

forEachStore((_engine, _openTestStore, makeTarget) => {
  let world: PortalWorld;
  let clientSecret: string;
  let people = 0;
  before(async () => {
    world = await openPortalWorld({ target: await makeTarget(), mail: false });
    const web = ['--preset', 'web', '--id', 'web-app', '--redirect-uri', redirectUri];
    clientSecret = String((await world.postern.cliJson(['clients', 'add', ...web])).client_secret);
  });
  after(() => world?.close());

  const isSignIn = (page: Page): boolean => page.url.pathname.startsWith('/interaction/');
  /** As a browser does that forgets this one cookie: the next visit is a sign-in of its own. */
  const dropPortalCookie = (browser: Browser): void => {
    const headers = { getSetCookie: () => ['postern-account=; Path=/; Max-Age=0'] };
    browser.cookies.keep({ headers } as unknown as Response, new URL(world.postern.issuer));
  };
  /** Somebody with two apps, so that one can be taken away. */
  const addPerson = async (): Promise<Somebody> => {
    people += 1;
    const person = await world.addPerson(`person${people}`, { withFactor: true });
    const spare = await world.postern.cliJson(['otp', 'enrol', person.username]);
    return { person, spareId: String(spare.id) };
  };
  const recover = async (browser: Browser, person: Person): Promise<void> => {
    const code = await browser.submit(await browser.open('/account'), typedBy(person));
    const step = await browser.open(code.url.pathname.replace(/\/totp$/, '/recovery-code'));
    const news = await browser.submit(step, { recovery_code: person.recoveryCodes[0] ?? '' });
    assert.equal((await browser.submit(news, {})).url.pathname, '/account');
  };
  const askApp = (browser: Browser, more: Record<string, string> = {}): Promise<Page> =>
    browser.open(
      `/authorize?${new URLSearchParams({
        client_id: 'web-app',
        redirect_uri: redirectUri,
        response_type: 'code',
        scope: 'openid',
        ...challenge,
        ...more,
      })}`,
    );
  const authTimeOf = async ({ url }: Page): Promise<number> => {
    const answer = await postToken(
      { issuer: world.postern.issuer, clientId: 'web-app', clientSecret },
      {
        grant_type: 'authorization_code',
        code: url.searchParams.get('code') ?? '',
        redirect_uri: redirectUri,
        code_verifier: verifier,
      },
    );
    const { id_token: token } = (await answer.json()) as { id_token?: string };
    return JSON.parse(Buffer.from(token?.split('.')[1] ?? '', 'base64url').toString()).auth_time;
  };

  const changes: readonly Change[] = [
    {
      name: 'another app',
      begin: async (browser) => {
        const page = await browser.open('/account/enrol');
        return () => browser.submit(page, { code: world.codeNow(readSecret(page)), name: 'Another' });
      },
    },
    {
      name: 'an app that goes',
      begin: async (browser, { spareId }) => {
        const page = await browser.open(`/account/factors/${spareId}/remove`);
        return () => browser.submit(page, {});
      },
    },
    {
      name: 'a new password',
      begin: async (browser, { person }) => {
        const page = await browser.open('/account/password');
        return () => browser.submit(page, { new_password: `${person.password} anew` });
      },
    },
  ];

  for (const { name, begin } of changes) {
    const changed = async (atMs: number, signIn: (browser: Browser, person: Person) => Promise<unknown>) => {
      const about = await addPerson();
      const browser = world.browser();
      await signIn(browser, about.person);
      const signedInAt = world.postern.now();
      // A secret that is shown is good for ten minutes.
      world.postern.advanceClock(Math.max(0, atMs - minute));
      const submit = await begin(browser, about);
      world.postern.advanceClock(atMs - (world.postern.now() - signedInAt));
      const done = await submit();
      assert.match(done.url.pathname, /^\/account(?:\/enrol\/done)?$/, done.html);
      return { browser, signedInAt, ...about };
    };
    const complete = (browser: Browser, person: Person) => world.visit(browser, person, '/account');

    for (const isDropped of [false, true]) {
      const how = isDropped ? 'the portal cookie is gone' : 'the portal cookie is there';
      test(`${name} at four minutes, ${how}: at six the sign-in is no fresh one`, async () => {
        const { browser } = await changed(4 * minute, complete);
        if (!isDropped) {
          assert.equal((await browser.open('/account')).url.pathname, '/account', 'this browser goes on');
        }
        world.postern.advanceClock(2 * minute);
        if (isDropped) {
          dropPortalCookie(browser);
        }
        const page = await browser.open('/account/recovery-codes');
        assert.ok(isSignIn(page), page.url.pathname);
        assert.ok(page.form?.fields.has('password'), 'the password is asked');
      });
    }

    test(`${name}: an app that asks for a minute's freshness gets it, and is told the true time`, async () => {
      const { browser, person } = await changed(4 * minute, complete);
      const asked = await askApp(browser, { max_age: '60' });
      assert.ok(isSignIn(asked), asked.url.href);
      const password = name === 'a new password' ? `${person.password} anew` : person.password;
      const givenAt = world.postern.now() / 1000;
      const answer = await world.signIn(browser, { ...person, password }, asked);
      const told = await authTimeOf(answer);
      assert.ok(Math.abs(told - givenAt) < 10, `${told - givenAt} s`);
    });

    test(`${name}: no app in this browser goes on with the session of before; it is said why, and to whom`, async () => {
      const { browser, person } = await changed(minute, complete);
      const answer = await askApp(browser, { prompt: 'none' });
      assert.equal(answer.url.searchParams.get('error'), 'login_required');
      const asked = await askApp(browser);
      assert.match(asked.html, new RegExp(`${person.username}[\\s\\S]*You were signed out, because`));
      const password = name === 'a new password' ? `${person.password} anew` : person.password;
      const code = await browser.submit(asked, { username: person.username, password });
      assert.equal(code.url.pathname.split('/').at(-1), 'totp', code.html);
      // Another person is asked as anybody is.
      const anybody = await browser.submit(await askApp(browser), {}, { action: 'restart' });
      assert.ok(!anybody.html.includes(person.username), anybody.html);
    });

    if (name !== 'a new password') {
      for (const isDropped of [false, true]) {
        const how = isDropped ? 'the portal cookie is gone' : 'the portal cookie is there';
        test(`${name} behind a recovery code, ${how}: a quarter of an hour is all`, async () => {
          const { browser } = await changed(14 * minute, recover);
          world.postern.advanceClock(2 * minute);
          if (isDropped) {
            dropPortalCookie(browser);
          }
          const page = await browser.open(isDropped ? '/account' : '/account/recovery-codes');
          assert.ok(isSignIn(page), page.url.pathname);
        });
      }
    }
  }
});
