// Thirty at once, over a slow store: a form of the account pages, or of the way to a first app, works once.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { listUnusedRecoveryCodes } from '../../src/accounts/account.ts';
import type { Browser, Page } from '../support/browser.ts';
import { forEachStore } from '../support/engines.ts';
import { withLatency } from '../support/latency.ts';
import { readSecret, typedBy } from '../support/portal-world.ts';
import { mailedCode, shownCodes, shownUrl, stepOf } from '../support/sign-in-steps.ts';
import { type AppPerson, openWholeApp, type WholeApp } from '../support/whole-app.ts';

const racers = 30;

forEachStore((_engine, openTestStore) => {
  let app: WholeApp;
  before(async () => {
    app = await openWholeApp(openTestStore, { wrap: withLatency });
  });
  after(() => app?.close());

  const race = (browser: Browser, page: Page, fields: Record<string, string>, action?: string) =>
    Promise.all(
      Array.from({ length: racers }, () =>
        browser.submit(page, fields, action === undefined ? {} : { action }),
      ),
    );
  const get = async ({ id }: AppPerson) => (await app.parts.accounts.findById(id)) ?? assert.fail();
  const countFactors = async ({ id }: AppPerson): Promise<number> =>
    ((await app.parts.accounts.factors.list(id)) ?? []).length;
  const isRight = async (person: AppPerson, code: string): Promise<boolean> => {
    const { outcome } = await app.parts.accounts.verifyRecoveryCode(person.id, code, {
      address: '192.0.2.7',
    });
    return outcome === 'right';
  };

  test('new recovery codes: one set is made, and it is the one that stays on the page', async () => {
    const person = await app.addPerson('renewer', { withFactor: true });
    const browser = app.browser();
    const page = await app.visit(browser, person, '/account/recovery-codes');
    const ends = await race(browser, page, {});
    assert.ok(ends.every(({ status }) => status < 500));
    const shown = shownCodes(await browser.open('/account/recovery-codes'));
    assert.equal(listUnusedRecoveryCodes(await get(person)).length, 10);
    assert.equal(await isRight(person, shown[0] ?? ''), true);
    const seen = new Set(ends.map((end) => shownCodes(end).join()).filter((codes) => codes !== ''));
    assert.deepEqual([...seen], [shown.join()], 'no page showed codes that do not work');
  });

  test('a ticket: one secret comes of it, and one app of that', async () => {
    const person = await app.addPerson('bearer');
    const issued = await app.parts.accounts.enrolment.issueTicket(person.id);
    assert.ok(issued.outcome === 'issued');
    const browser = app.browser();
    const page = await app.visit(browser, person, '/account/enrol');
    const { ticket } = issued;
    const ends = await race(browser, page, { ticket });
    assert.ok(ends.every(({ status }) => status < 500));
    const secret = await browser.open('/account/enrol');
    const bound = await race(browser, secret, { code: app.freshCode(readSecret(secret)) });
    assert.ok(bound.every(({ status }) => status < 500));
    assert.equal(await countFactors(person), 1);
    const other = await app.parts.accounts.enrolment.checkTicket(person.id, ticket, { address: '192.0.2.8' });
    assert.notEqual(other.outcome, 'right', 'it is spent');
  });

  test('a new app: one is bound, with one set of codes, and this browser goes on', async () => {
    const person = await app.addPerson('binder');
    const browser = app.browser();
    const page = await app.visit(browser, person, '/account/enrol');
    const ends = await race(browser, page, { code: app.freshCode(readSecret(page)) });
    assert.ok(ends.every(({ status }) => status < 500));
    assert.equal(await countFactors(person), 1);
    assert.equal(listUnusedRecoveryCodes(await get(person)).length, 10);
    assert.equal((await browser.open('/account')).url.pathname, '/account');
  });

  test('the last app removed: it goes once, and is told once', async () => {
    const person = await app.addPerson('remover', { email: 'remover@outside.test', withFactor: true });
    const [factor] = (await app.parts.accounts.factors.list(person.id)) ?? [];
    const browser = app.browser();
    const page = await app.visit(browser, person, `/account/factors/${factor?.id}/remove`);
    const ends = await race(browser, page, {});
    assert.ok(ends.every(({ status }) => status < 500));
    assert.equal(await countFactors(person), 0);
    assert.deepEqual(listUnusedRecoveryCodes(await get(person)), []);
    const told = await app.parts.store.collection('events').findBy('accountId', person.id);
    assert.equal(told.filter((event) => 'type' in event && event.type === 'factor-removed').length, 1);
  });

  test('another password: it is changed once', async () => {
    const person = await app.addPerson('changer', { withFactor: true });
    const browser = app.browser();
    const page = await app.visit(browser, person, '/account/password');
    const ends = await race(browser, page, { new_password: 'eight blue lamps at midnight' });
    assert.ok(ends.every(({ status }) => status < 500));
    const told = await app.parts.store.collection('events').findBy('accountId', person.id);
    assert.equal(told.filter((event) => 'type' in event && event.type === 'password-changed').length, 1);
  });

  test('a mailed code: one secret comes of it, for its own sign-in alone', async () => {
    const person = await app.addPerson('reader', { email: 'reader@outside.test' });
    await app.parts.accounts.requireFactor(person.id, 2);
    const browser = app.browser();
    const page = await browser.submit(await browser.open('/account'), typedBy(person));
    assert.equal(stepOf(page), 'first-factor');
    const code = await mailedCode(app.sink, 'reader@outside.test');
    const ends = await race(browser, page, { code });
    const keys = new Set(ends.map(shownUrl).filter((url) => url !== ''));
    assert.equal(keys.size, 1, ends.map(({ status }) => status).join(' '));
    const elsewhere = app.browser();
    const other = await elsewhere.submit(await elsewhere.open('/account'), typedBy(person));
    const refused = await elsewhere.submit(other, { code });
    assert.ok([422, 429].includes(refused.status), `${refused.status}`);
    assert.equal(shownUrl(refused), '');
    const bound = await browser.open(page.url.href.replace('first-factor', 'totp-enrolment'));
    await race(browser, bound, { code: app.freshCode(shownUrl(bound)) });
    assert.equal(await countFactors(person), 1);
  });

  test('the answer of a sign-in: one session comes of it', async () => {
    const person = await app.addPerson('caller', { withFactor: true });
    const browser = app.browser();
    await app.visit(browser, person, '/account');
    const sessions = () => app.parts.store.collection('portalSessions').findBy('accountId', person.id);
    const [before] = await sessions();
    const step = async (address: string): Promise<string> => {
      const url = new URL(address, app.issuer);
      const cookie = browser.cookies.header(url).replace(/postern-account=[^;]*/, '');
      const answer = await fetch(url, { redirect: 'manual', headers: { cookie } });
      browser.cookies.keep(answer, url);
      return answer.headers.get('location') ?? '';
    };
    const callback = await step(await step('/account'));
    assert.match(callback, /\/account\/callback\?/);
    const url = new URL(callback, app.issuer);
    const headers = { cookie: browser.cookies.header(url).replace(/postern-account=[^;]*/, '') };
    await Promise.all(Array.from({ length: racers }, () => fetch(url, { redirect: 'manual', headers })));
    const opened = (await sessions()).filter(({ id }) => id !== before?.id);
    assert.equal(opened.length, 1);
  });
});
