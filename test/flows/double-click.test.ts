// Forms that are sent many times at once: the first counts, the others lead on, and nobody's right code is counted as a wrong one.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from '../support/browser.ts';
import { forEachStore } from '../support/engines.ts';
import { withLatency } from '../support/latency.ts';
import { typedBy } from '../support/portal-world.ts';
import { type AppPerson, openWholeApp, type WholeApp } from '../support/whole-app.ts';

const clicks = 12;

forEachStore((_engine, openTestStore) => {
  let app: WholeApp;
  before(async () => {
    app = await openWholeApp(openTestStore, {
      wrap: withLatency,
      env: { POSTERN_MAIL_DOMAINS: 'inside.test', POSTERN_FIRST_FACTOR: 'mail' },
    });
  });
  after(() => app?.close());

  const pressAtOnce = async (browser: Browser, page: Page, fields: Record<string, string>) => {
    const body = new URLSearchParams({ ...page.form?.hidden, action: 'continue', ...fields });
    const headers = { cookie: browser.cookies.header(page.url), origin: page.url.origin };
    const answers = await Promise.all(
      Array.from({ length: clicks }, () =>
        fetch(page.url, { method: 'POST', body, headers, redirect: 'manual' }),
      ),
    );
    return answers.map(({ status }) => status);
  };
  const givePassword = async (person: AppPerson): Promise<[Browser, Page]> => {
    const browser = app.browser();
    return [browser, await browser.submit(await browser.open('/account'), typedBy(person))];
  };
  const all303 = Array.from({ length: clicks }, () => 303);
  /** In a browser of their own, five wrong codes are judged before one has to wait. */
  const assertNothingCounted = async (person: AppPerson): Promise<void> => {
    const [browser, page] = await givePassword(person);
    for (let tries = 0; tries < 4; tries += 1) {
      assert.equal((await browser.submit(page, { code: '000000' })).status, 422);
    }
  };

  test('the right code of an app', async () => {
    const person = await app.addPerson('alice', { withFactor: true });
    const [browser, page] = await givePassword(person);
    const statuses = await pressAtOnce(browser, page, {
      code: app.freshCode(person.otpauthUrl),
      remember: 'yes',
    });
    assert.deepEqual(statuses, all303);
    assert.equal((await browser.open(page.url)).url.pathname, '/account', 'to where the first one led');
    const account = await app.parts.accounts.findById(person.id);
    assert.equal(account && app.parts.accounts.trustedBrowsers.list(account).length, 1);
    await assertNothingCounted(person);
  });

  test('a right recovery code', async () => {
    const person = await app.addPerson('berta', { withFactor: true });
    const [browser, page] = await givePassword(person);
    const step = await browser.open(page.url.pathname.replace(/\/totp$/, '/recovery-code'));
    const statuses = await pressAtOnce(browser, step, { recovery_code: person.recoveryCodes[0] ?? '' });
    assert.deepEqual(statuses, all303);
    await assertNothingCounted(person);
  });

  test('the code that was mailed', async () => {
    const person = await app.addPerson('carl', { email: 'carl@outside.test' });
    await app.parts.accounts.requireFactor(person.id, 2);
    const browser = app.browser();
    const address = new URL('/authorize', app.issuer);
    address.search = new URLSearchParams({
      client_id: 'web-app',
      redirect_uri: 'http://127.0.0.1:9/callback',
      response_type: 'code',
      scope: 'openid',
      code_challenge: 'c'.repeat(43),
      code_challenge_method: 'S256',
    }).toString();
    await app.parts.clients.add({
      id: 'web-app',
      preset: 'web',
      redirectUris: ['http://127.0.0.1:9/callback'],
    });
    const page = await browser.submit(await browser.open(address), typedBy(person));
    assert.match(page.url.pathname, /\/first-factor$/);
    const code = await untilCode('carl@outside.test');
    assert.deepEqual(await pressAtOnce(browser, page, { code }), all303);
    assert.match((await browser.open(page.url)).url.pathname, /\/totp-enrolment$/);
  });

  test('a wrong code is wrong for each', async () => {
    const person = await app.addPerson('dora', { withFactor: true });
    const [browser, page] = await givePassword(person);
    const statuses = await pressAtOnce(browser, page, { code: '000000' });
    assert.equal(statuses.includes(303), false, statuses.join(' '));
    assert.ok(statuses.includes(429), statuses.join(' '));
  });

  const untilCode = async (address: string): Promise<string> => {
    for (let mails = 1; ; mails += 1) {
      const found = (await app.sink.untilMails(mails))
        .filter(({ to }) => to.includes(address))
        .map(({ text }) => /\b\d{4} \d{4}\b/.exec(text)?.[0])
        .find((code) => code !== undefined);
      if (found !== undefined) {
        return found;
      }
    }
  };
});
