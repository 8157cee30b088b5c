// The walker of the account pages: at every stage every other stage's form, every address, forms without and with foreign
// values, and other browsers. Nothing is bound, shown, mailed or put away before its turn, or for anybody else.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from '../support/browser.ts';
import { forEachStore } from '../support/engines.ts';
import { listPortalPages } from '../support/portal-pages.ts';
import { headline, readSecret } from '../support/portal-world.ts';
import { type AppPerson, openWholeApp, type WholeApp } from '../support/whole-app.ts';

interface Standing {
  readonly person: AppPerson;
  readonly browser: Browser;
  readonly page: Page;
}

interface Stage {
  readonly title: string;
  readonly heading: string;
  reach(): Promise<Standing>;
  /** Buttons and fields that mean something here: they are not posted. */
  readonly own: readonly string[];
  /** It shows a secret, in the browser of this sign-in alone. */
  readonly isSecret?: true;
  /** The account's own: shown to a complete, fresh sign-in of the same person elsewhere as well. */
  readonly isOfAccount?: true;
  /** Said once: looked at again, the page leads to the overview. */
  readonly isOnce?: true;
}

const actions = [
  'send',
  'keep',
  'switch',
  'renew',
  'remove',
  'end',
  'forget-all',
  'make',
  'profile',
  'later',
];

forEachStore((_engine, openTestStore) => {
  let app: WholeApp;
  let stranger: AppPerson;
  let count = 0;
  before(async () => {
    app = await openWholeApp(openTestStore);
    stranger = await app.addPerson('stranger', { withFactor: true });
  });
  after(() => app?.close());

  const nextPerson = (options: { email?: boolean; withFactor?: boolean } = {}): Promise<AppPerson> => {
    count += 1;
    const { email = false, withFactor = false } = options;
    const address = `walker${count}@outside.test`;
    return app.addPerson(`walker${count}`, { withFactor, ...(email ? { email: address } : {}) });
  };
  const stand = async (person: AppPerson, path = '/account/enrol'): Promise<Standing> => {
    const browser = app.browser();
    return { person, browser, page: await app.visit(browser, person, path) };
  };
  const goOn = async ({ browser, page, ...rest }: Standing, fields = {}): Promise<Standing> => ({
    ...rest,
    browser,
    page: await browser.submit(page, fields),
  });
  const bind = async (standing: Standing): Promise<Standing> => {
    const otpauthUrl = readSecret(standing.page);
    const { person, ...next } = await goOn(standing, { code: app.freshCode(otpauthUrl) });
    return { person: { ...person, otpauthUrl }, ...next };
  };
  /** Somebody who is signed in follows the link of somebody else. */
  const followForeignLink = async (): Promise<Standing> => {
    const other = await nextPerson({ email: true });
    const sent = await app.parts.accounts.enrolment.sendLink(other.id, {
      link: (token) => `${app.issuer}/account/enrol?token=${token}`,
      from: { address: '127.0.0.1' },
    });
    assert.equal(sent.outcome, 'sent');
    const person = await nextPerson();
    const browser = app.browser();
    const asked = await browser.open(await untilLink(other.username));
    return { person, browser, page: await app.signIn(browser, person, asked) };
  };
  const untilLink = async (username: string): Promise<string> => {
    for (let mails = 1; ; mails += 1) {
      const found = (await app.sink.untilMails(mails))
        .filter(({ to }) => to.includes(`${username}@outside.test`))
        .map(({ text }) => /https?:\/\/\S+\?token=[\w-]+/.exec(text)?.[0])
        .find((link) => link !== undefined);
      if (found !== undefined) {
        return found;
      }
    }
  };

  const stages: readonly Stage[] = [
    {
      title: 'a link is to be mailed',
      heading: 'First we send you a link',
      reach: async () => stand(await nextPerson({ email: true })),
      own: ['send'],
    },
    {
      title: 'a link was mailed',
      heading: 'Look at your mail',
      reach: async () => goOn(await stand(await nextPerson({ email: true }))),
      own: ['send'],
    },
    {
      title: 'a ticket is asked',
      heading: 'Enter your ticket',
      reach: async () => {
        const person = await nextPerson();
        await app.parts.accounts.enrolment.issueTicket(person.id);
        return stand(person);
      },
      own: ['ticket'],
    },
    {
      title: 'the link is somebody else’s',
      heading: 'This link is for another account',
      reach: followForeignLink,
      // Whatever else is pressed there lets go of the link.
      own: ['switch'],
      isOnce: true,
    },
    {
      title: 'a secret is shown',
      heading: 'Add your authenticator app',
      reach: async () => stand(await nextPerson()),
      own: ['code'],
      isSecret: true,
    },
    {
      title: 'a secret is shown behind a ticket',
      heading: 'Add your authenticator app',
      reach: async () => {
        const person = await nextPerson();
        const issued = await app.parts.accounts.enrolment.issueTicket(person.id);
        assert.ok(issued.outcome === 'issued');
        return goOn(await stand(person), { ticket: issued.ticket });
      },
      own: ['code', 'ticket'],
      isSecret: true,
    },
    {
      title: 'the first recovery codes are shown',
      heading: 'Keep your recovery codes',
      reach: async () => bind(await stand(await nextPerson())),
      own: ['keep'],
      isSecret: true,
      isOfAccount: true,
    },
    {
      title: 'it is done',
      heading: 'Your second step is on',
      reach: async () => goOn(await bind(await stand(await nextPerson()))),
      own: [],
      isOnce: true,
    },
    {
      title: 'new recovery codes are shown',
      heading: 'Keep your new recovery codes',
      reach: async () => goOn(await stand(await nextPerson({ withFactor: true }), '/account/recovery-codes')),
      own: ['keep'],
      isSecret: true,
      isOfAccount: true,
    },
    {
      title: 'a new app password is shown',
      heading: '',
      reach: async () => {
        const standing = await stand(await nextPerson({ withFactor: true }), '/account/app-passwords/new');
        return goOn(standing, { name: 'Phone', 'protocol-imap': 'yes', 'protocol-smtp': 'yes' });
      },
      own: ['keep', 'profile'],
      isSecret: true,
    },
  ];

  /** Everything a form could change of an account: its document, what is connected, and what was mailed to get in. */
  const stateOf = async ({ id }: AppPerson): Promise<string> => {
    const { accounts, connections, store } = app.parts;
    const account = (await accounts.findById(id)) ?? assert.fail('the account is gone');
    const links = await store.collection('links').findBy('accountId', id);
    return JSON.stringify([account, await connections.list(account), links]);
  };

  for (const stage of stages) {
    test(`where ${stage.title}, no other form and no other browser leads on`, async () => {
      const { person, browser, page } = await stage.reach();
      const path = page.url.pathname;
      const title = headline(page);
      assert.ok(title.startsWith(stage.heading), `${title} at ${path}`);
      const secrets = secretsOf(page);
      assert.equal(secrets.length > 0, stage.isSecret === true, page.html);
      // Of somebody else, and of the same person.
      const [other, own] = [await otherBrowser(stranger), await otherBrowser(person)];
      const before = await stateOf(person);
      const assertStill = async (how: string): Promise<void> => {
        assert.equal(await stateOf(person), before, how);
        const now = await browser.open(path);
        assert.equal(now.url.pathname, stage.isOnce ? '/account' : path, how);
        assert.deepEqual(secretsOf(now), secrets, how);
      };
      const given: Record<string, string> = {
        code: '000000',
        ticket: '0000-0000-0000-0000-0000',
        recovery_code: person.recoveryCodes[0] ?? '',
        token: 'nothing',
      };

      // Somebody else's value, none, another site: before the page could even be asked.
      const foreign = (await other.open('/account/lost-device')).form?.hidden.csrf ?? '';
      const form = {
        ...page,
        form: page.form ?? { action: '', hidden: {}, fields: new Set(''), firstButton: undefined },
      };
      const at = (address: string): Page => ({ ...form, url: new URL(address, page.url) });
      for (const action of ['continue', ...actions]) {
        for (const csrf of ['', foreign]) {
          const forged = await browser.submit(at(path), given, { action, hidden: { csrf } });
          assert.ok([403, 404].includes(forged.status), `${action}: ${forged.status}`);
        }
      }
      await assertForeignSite(browser, at(path));

      for (const [who, theirs] of [
        ['nobody', app.browser()],
        ['a stranger', other],
        ['the same person elsewhere', own],
      ] as const) {
        const theirState = await stateOf(stranger);
        for (const { path: address } of listPortalPages()) {
          if (address.includes(':')) continue;
          const seen = await theirs.open(address);
          const shown = secretsOf(seen).filter((secret) => secrets.includes(secret));
          const mayShow = stage.isOfAccount === true && theirs === own;
          assert.deepEqual(mayShow ? [] : shown, [], `${who} at ${address}`);
          assert.ok(seen.status < 500, `${who} at ${address}: ${seen.status}`);
        }
        for (const action of ['continue', 'keep', 'send', 'switch']) {
          const posted = await theirs.submit(at(path), { ...given, code: '' }, { action });
          assert.equal([403, 404].includes(posted.status), true, `${who} posts ${action}: ${posted.status}`);
          assert.deepEqual(secretsOf(posted), []);
        }
        assert.equal(await stateOf(stranger), theirState, who);
      }
      if (!stage.isOnce) {
        await assertStill('after foreign forms and browsers');
      }

      // From its own browser with its own value: what belongs to another stage.
      const csrf = (await browser.open('/account/lost-device')).form?.hidden.csrf ?? '';
      const wrong = actions.filter((action) => !stage.own.includes(action));
      const fields = Object.fromEntries(Object.entries(given).filter(([name]) => !stage.own.includes(name)));
      for (const action of wrong) {
        const posted = await browser.submit(at(path), fields, { action, hidden: { csrf } });
        assert.ok(posted.status < 500, `${action}: ${posted.status}`);
        if (!stage.isOnce) {
          await assertStill(`its own browser posts ${action}`);
        }
      }
      assert.equal(await stateOf(person), before, 'its own browser');
    });
  }

  const otherBrowser = async (person: AppPerson): Promise<Browser> => {
    const browser = app.browser();
    assert.equal((await app.visit(browser, person, '/account')).url.pathname, '/account');
    return browser;
  };
  const assertForeignSite = async (browser: Browser, page: Page): Promise<void> => {
    for (const headers of [{ origin: 'https://evil.test' }, { 'sec-fetch-site': 'cross-site' }]) {
      const posted = await browser.submit(page, {}, { headers, action: 'continue' });
      assert.ok([403, 404].includes(posted.status), `${JSON.stringify(headers)}: ${posted.status}`);
    }
  };
});

/** What a page shows that nobody else may see: keys, recovery codes, app passwords. */
function secretsOf({ html }: Page): readonly string[] {
  const lists = [...html.matchAll(/<li><code>([^<]+)<\/code>/g)].map(([, code = '']) => code);
  const keys = [...html.matchAll(/otpauth:\/\/[^"]+/g)].map(([url]) => url);
  return [...lists, ...keys];
}
