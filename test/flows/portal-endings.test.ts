// Whatever ends an account's access ends its account pages: nothing that is open there is shown or taken any more.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from '../support/browser.ts';
import { forEachStore } from '../support/engines.ts';
import { readSecret } from '../support/portal-world.ts';
import { type AppPerson, openWholeApp, type WholeApp } from '../support/whole-app.ts';

type End = (person: AppPerson) => Promise<unknown>;

forEachStore((_engine, openTestStore) => {
  let app: WholeApp;
  let count = 0;
  before(async () => {
    app = await openWholeApp(openTestStore);
  });
  after(() => app?.close());

  const nextPerson = (withFactor = true): Promise<AppPerson> => {
    count += 1;
    return app.addPerson(`person${count}`, { withFactor });
  };
  const get = ({ id }: AppPerson) => app.parts.accounts.findById(id);
  const stand = async (person: AppPerson, path = '/account'): Promise<[Browser, Page]> => {
    const browser = app.browser();
    return [browser, await app.visit(browser, person, path)];
  };
  const isSignIn = (page: Page): boolean => page.url.pathname.startsWith('/interaction/');
  const submitElsewhere = async (
    person: AppPerson,
    path: string,
    fields: (page: Page) => Record<string, string>,
  ): Promise<void> => {
    const [browser, page] = await stand(person, path);
    const end = await browser.submit(page, fields(page));
    assert.equal(end.status, 200, end.html);
    assert.ok(!isSignIn(end));
  };
  const removalOf = async ({ id }: AppPerson): Promise<string> => {
    const [factor] = (await app.parts.accounts.factors.list(id)) ?? [];
    return `/account/factors/${factor?.id}/remove`;
  };
  const another = 'five purple lamps of late';
  const admin = { by: 'admin' } as const;

  const endings: Readonly<Record<string, End>> = {
    'a lost device, said by an administrator': ({ id }) => app.parts.accounts.loseDevice(id, admin),
    'a disabled account': ({ id }) => app.parts.accounts.disable(id),
    'an account that was disabled and enabled again': async ({ id }) => {
      await app.parts.accounts.disable(id);
      await app.parts.accounts.enable(id);
    },
    'a deleted account': ({ id }) => app.parts.accounts.remove(id),
    'a reset of the second step': ({ id }) => app.parts.accounts.factors.reset(id, admin),
    'an app made by an administrator': ({ id }) => app.parts.accounts.factors.make(id),
    'an app removed by an administrator': async (person) => {
      const [factor] = (await app.parts.accounts.factors.list(person.id)) ?? [];
      return app.parts.accounts.factors.remove(person.id, factor?.id ?? '', admin);
    },
    'a password from an administrator': ({ id }) =>
      app.parts.accounts.setPassword(id, another, { setBy: 'admin' }),
    'a temporary password': ({ id }) =>
      app.parts.accounts.setPassword(id, another, { setBy: 'admin', temporary: true }),
    'a lost device, said by the owner elsewhere': (person) =>
      submitElsewhere(person, '/account/lost-device', () => ({})),
    'another password, given by the owner elsewhere': (person) =>
      submitElsewhere(person, '/account/password', () => ({ new_password: another })),
    'another app, added by the owner elsewhere': (person) =>
      submitElsewhere(person, '/account/enrol', (page) => ({ code: app.freshCode(readSecret(page)) })),
    'an app removed by the owner elsewhere': async (person) =>
      submitElsewhere(person, await removalOf(person), () => ({})),
  };

  for (const [what, end] of Object.entries(endings)) {
    test(`${what} signs out, and no form that was open is taken`, async () => {
      const person = await nextPerson();
      await app.parts.accounts.factors.make(person.id);
      const made = await app.parts.accounts.appPasswords.add(person.id, { name: 'Phone' });
      assert.ok(made.outcome === 'added');
      const [browser] = await stand(person);
      const removal = await removalOf(person);
      const enrol = await browser.open('/account/enrol');
      const forms: readonly (readonly [Page, Record<string, string>])[] = [
        [enrol, {}],
        [await browser.open(removal), {}],
        [await browser.open(removal.replace(/\/remove$/, '')), { name: 'Renamed' }],
        [await browser.open('/account/password'), { new_password: 'four white lamps of yore' }],
        [await browser.open('/account/recovery-codes'), {}],
        [await browser.open('/account/app-passwords/new'), { name: 'Thief', 'protocol-imap': 'yes' }],
        [await browser.open(`/account/connections/${person.id}/${made.id}`), {}],
        [await browser.open('/account/lost-device'), {}],
      ];
      await end(person);
      // Whoever added an app elsewhere has moved the time: the code is the newest in any case.
      const code = app.freshCode(readSecret(enrol));
      const before = await get(person);
      for (const [page, fields] of forms) {
        const name = `POST ${page.url.pathname}`;
        const after = await browser.submit(page, page === enrol ? { code } : fields);
        assert.ok(isSignIn(after), `${name} leads to ${after.url.pathname}`);
        assert.deepEqual(await get(person), before, name);
      }
      for (const path of [
        '/account',
        '/account/connections',
        '/account/enrol',
        '/account/trusted-browsers',
      ]) {
        assert.ok(isSignIn(await browser.open(path)), `GET ${path}`);
      }
    });
  }

  test('more that is asked of an account signs out whoever has proven less', async () => {
    const person = await nextPerson(false);
    const [browser, page] = await stand(person, '/account/password');
    await app.parts.accounts.requireFactor(person.id, 2);
    const before = await get(person);
    assert.ok(isSignIn(await browser.submit(page, { new_password: another })));
    assert.ok(isSignIn(await browser.open('/account')));
    assert.deepEqual(await get(person), before);
  });

  test('what ends nothing signs nobody out', async () => {
    const person = await nextPerson();
    const [browser] = await stand(person);
    const { accounts } = app.parts;
    const [factor] = (await accounts.factors.list(person.id)) ?? [];
    await accounts.factors.rename(person.id, factor?.id ?? '', 'Other');
    await accounts.recoveryCodes.renew(person.id, admin);
    await accounts.requireFactor(person.id, 2);
    await accounts.verifyPassword(person.username, 'wrong', { address: '192.0.2.9' });
    assert.equal((await browser.open('/account')).url.pathname, '/account');
  });
});
