// The form of an app password, sent many times, from several windows, or when something stops: what is made is shown, and nothing else is.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { mostAppPasswords } from '../../src/accounts/app-passwords/add-app-password.ts';
import { readAppPassword } from '../../src/accounts/app-passwords/app-password-text.ts';
import type { Store } from '../../src/store/store.ts';
import type { Browser, Page } from '../support/browser.ts';
import { forEachStore } from '../support/engines.ts';
import { withLatency } from '../support/latency.ts';
import { createWatchedStore } from '../support/watched-store.ts';
import { type AppPerson, openWholeApp, type WholeApp } from '../support/whole-app.ts';

/** As many own changes as an account takes in ten minutes: more clicks are told to wait. */
const racers = 20;
const fields = { name: 'Phone', 'protocol-imap': 'yes', 'protocol-smtp': 'yes' };
const newForm = '/account/app-passwords/new';

const shownIn = ({ html }: Page): string => /\bap[0-9a-z]{2}(?:-[0-9a-z]{4}){6}\b/.exec(html)?.[0] ?? '';

forEachStore((_engine, openTestStore) => {
  let app: WholeApp;
  const watched = createWatchedStore();
  before(async () => {
    app = await openWholeApp(openTestStore, { wrap: (store: Store) => watched.wrap(withLatency(store)) });
  });
  after(() => app?.close());

  let people = 0;
  const stand = async (): Promise<[AppPerson, Browser, Page]> => {
    people += 1;
    const person = await app.addPerson(`person${people}`, { withFactor: true });
    const browser = app.browser();
    return [person, browser, await app.visit(browser, person, newForm)];
  };
  const list = async ({ id }: AppPerson) => (await app.parts.accounts.appPasswords.list(id)) ?? assert.fail();
  const opens = async ({ id }: AppPerson, password: string): Promise<boolean> => {
    const typed = readAppPassword(password);
    const account = await app.parts.accounts.findById(id);
    const use = { protocol: 'imap', service: 'mx', address: '192.0.2.7' };
    return (
      typed !== undefined && (await app.parts.accounts.appPasswords.verify(account, typed, use)) !== undefined
    );
  };
  const press = (browser: Browser, page: Page, times = racers) =>
    Promise.all(Array.from({ length: times }, () => browser.submit(page, fields)));

  test('one form makes one, and every click shows it', async () => {
    const [person, browser, page] = await stand();
    const ends = await press(browser, page);
    const shown = new Set(ends.map(shownIn));
    assert.equal(shown.size, 1, ends.map(({ status }) => status).join(' '));
    assert.equal(await opens(person, [...shown][0] ?? ''), true);
    assert.equal((await list(person)).length, 1);
    const told = await app.parts.store.collection('events').findBy('accountId', person.id);
    assert.equal(told.filter((event) => 'type' in event && event.type === 'app-password-added').length, 1);
  });

  test('each of several windows shows its own', async () => {
    const [person, browser, first] = await stand();
    const windows = [first, await browser.open(newForm), await browser.open(newForm)];
    const ends = await Promise.all(windows.map((page) => press(browser, page, 6)));
    const shown = ends.map((pages) => [...new Set(pages.map(shownIn))]);
    assert.deepEqual(
      shown.map(({ length }) => length),
      [1, 1, 1],
    );
    const passwords = new Set(shown.flat());
    assert.equal(passwords.size, 3);
    for (const password of passwords) {
      assert.equal(await opens(person, password), true, password);
    }
    assert.equal((await list(person)).length, 3);
    const [one, other] = ends.map(([page]) => page);
    assert.ok(one && other);
    await browser.submit(one, {});
    assert.equal(shownIn(await browser.open(one.url)), '', 'kept');
    assert.equal(shownIn(await browser.open(other.url)), shownIn(other), 'the other one still waits');
  });

  test('a click that comes after it was kept makes none', async () => {
    const [person, browser, page] = await stand();
    await browser.submit(await browser.submit(page, fields), {});
    const ends = await press(browser, page);
    assert.deepEqual([...new Set(ends.map(({ url }) => url.pathname))], [newForm]);
    assert.equal((await list(person)).length, 1);
    const next = await browser.submit(ends[0] ?? assert.fail(), fields);
    assert.equal(await opens(person, shownIn(next)), true, 'that page makes another one');
    assert.equal((await list(person)).length, 2);
  });

  test('the last place: every click shows it as well', async () => {
    const [person, browser, page] = await stand();
    for (let made = 1; made < mostAppPasswords; made += 1) {
      await app.parts.accounts.appPasswords.add(person.id, { name: `number ${made}` });
    }
    const late = await browser.open(newForm);
    const ends = await press(browser, page, racers - 1);
    assert.equal(new Set(ends.map(shownIn)).size, 1);
    assert.equal(await opens(person, shownIn(ends[0] ?? assert.fail())), true);
    const refused = await browser.submit(late, fields);
    assert.equal(refused.status, 422);
    assert.equal((await list(person)).length, mostAppPasswords);
  });

  test('one that was taken away does not come back by its form', async () => {
    const [person, browser, page] = await stand();
    const made = shownIn(await browser.submit(page, fields));
    const [own] = await list(person);
    await app.parts.accounts.appPasswords.remove(person.id, own?.id ?? assert.fail());
    const late = await browser.submit(page, fields);
    assert.equal(late.url.pathname, newForm);
    assert.equal(await opens(person, made), false);
    assert.equal((await list(person)).length, 0);
  });

  test('a script that sends the fields of the page alone makes one as well', async () => {
    const [person, browser, page] = await stand();
    const made = await browser.submit(page, { ...fields, form: '' });
    assert.equal(await opens(person, shownIn(made)), true);
    assert.equal((await list(person)).length, 1);
  });

  test('on the way to a second step, each click on "entered" leads on', async () => {
    const person = await app.addPerson('walker');
    const browser = app.browser();
    const page = await app.visit(browser, person, `${newForm}?enrolment=yes`);
    const made = await browser.submit(page, fields);
    const ends = await Promise.all(Array.from({ length: racers }, () => browser.submit(made, {})));
    assert.deepEqual([...new Set(ends.map(({ url }) => url.pathname))], ['/account/enrol']);
  });

  test('a stop behind any write leaves none that cannot be seen', async () => {
    for (let stopAt = 1, isOver = false; !isOver; stopAt += 1) {
      const [person, browser, page] = await stand();
      watched.arm(async (write) => {
        if (write >= stopAt) {
          throw new Error('stopped');
        }
      });
      const answer = await browser.submit(page, fields);
      isOver = answer.status === 200;
      watched.arm(async () => {});
      const waiting = await browser.open('/account/app-passwords/made');
      assert.equal(shownIn(waiting) !== '', (await list(person)).length === 1);
      const again = await browser.submit(page, fields);
      assert.equal(await opens(person, shownIn(again)), true);
      assert.equal((await list(person)).length, 1);
      assert.ok(stopAt < 20);
    }
  });
});
