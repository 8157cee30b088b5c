// Doors × endings: whenever an ending falls, behind whichever write of a door, whoever stood in the door is outside.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from '../support/browser.ts';
import { forEachStore } from '../support/engines.ts';
import { readSecret, typedBy } from '../support/portal-world.ts';
import { authorizeAddress, givePassword, hasSession, shownUrl } from '../support/sign-in-steps.ts';
import { createWatchedStore, type WatchedStore } from '../support/watched-store.ts';
import { type AppPerson, openWholeApp, type WholeApp } from '../support/whole-app.ts';

interface Standing {
  readonly browser: Browser;
  readonly page: Page;
}

interface Door {
  /** Up to the page whose form is the door. */
  reach(person: AppPerson): Promise<Standing>;
  /** What goes through, and by which button. */
  readonly form: (standing: Standing, person: AppPerson) => Record<string, string>;
  readonly action?: string;
  readonly withFactor: boolean;
}

forEachStore((_engine, openTestStore) => {
  let app: WholeApp;
  let watched: WatchedStore;
  let count = 0;
  before(async () => {
    watched = createWatchedStore();
    app = await openWholeApp(openTestStore, { wrap: watched.wrap });
    await app.addPrograms();
  });
  after(() => app?.close());

  const endings: Readonly<Record<string, (person: AppPerson) => Promise<unknown>>> = {
    'a lost device, said by an administrator': ({ id }) => app.parts.accounts.loseDevice(id, { by: 'admin' }),
    'all access ended by the owner': ({ id }) => app.parts.accounts.endAccess(id, { by: 'owner' }),
    'disabled and enabled again': async ({ id }) => {
      await app.parts.accounts.disable(id);
      await app.parts.accounts.enable(id);
    },
    'a reset of the second step': ({ id }) =>
      app.parts.accounts.factors.make(id).then(() => app.parts.accounts.factors.reset(id, { by: 'admin' })),
    'a password from an administrator': ({ id }) =>
      app.parts.accounts.setPassword(id, 'six yellow lamps of old', { setBy: 'admin' }),
  };

  const signIn = async (person: AppPerson): Promise<Standing> => {
    const browser = app.browser();
    return { browser, page: await givePassword(browser, person) };
  };
  const atPage =
    (path: string) =>
    async (person: AppPerson): Promise<Standing> => {
      const browser = app.browser();
      return { browser, page: await app.visit(browser, person, path) };
    };
  const code = (_: Standing, { otpauthUrl }: AppPerson) => ({ code: app.freshCode(otpauthUrl) });
  const nothing = () => ({});
  const openRecovery = async (person: AppPerson): Promise<Standing> => {
    const { browser, page } = await signIn(person);
    return { browser, page: await browser.open(page.url.href.replace(/totp$/, 'recovery-code')) };
  };
  const recover = async (person: AppPerson): Promise<Standing> => {
    const { browser, page } = await openRecovery(person);
    return { browser, page: await browser.submit(page, { recovery_code: person.recoveryCodes[0] ?? '' }) };
  };
  const openRemoval = async (person: AppPerson): Promise<Standing> => {
    const [factor] = (await app.parts.accounts.factors.list(person.id)) ?? [];
    return atPage(`/account/factors/${factor?.id}/remove`)(person);
  };

  const doors: Readonly<Record<string, Door>> = {
    'the password': {
      withFactor: false,
      reach: async () => {
        const browser = app.browser();
        return { browser, page: await browser.open(authorizeAddress()) };
      },
      form: (_, person) => typedBy(person),
    },
    'the code, in a browser to be trusted': {
      withFactor: true,
      reach: signIn,
      form: (standing, person) => ({ ...code(standing, person), remember: 'yes' }),
    },
    'a recovery code': {
      withFactor: true,
      reach: openRecovery,
      form: (_, { recoveryCodes }) => ({ recovery_code: recoveryCodes[0] ?? '' }),
    },
    'new codes behind a recovery code': {
      withFactor: true,
      reach: recover,
      form: nothing,
      action: 'renew',
    },
    'a first app in the sign-in': {
      withFactor: false,
      reach: async (person) => {
        await app.parts.accounts.requireFactor(person.id, 2);
        const standing = await signIn(person);
        // What is asked of the account must not be what keeps it outside.
        await app.parts.accounts.requireFactor(person.id, undefined);
        return standing;
      },
      form: ({ page }) => ({ code: app.freshCode(shownUrl(page)) }),
    },
    'a password in the place of a temporary one': {
      withFactor: false,
      reach: async (person) => {
        const { id, password } = person;
        await app.parts.accounts.setPassword(id, password, { setBy: 'admin', temporary: true });
        return signIn(person);
      },
      form: () => ({ new_password: 'five purple lamps of late' }),
    },
    'the sign-in to the account pages': {
      withFactor: true,
      reach: async (person) => {
        const browser = app.browser();
        return { browser, page: await browser.submit(await browser.open('/account'), typedBy(person)) };
      },
      form: code,
    },
    'a first app at the account pages': {
      withFactor: false,
      reach: atPage('/account/enrol'),
      form: ({ page }) => ({ code: app.freshCode(readSecret(page)) }),
    },
    'another app at the account pages': {
      withFactor: true,
      reach: atPage('/account/enrol'),
      form: ({ page }) => ({ code: app.freshCode(readSecret(page)) }),
    },
    'the last app removed': { withFactor: true, reach: openRemoval, form: nothing },
    'one of two apps removed': {
      withFactor: true,
      reach: async (person) => {
        await app.parts.accounts.factors.make(person.id);
        return openRemoval(person);
      },
      form: nothing,
    },
    'another password at the account pages': {
      withFactor: true,
      reach: atPage('/account/password'),
      form: () => ({ new_password: 'five purple lamps of late' }),
    },
    'new recovery codes at the account pages': {
      withFactor: true,
      reach: atPage('/account/recovery-codes'),
      form: nothing,
    },
  };

  /** Through the door, with an ending behind the `at`-th write; answers how many writes there were. */
  const pass = async (door: Door, at: number, end?: (person: AppPerson) => Promise<unknown>) => {
    count += 1;
    const person = await app.addPerson(`person${count}`, { withFactor: door.withFactor });
    // An account whose stamps are of this second would be waited for.
    app.moveTime(3000);
    const standing = await door.reach(person);
    const form = door.form(standing, person);
    const before = await app.parts.accounts.findById(person.id);
    watched.arm(async (write) => {
      if (write === at) {
        await end?.(person);
      }
      // Every other ending falls within the second of what was written before; else nobody waits for the second of a stamp.
      if (write >= at || end === undefined || at % 2 === 0) {
        app.moveTime(1000);
      }
    });
    const { browser } = standing;
    let page = await submit(browser, standing.page, form, door.action);
    for (let pages = 0; pages < 4 && leadsOn(page); pages += 1) {
      page = await submit(browser, page, {});
    }
    const writes = watched.count();
    watched.arm(async () => {});
    const now = await app.parts.accounts.findById(person.id);
    return { person, browser, writes, isChanged: now?.revision !== before?.revision };
  };
  const isInside = async (browser: Browser): Promise<boolean> => {
    const account = await browser.open('/account');
    return account.url.pathname === '/account' || (await hasSession(browser));
  };

  for (const [index, [title, door]] of Object.entries(doors).entries()) {
    test(`${title}: an ending behind any of its writes leaves nobody inside`, async () => {
      const whole = await pass(door, Number.POSITIVE_INFINITY);
      assert.ok(await isInside(whole.browser), 'without an ending the door leads in');
      assert.equal(whole.isChanged, true, 'without an ending the form is taken, or the first sign-in noted');
      const kinds = Object.entries(endings);
      for (let at = 1; at <= whole.writes; at += 1) {
        const [what, end] = kinds[(index + at) % kinds.length] ?? assert.fail();
        const { person, browser, writes } = await pass(door, at, end);
        if (writes < at) continue;
        const how = `${what} behind write ${at} of ${whole.writes}`;
        assert.equal(await isInside(browser), false, how);
        const account = (await app.parts.accounts.findById(person.id)) ?? assert.fail();
        assert.deepEqual(app.parts.accounts.trustedBrowsers.list(account), [], how);
        if (/lost device|reset/.test(what)) {
          assert.deepEqual(await app.parts.accounts.factors.list(person.id), [], how);
        }
      }
    });
  }
});

/** Nothing is asked there but to go on. */
function leadsOn({ form, status, url }: Page): boolean {
  const isEnd = url.searchParams.has('code') || form === undefined || status !== 200;
  return !isEnd && url.pathname.startsWith('/interaction/') && form.fields.size === 0;
}

function submit(
  browser: Browser,
  page: Page,
  fields: Record<string, string>,
  action?: string,
): Promise<Page> {
  return browser.submit(page, fields, action === undefined ? {} : { action });
}
