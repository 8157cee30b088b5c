// The set-up when a form is sent many times, from two browsers, or when something stops in the middle: its codes are always shown.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Store } from '../../src/store/store.ts';
import type { Browser, Page } from '../support/browser.ts';
import { forEachStore } from '../support/engines.ts';
import { withLatency } from '../support/latency.ts';
import { shownCodes, shownUrl } from '../support/sign-in-steps.ts';
import { createWatchedStore } from '../support/watched-store.ts';
import { openWholeApp, type WholeApp } from '../support/whole-app.ts';

const racers = 30;
const fields = { username: 'root', name: '', new_password: 'seven green lamps at noon' };

forEachStore((_engine, openTestStore) => {
  const opened: WholeApp[] = [];
  const open = async (wrap: (store: Store) => Store = withLatency): Promise<WholeApp> => {
    const app = await openWholeApp(openTestStore, { wrap });
    opened.push(app);
    return app;
  };
  after(() => Promise.all(opened.map((app) => app.close())));

  const issue = async ({ parts }: WholeApp): Promise<string> =>
    (await parts.setupLink.issue()) ?? assert.fail('there is a super administrator');
  /** Whatever is answered is lost on the way, as with every click but the last: cookies as well. */
  const press = async (browser: Browser, page: Page, given: Record<string, string>): Promise<number[]> => {
    const { hidden, firstButton } = page.form ?? assert.fail(page.html);
    const body = new URLSearchParams({ ...hidden, ...given });
    body.set(...(firstButton ?? assert.fail()));
    const headers = { cookie: browser.cookies.header(page.url), origin: page.url.origin };
    const answers = await Promise.all(
      Array.from({ length: racers }, () =>
        fetch(page.url, { method: 'POST', body, headers, redirect: 'manual' }),
      ),
    );
    return answers.map(({ status }) => status);
  };
  const all303 = Array.from({ length: racers }, () => 303);
  const assertUsable = async ({ parts }: WholeApp, page: Page): Promise<void> => {
    const account = await parts.accounts.findByName('root');
    assert.ok(account);
    const codes = shownCodes(page);
    assert.equal(codes.length, 10, page.html);
    const { outcome } = await parts.accounts.verifyRecoveryCode(account.id, codes[0] ?? '', {
      address: '192.0.2.7',
    });
    assert.equal(outcome, 'right');
  };

  test('every form may be sent 30 times: the page behind it is the next one', async () => {
    const app = await open();
    const browser = app.browser();
    const first = await browser.open(await issue(app));
    assert.deepEqual(await press(browser, first, fields), all303);
    const factor = await browser.open('/setup');
    const url = shownUrl(factor);
    assert.notEqual(url, '');
    assert.deepEqual(await press(browser, first, fields), all303, 'and once more, late');
    assert.equal(shownUrl(await browser.open('/setup')), url, 'what was scanned stays good');

    assert.deepEqual(await press(browser, factor, { code: app.freshCode(url) }), all303);
    const codes = await browser.open('/setup');
    assert.equal(shownCodes(codes).length, 10);
    assert.deepEqual(await press(browser, factor, { code: app.freshCode(url) }), all303);
    assert.deepEqual(await press(browser, first, fields), all303);
    assert.deepEqual(shownCodes(await browser.open('/setup')), shownCodes(codes), 'late clicks keep nothing');
    assert.equal((await app.parts.accounts.list({ limit: 10 })).documents.length, 1);
    await assertUsable(app, codes);

    assert.deepEqual(await press(browser, codes, {}), all303);
    const done = await browser.open('/setup');
    assert.equal(done.status, 200);
    assert.equal(shownCodes(done).length, 0);
  });

  test('the link twice in one browser is one set-up; in two browsers, the first form decides', async () => {
    const app = await open();
    const link = await issue(app);
    const [one, other] = [app.browser(), app.browser()];
    const [pageOfOne, pageOfOther] = [await one.open(link), await other.open(link)];
    const again = await one.open(link);
    await Promise.all([
      press(one, pageOfOne, fields),
      press(one, again, fields),
      press(other, pageOfOther, { ...fields, username: 'other' }),
    ]);
    const ends = [await one.open('/setup'), await other.open('/setup')];
    assert.deepEqual(ends.map(({ status }) => status).sort(), [200, 410]);
    const [winner, loser] = ends[0]?.status === 200 ? [one, other] : [other, one];
    const secret = shownUrl(await winner.open('/setup'));
    assert.equal((await loser.open(link)).status, 410);
    assert.equal((await app.browser().open(link)).status, 410);
    assert.equal(shownUrl(await winner.open(link)), secret, 'for the one browser the link leads on');
  });

  test('a script that sends the fields of the page alone gets as far', async () => {
    const app = await open();
    const browser = app.browser();
    const first = await browser.open(await issue(app));
    const factor = await browser.submit(first, { ...fields, stage: '' });
    const code = app.freshCode(shownUrl(factor));
    const codes = await browser.submit(factor, { code, stage: '' });
    await assertUsable(app, codes);
    assert.deepEqual(shownCodes(await browser.submit(codes, { stage: '' })), []);
  });

  test('what was typed last counts, where somebody went back', async () => {
    const app = await open();
    const browser = app.browser();
    const first = await browser.open(await issue(app));
    const url = shownUrl(await browser.submit(first, fields));
    const corrected = await browser.submit(first, { ...fields, new_password: 'eight blue lamps at dusk' });
    assert.equal(shownUrl(corrected), url);
    await browser.submit(corrected, { code: app.freshCode(url) });
    const right = await app.parts.accounts.verifyPassword('root', 'eight blue lamps at dusk', {
      address: '192.0.2.7',
    });
    assert.equal(right.outcome, 'right');
  });

  test('a stop behind any write of the confirmation loses no codes', async () => {
    for (let stopAt = 1, isOver = false; !isOver; stopAt += 1) {
      const watched = createWatchedStore();
      const app = await open(watched.wrap);
      const browser = app.browser();
      const factor = await browser.submit(await browser.open(await issue(app)), fields);
      const code = app.freshCode(shownUrl(factor));
      watched.arm(async (write) => {
        if (write >= stopAt) {
          throw new Error('stopped');
        }
      });
      const answer = await browser.submit(factor, { code });
      isOver = answer.status === 200;
      watched.arm(async () => {});
      const page = await browser.open('/setup');
      await assertUsable(app, page);
      assert.equal((await app.browser().open('/setup')).status, 410);
      assert.ok(stopAt < 20);
    }
  });

  test('a new link behind any write of the confirmation loses no codes', async () => {
    for (let at = 1, isOver = false; !isOver; at += 1) {
      const watched = createWatchedStore();
      const app = await open(watched.wrap);
      const browser = app.browser();
      const factor = await browser.submit(await browser.open(await issue(app)), fields);
      const code = app.freshCode(shownUrl(factor));
      let link: string | undefined;
      isOver = true;
      watched.arm(async (write) => {
        if (write === at) {
          isOver = false;
          watched.arm(async () => {});
          link = await app.parts.setupLink.issue();
        }
      });
      const page = await browser.submit(factor, { code });
      const isSetUp = await app.parts.accounts.hasSuperAdmin();
      if (isSetUp) {
        await assertUsable(app, page);
      }
      assert.ok(isSetUp || link !== undefined, 'whoever asks for a link gets one until then');
      if (link !== undefined) {
        assert.equal((await app.browser().open(link)).status, isSetUp ? 410 : 200, `behind write ${at}`);
      }
      assert.ok(at < 20);
    }
  });

  test('a name that somebody else has got by now is said on the first page, however often one clicks', async () => {
    const app = await open();
    const browser = app.browser();
    const factor = await browser.submit(await browser.open(await issue(app)), fields);
    await app.addPerson('root');
    assert.deepEqual(await press(browser, factor, { code: app.freshCode(shownUrl(factor)) }), all303);
    const page = await browser.open('/setup');
    assert.match(page.html, /value="root"/);
    assert.match(page.html, /This name is taken/);
    const next = await browser.submit(page, { ...fields, username: 'boss' });
    assert.notEqual(shownUrl(next), '');
  });
});
