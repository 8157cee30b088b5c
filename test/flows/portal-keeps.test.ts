// What was made at the account pages is not lost: not by a second click, a fault behind it, another sign-in or another window.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Store, StoredDocument } from '../../src/store/store.ts';
import type { Browser, Page } from '../support/browser.ts';
import { forEachStore } from '../support/engines.ts';
import { withLatency } from '../support/latency.ts';
import { headline, readSecret, typedBy } from '../support/portal-world.ts';
import { shownCodes } from '../support/sign-in-steps.ts';
import { type AppPerson, openWholeApp, type WholeApp } from '../support/whole-app.ts';

const minute = 60_000;

interface Event extends StoredDocument {
  readonly type: string;
}

forEachStore((_engine, openTestStore) => {
  let app: WholeApp;
  /** The next event that is recorded: behind the write that binds. */
  let breaks = false;
  before(async () => {
    app = await openWholeApp(openTestStore, { wrap: (store) => breaking(withLatency(store)) });
  });
  after(() => app?.close());

  const breaking = (store: Store): Store => ({
    ...store,
    collection: (name) => {
      const inner = store.collection(name);
      return name !== 'events' ? (inner as never) : ({ ...inner, insert: broken(inner.insert) } as never);
    },
  });
  const broken =
    <A extends readonly unknown[], R>(write: (...values: A) => Promise<R>) =>
    async (...values: A): Promise<R> => {
      if (breaks) {
        breaks = false;
        throw new Error('the store breaks here');
      }
      return write(...values);
    };

  let people = 0;
  const addPerson = (options: { withFactor?: boolean; email?: string } = {}): Promise<AppPerson> => {
    people += 1;
    return app.addPerson(`keeper${people}`, options);
  };
  const stand = async (person: AppPerson, path: string): Promise<[Browser, Page]> => {
    const browser = app.browser();
    return [browser, await app.visit(browser, person, path)];
  };
  const isSignIn = (page: Page): boolean => page.url.pathname.startsWith('/interaction/');
  const press = async (browser: Browser, page: Page, fields: Record<string, string>): Promise<Response> => {
    const body = new URLSearchParams({ ...page.form?.hidden, ...fields });
    const headers = { cookie: browser.cookies.header(page.url), origin: page.url.origin };
    return fetch(page.url, { method: 'POST', body, headers, redirect: 'manual' });
  };
  const isRight = async (person: AppPerson, code = ''): Promise<boolean> => {
    const { outcome } = await app.parts.accounts.verifyRecoveryCode(person.id, code, {
      address: '127.0.0.1',
    });
    return outcome === 'right';
  };
  const enrolTwice = async (): Promise<{ person: AppPerson; browser: Browser; page: Page }> => {
    const person = await addPerson();
    const [browser, secret] = await stand(person, '/account/enrol');
    const otpauthUrl = readSecret(secret);
    const fields = { code: app.freshCode(otpauthUrl), name: '' };
    // A browser throws the first answer away, cookies and all.
    await press(browser, secret, fields);
    return { person: { ...person, otpauthUrl }, browser, page: await browser.submit(secret, fields) };
  };

  test('a second click on the confirming code: the recovery codes are seen all the same', async () => {
    const { person, browser, page } = await enrolTwice();
    const shown = await app.signIn(browser, person, page);
    assert.deepEqual([shown.status, headline(shown)], [200, 'Keep your recovery codes']);
    const codes = shownCodes(shown);
    assert.equal(codes.length, 10);
    assert.ok(await isRight(person, codes[0]));
  });

  test('the same where a link had led to it', async () => {
    const person = await addPerson({ email: 'linked@outside.test' });
    const address = await sendLink(person);
    const browser = app.browser();
    const asked = await followLink(browser, address);
    const secret = await app.signIn(browser, person, asked);
    const otpauthUrl = readSecret(secret);
    const fields = { code: app.freshCode(otpauthUrl), name: '' };
    await press(browser, secret, fields);
    const page = await browser.submit(secret, fields);
    const shown = await app.signIn(browser, { ...person, otpauthUrl }, page);
    assert.deepEqual([shown.status, headline(shown)], [200, 'Keep your recovery codes']);
  });

  test('codes that nobody has kept wait for ten minutes, behind a complete and fresh sign-in', async () => {
    const { person } = await enrolTwice();
    const [elsewhere, overview] = await stand(person, '/account');
    assert.match(overview.html, /There are new recovery codes that nobody has kept yet/);
    app.moveTime(5 * minute + 1000);
    const asked = await elsewhere.open('/account/recovery-codes');
    assert.ok(isSignIn(asked), 'a session alone is not enough');
    const shown = await app.signIn(elsewhere, person, asked);
    assert.equal(headline(shown), 'Keep your recovery codes');
    await elsewhere.submit(shown, {});
    const [other, after] = await stand(person, '/account');
    assert.doesNotMatch(after.html, /nobody has kept/);
    assert.equal(shownCodes(await other.open('/account/recovery-codes')).length, 0);
  });

  test('after ten minutes they are gone, and so they are when there are others', async () => {
    const late = await enrolTwice();
    app.moveTime(10 * minute);
    const [browser] = await stand(late.person, '/account');
    assert.equal(shownCodes(await browser.open('/account/enrol')).length, 0);
    const other = await enrolTwice();
    await app.parts.accounts.recoveryCodes.renew(other.person.id, { by: 'admin' });
    const [another, overview] = await stand(other.person, '/account');
    assert.doesNotMatch(overview.html, /nobody has kept/);
    assert.equal(shownCodes(await another.open('/account/enrol')).length, 0);
  });

  test('a fault right behind the binding loses no code', async () => {
    const person = await addPerson();
    const [browser, secret] = await stand(person, '/account/enrol');
    const otpauthUrl = readSecret(secret);
    breaks = true;
    const failed = await press(browser, secret, { code: app.freshCode(otpauthUrl), name: '' });
    assert.equal(breaks, false, 'it broke');
    assert.equal(failed.status, 500);
    const shown = await app.visit(browser, { ...person, otpauthUrl }, '/account/enrol');
    assert.equal(shownCodes(shown).length, 10);
    assert.ok(await isRight(person, shownCodes(shown)[0]));
  });

  test('what waits comes along through another sign-in of this person in this browser', async () => {
    const person = await addPerson({ withFactor: true });
    const [browser, page] = await stand(person, '/account/recovery-codes');
    const codes = shownCodes(await browser.submit(page, {}));
    const form = await browser.open('/account/app-passwords/new');
    const made = await browser.submit(form, { name: 'Phone', 'protocol-imap': 'yes' });
    assert.equal(made.url.pathname, '/account/app-passwords/made');
    app.moveTime(5 * minute + 1000);
    const again = await browser.open('/account/password');
    assert.ok(isSignIn(again));
    const password = await app.signIn(browser, person, again);
    assert.deepEqual(shownCodes(await browser.open('/account/recovery-codes')), codes);
    assert.equal((await browser.open('/account/app-passwords/made')).url.pathname, made.url.pathname);
    await browser.submit(password, { new_password: 'eight blue lamps at midnight' });
    assert.deepEqual(shownCodes(await browser.open('/account/recovery-codes')), codes, 'and a change');
    assert.equal((await browser.open('/account/app-passwords/made')).url.pathname, made.url.pathname);
  });

  test('of many renewals at once one makes a set, and what is shown works', async () => {
    const person = await addPerson({ withFactor: true, email: 'renewer@outside.test' });
    const [browser, page] = await stand(person, '/account/recovery-codes');
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => press(browser, page, { action: 'renew' })),
    );
    assert.deepEqual(
      answers.map(({ status }) => status),
      Array.from({ length: 8 }, () => 303),
    );
    const [code] = shownCodes(await browser.open('/account/recovery-codes'));
    assert.ok(await isRight(person, code));
    const events = await app.parts.store.collection<Event>('events').findBy('accountId', person.id);
    assert.equal(events.filter(({ type }) => type === 'recovery-codes-renewed').length, 1);
  });

  test('a right ticket is enough, also where a link was followed before', async () => {
    const person = await addPerson({ email: 'ticket@outside.test' });
    const browser = app.browser();
    const asked = await followLink(browser, await sendLink(person));
    readSecret(await app.signIn(browser, person, asked));
    const issued = await app.parts.accounts.enrolment.issueTicket(person.id);
    assert.ok(issued.outcome === 'issued');
    const question = await browser.open('/account/enrol');
    assert.ok(question.form?.fields.has('ticket'));
    const secret = await browser.submit(question, { ticket: issued.ticket });
    const shown = readSecret(secret);
    assert.equal(readSecret(await browser.open('/account/enrol')), shown, 'it stays the same');
    const done = await browser.submit(secret, { code: app.freshCode(shown) });
    assert.equal(headline(done), 'Keep your recovery codes');
  });

  test('two windows that sign in at once both arrive, whichever is first', async () => {
    for (const first of [0, 1]) {
      const person = await addPerson({ withFactor: true });
      const browser = app.browser();
      const windows = [await browser.open('/account'), await browser.open('/account/connections')];
      for (const index of [first, 1 - first]) {
        const page = windows[index];
        assert.ok(page);
        const next = isSignIn(page) ? await browser.submit(page, typedBy(person)) : page;
        const arrived = await app.signIn(browser, person, next);
        assert.equal(arrived.status, 200, arrived.html);
        assert.match(arrived.url.pathname, /^\/account/);
        assert.doesNotMatch(arrived.url.pathname, /callback/);
      }
    }
  });

  test('what a page is about comes back behind a sign-in: which program, and the way to the second step', async () => {
    const person = await addPerson();
    const [browser] = await stand(person, '/account/enrol');
    app.moveTime(5 * minute + 2000);
    const asked = await browser.open(
      '/account/app-passwords/new?enrolment=yes&name=Old+phone+%26+more&other=1',
    );
    assert.ok(isSignIn(asked), 'the sign-in has become old');
    const page = await app.signIn(browser, person, asked);
    assert.equal(page.url.search, '?enrolment=yes&name=Old+phone+%26+more');
    assert.match(page.html, /<input[^>]*name="name"[^>]*value="Old phone &amp; more"/);
    const made = await browser.submit(page, { 'protocol-imap': 'yes', name: 'Old phone' });
    assert.equal(made.url.pathname, '/account/app-passwords/made');
    assert.equal((await browser.submit(made, {})).url.pathname, '/account/enrol', 'back on the way');
  });

  const sendLink = async (person: AppPerson): Promise<string> => {
    let address = '';
    const sent = await app.parts.accounts.enrolment.sendLink(person.id, {
      link: (token) => {
        address = `${app.issuer}/account/enrol?token=${token}`;
        return address;
      },
      from: { address: '127.0.0.1' },
    });
    assert.equal(sent.outcome, 'sent');
    return address;
  };
  /** Its page says whose it is; the button leads to the sign-in. */
  const followLink = async (browser: Browser, address: string): Promise<Page> =>
    browser.submit(await browser.open(address), {});
});
