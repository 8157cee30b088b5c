// The walker: from every state of a sign-in to every step of it, by every button, from one's own browser and from another.
// Nothing opens a session, binds a factor or shows a secret before its turn.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createSteps } from '../../interactions/routes.ts';
import type { StepName, StepParts } from '../../interactions/step.ts';
import type { Browser, Page } from '../support/browser.ts';
import { terminal } from '../support/device-world.ts';
import { forEachStore } from '../support/engines.ts';
import { typedBy } from '../support/portal-world.ts';
import { postToken } from '../support/sign-in-over-http.ts';
import {
  authorizeAddress,
  connecting,
  givePassword,
  hasSession,
  shownCodes,
  shownUrl,
  stepOf,
} from '../support/sign-in-steps.ts';
import { type AppPerson, openWholeApp, type WholeApp } from '../support/whole-app.ts';

const allSteps: readonly StepName[] = createSteps({ accounts: {} } as StepParts).map(({ name }) => name);
const goingOn = ['continue', 'later', 'renew', 'replace', 'send', 'allow'] as const;

interface Standing {
  readonly browser: Browser;
  readonly page: Page;
}

interface State {
  readonly title: string;
  /** Whose sign-in it is. */
  readonly username: string;
  reach(): Promise<Standing>;
  /** The pages that are open; the first is the one that comes. */
  readonly open: readonly [StepName, ...StepName[]];
  /** These buttons of the open page lead on, with nothing typed. */
  readonly leadsOn: readonly (typeof goingOn)[number][];
  /** Somebody is signed in already, and is asked for more. */
  readonly isSignedIn?: true;
}

forEachStore((_engine, openTestStore) => {
  let app: WholeApp;
  const people = new Map<string, AppPerson>();
  const recoveryCodes: string[] = [];
  let ticket = '';
  before(async () => {
    app = await openWholeApp(openTestStore);
    await app.addPrograms();
    await app.parts.clients.add({ id: terminal.clientId, preset: terminal.preset });
    await addPeople();
    recoveryCodes.push(...get('alice').recoveryCodes);
  });
  after(() => app?.close());

  const get = (username: string): AppPerson => people.get(username) ?? assert.fail(username);
  const addPeople = async (): Promise<void> => {
    const { accounts, accessRules } = app.parts;
    const names = ['dan', 'olga', 'tim', 'tom', 'eve', 'eva', 'flo', 'nora'];
    for (const person of [
      await app.addPerson('alice', { withFactor: true }),
      await app.addPerson('mia', { email: 'mia@outside.test' }),
      ...(await Promise.all(names.map((name) => app.addPerson(name)))),
    ]) {
      people.set(person.username, person);
    }
    for (const name of ['mia', 'tim', 'tom', 'eve', 'eva']) {
      await accounts.requireFactor(get(name).id, 2);
    }
    await accessRules.add({ demand: 'deny', accounts: [get('dan').id] });
    await accounts.enrolment.issueTicket(get('tim').id);
    const issued = await accounts.enrolment.issueTicket(get('tom').id);
    ticket = issued.outcome === 'issued' ? issued.ticket : '';
    const { id, password } = get('nora');
    await accounts.setPassword(id, password, { setBy: 'admin', temporary: true });
    await accessRules.setPolicy({ mfa: 'required', from: Date.now() + 10 * 86_400_000 });
    app.moveTime(5000);
  };
  const begin = async (username: string, parameters = {}): Promise<Standing> => {
    const browser = app.browser();
    return { browser, page: await givePassword(browser, get(username), parameters) };
  };
  const goOn = async ({ browser, page }: Standing, fields = {}, action?: string): Promise<Standing> => ({
    browser,
    page: await browser.submit(page, fields, action === undefined ? {} : { action }),
  });
  const freshCode = (): string => app.freshCode(get('alice').otpauthUrl);
  const recover = async (): Promise<Standing> => {
    const { browser, page } = await begin('alice');
    const recovery = await browser.open(page.url.href.replace(/totp$/, 'recovery-code'));
    return goOn({ browser, page: recovery }, { recovery_code: recoveryCodes.pop() ?? '' });
  };
  /** Alice in a browser that stands in for the code, and a program that it does not stand in for. */
  const stepUp = async (): Promise<Standing> => {
    const first = await goOn(await begin('alice'), { code: freshCode(), remember: 'yes' });
    const { browser } = first;
    await browser.submit(await browser.open('/logout'), { logout: 'yes' });
    assert.equal(stepOf(await givePassword(browser, get('alice'))), 'client', 'the browser is trusted');
    return { browser, page: await browser.open(authorizeAddress(connecting)) };
  };
  /** Signed in with one factor where two are asked for since. */
  const askedForMore = async (): Promise<Standing> => {
    await app.parts.accounts.requireFactor(get('flo').id, undefined);
    const { browser } = await goOn(await begin('flo'), {}, 'later');
    await app.parts.accounts.requireFactor(get('flo').id, 2);
    return { browser, page: await browser.open(authorizeAddress()) };
  };
  const allowDevice = async (): Promise<Standing> => {
    const asked = { scope: 'openid mail offline_access' };
    const client = { issuer: app.issuer, clientId: terminal.clientId };
    const started = (await (await postToken(client, asked, '/device_authorization')).json()) as {
      user_code: string;
    };
    const browser = app.browser();
    const entry = await browser.open('/device');
    const page = await browser.submit(entry, { user_code: started.user_code });
    const code = await browser.submit(page, typedBy(get('alice')));
    return goOn({ browser, page: code }, { code: freshCode() });
  };

  const states: readonly State[] = [
    {
      title: 'nothing is proven',
      username: 'alice',
      reach: async () => {
        const browser = app.browser();
        return { browser, page: await browser.open(authorizeAddress()) };
      },
      open: ['password'],
      leadsOn: [],
    },
    {
      title: 'a rule denies it',
      username: 'dan',
      reach: () => begin('dan'),
      open: ['denied'],
      leadsOn: [],
    },
    {
      title: 'a second step is offered',
      username: 'olga',
      reach: () => begin('olga'),
      open: ['enrolment-offer'],
      leadsOn: [...goingOn],
    },
    {
      title: 'a mailed code is asked',
      username: 'mia',
      reach: () => begin('mia'),
      open: ['first-factor'],
      leadsOn: [],
    },
    {
      title: 'a ticket is asked',
      username: 'tim',
      reach: () => begin('tim'),
      open: ['first-factor'],
      leadsOn: [],
    },
    {
      title: 'a first factor is being set up',
      username: 'eve',
      reach: () => begin('eve'),
      open: ['totp-enrolment'],
      leadsOn: [],
    },
    {
      title: 'a code is asked',
      username: 'alice',
      reach: () => begin('alice'),
      open: ['totp', 'recovery-code', 'lost-device'],
      leadsOn: [],
    },
    {
      title: 'a recovery code was used',
      username: 'alice',
      reach: recover,
      open: ['recovered'],
      leadsOn: [...goingOn],
    },
    {
      title: 'a temporary password is to be replaced',
      username: 'nora',
      reach: async () => goOn(await begin('nora'), {}, 'later'),
      open: ['new-password'],
      leadsOn: [],
    },
    {
      title: 'consent is asked',
      username: 'alice',
      reach: async () => goOn(await begin('alice', connecting), { code: freshCode() }),
      open: ['consent'],
      leadsOn: [...goingOn],
    },
    {
      title: 'new recovery codes are shown',
      username: 'alice',
      reach: async () => goOn(await recover(), {}, 'renew'),
      open: ['recovery-codes'],
      leadsOn: [...goingOn],
    },
    {
      title: 'a ticket was shown',
      username: 'tom',
      reach: async () => goOn(await begin('tom'), { ticket }),
      open: ['totp-enrolment'],
      leadsOn: [],
    },
    {
      title: 'the key was shown too long ago',
      username: 'eva',
      reach: async () => {
        const { browser, page } = await begin('eva');
        app.moveTime(10 * 60_000);
        return { browser, page: await browser.open(page.url) };
      },
      open: ['totp-enrolment'],
      // Another key takes its place.
      leadsOn: ['continue', 'later'],
    },
    {
      title: 'a code is asked of whoever is signed in by a trusted browser',
      username: 'alice',
      reach: stepUp,
      open: ['totp', 'recovery-code', 'lost-device'],
      leadsOn: [],
      isSignedIn: true,
    },
    {
      title: 'more is asked of a session than the password of a moment ago',
      username: 'flo',
      reach: askedForMore,
      open: ['totp-enrolment'],
      leadsOn: [],
    },
    {
      title: 'a device asks to be allowed',
      username: 'alice',
      reach: allowDevice,
      open: ['consent'],
      leadsOn: [...goingOn],
      isSignedIn: true,
    },
  ];

  const at = (page: Page, step: string): Page => ({
    ...page,
    url: new URL(page.url.href.replace(/[^/]*$/, step)),
  });
  const countFactors = async (username: string): Promise<number> =>
    ((await app.parts.accounts.factors.list(get(username).id)) ?? []).length;
  /** What would be right somewhere: the password, a code, a recovery code, a new password. Nothing of it may be spent. */
  const everyField = (username: string): Record<string, string> => ({
    ...typedBy(get(username)),
    new_password: 'another few words of mine',
    code: freshCode(),
    recovery_code: recoveryCodes.at(-1) ?? '',
    ticket: 'aaaa-bbbb-cccc-dddd-eeee',
    remember: 'yes',
  });

  for (const state of states) {
    test(`where ${state.title}, no page and no form leads elsewhere`, async () => {
      const { browser, page } = await state.reach();
      const [current, ...beside] = state.open;
      assert.equal(stepOf(page), current, page.html);
      const isSignedIn = state.isSignedIn === true || current === 'consent';
      const given = everyField(state.username);
      const factors = await countFactors(state.username);
      const secret = shownUrl(page);
      const codes = shownCodes(page);
      const assertStill = async (how: string): Promise<void> => {
        const now = await browser.open(at(page, '').url.href.replace(/\/$/, ''));
        assert.equal(stepOf(now), current, how);
        assert.equal(shownUrl(now), secret, how);
        assert.deepEqual(shownCodes(now), codes, how);
      };
      const assertNoEnd = (after: Page, how: string): void => {
        assert.notEqual(stepOf(after), 'client', how);
        assert.ok(after.status < 500, `${how}: ${after.status}`);
      };

      for (const step of [...allSteps, 'nothing']) {
        const seen = await browser.open(at(page, step).url);
        const isOpen = state.open.includes(step as StepName);
        assert.equal(stepOf(seen), isOpen ? step : current, `GET ${step}`);
        for (const action of isOpen ? [] : goingOn) {
          const how = `POST ${step} ${action}`;
          assertNoEnd(await browser.submit(at(page, step), given, { action }), how);
        }
        await assertStill(`after all at ${step}`);
      }
      for (const step of state.open) {
        for (const action of (['continue', 'later'] as const).filter(
          (name) => !state.leadsOn.includes(name),
        )) {
          const how = `POST ${step} ${action} with nothing typed`;
          assertNoEnd(await browser.submit(at(page, step), {}, { action }), how);
          await assertStill(how);
        }
      }

      const stranger = app.browser();
      const own = await stranger.open(authorizeAddress());
      for (const step of new Set([current, ...beside, ...allSteps])) {
        const seen = await stranger.open(at(page, step).url);
        assert.ok(seen.status === 400 || seen.status === 409, `a stranger's GET ${step}: ${seen.status}`);
        assert.equal(shownUrl(seen) + shownCodes(seen).join(), '');
        const foreign = await stranger.submit({ ...own, url: at(page, step).url }, given);
        assertNoEnd(foreign, `a stranger's POST ${step}`);
        for (const csrf of ['', own.form?.hidden.csrf ?? '']) {
          const forged = await browser.submit(at(page, step), given, { hidden: { csrf } });
          assert.equal(forged.status, 403, `POST ${step} with "${csrf}"`);
        }
      }
      await assertStill('after a stranger, and after forged forms');
      assert.equal(await hasSession(stranger), false);
      assert.equal(await hasSession(browser), isSignedIn, 'who was not signed in is not');
      assert.equal(await countFactors(state.username), factors);
      const later = await begin('alice');
      assert.equal(
        stepOf((await goOn(later, { code: given.code ?? '' })).page),
        'client',
        'no code was spent',
      );
    });
  }
});
