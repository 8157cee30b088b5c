// The walker: from every state of a sign-in to every step of it, by every button, from one's own browser and from another.
// Nothing opens a session, binds a factor or shows a secret before its turn.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Browser, createBrowser, type Page } from '../support/browser.ts';
import { requirePrograms } from '../support/components.ts';
import { forEachStore } from '../support/engines.ts';
import { oathtoolCode } from '../support/oathtool.ts';
import {
  authorizeAddress,
  connecting,
  givePassword,
  hasSession,
  shownCodes,
  shownUrl,
  stepOf,
} from '../support/sign-in-steps.ts';
import { type SmtpSink, startSmtpSink } from '../support/smtp-sink.ts';
import { alice, openWorld, type World } from '../support/world.ts';

const skip = requirePrograms('oathtool');
const password = 'words behind the new door';

const allSteps = [
  'password',
  'denied',
  'enrolment-offer',
  'first-factor',
  'totp-enrolment',
  'totp',
  'recovery-code',
  'lost-device',
  'recovered',
  'recovery-codes',
  'new-password',
  'consent',
] as const;
type StepName = (typeof allSteps)[number];

const goingOn = ['continue', 'later', 'renew', 'send', 'allow'] as const;

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
}

forEachStore((_engine, _openTestStore, makeTarget) => {
  let sink: SmtpSink;
  let world: World;
  before(async () => {
    sink = await startSmtpSink();
    world = await openWorld({
      target: await makeTarget(),
      env: { POSTERN_SMTP_URL: sink.url, POSTERN_MAIL_FROM: 'postern@example.test' },
    });
    await addPeople();
  });
  after(async () => {
    await world?.close();
    await sink?.stop();
  });

  const addPeople = async (): Promise<void> => {
    const required = ['--require-factor', '2'];
    for (const [username, ...options] of [
      ['dan'],
      ['olga'],
      ['mia', '--email', 'mia@outside.test', ...required],
      ['tim', ...required],
      ['eve', ...required],
      ['nora', '--temporary', '--role', 'superadmin'],
    ]) {
      await run(['accounts', 'add', username ?? '', ...options, '--password-stdin'], password);
    }
    await run(['rules', 'add', 'deny', '--user', 'dan']);
    await run(['otp', 'ticket', 'tim']);
    const inTenDays = new Date(world.postern.now() + 10 * 24 * 60 * 60_000).toISOString().slice(0, 10);
    await run(['mfa', 'required', '--from', inTenDays]);
    world.postern.advanceClock(5000);
  };
  const run = async (args: readonly string[], stdin = ''): Promise<void> => {
    const { code, stderr } = await world.postern.cli(args, { stdin });
    assert.equal(code, 0, stderr);
  };
  const begin = async (username: string, parameters = {}): Promise<Standing> => {
    const browser = createBrowser(world.postern.issuer);
    const words = username === alice.username ? alice.password : password;
    return { browser, page: await givePassword(browser, { username, password: words }, parameters) };
  };
  const goOn = async ({ browser, page }: Standing, fields = {}, action?: string): Promise<Standing> => ({
    browser,
    page: await browser.submit(page, fields, action === undefined ? {} : { action }),
  });
  const recover = async (): Promise<Standing> => {
    const { browser, page } = await begin('alice');
    const recovery = await browser.open(page.url.href.replace(/totp$/, 'recovery-code'));
    return goOn({ browser, page: recovery }, { recovery_code: recoveryCodes.pop() ?? '' });
  };
  const recoveryCodes: string[] = [];
  before(() => {
    recoveryCodes.push(...world.recoveryCodes);
  });

  const states: readonly State[] = [
    {
      title: 'nothing is proven',
      username: 'alice',
      reach: async () => {
        const browser = createBrowser(world.postern.issuer);
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
      reach: () => begin('nora'),
      open: ['new-password'],
      leadsOn: [],
    },
    {
      title: 'consent is asked',
      username: 'alice',
      reach: async () => goOn(await begin('alice', connecting), { code: world.freshCode() }),
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
  ];

  const at = (page: Page, step: string): Page => ({
    ...page,
    url: new URL(page.url.href.replace(/[^/]*$/, step)),
  });
  const countFactors = async (username: string): Promise<number> =>
    ((await world.postern.cliJson(['otp', 'status', username])).factors as unknown[]).length;
  /** What would be right somewhere: the password, a code, a recovery code, a new password. Nothing of it may be spent. */
  const everyField = (username: string): Record<string, string> => ({
    username,
    password: username === alice.username ? alice.password : password,
    new_password: 'another few words of mine',
    code: oathtoolCode(world.otpauthUrl, { atMs: world.postern.now() }),
    recovery_code: recoveryCodes.at(-1) ?? '',
    ticket: 'aaaa-bbbb-cccc-dddd-eeee',
    remember: 'yes',
  });

  for (const state of states) {
    test(`where ${state.title}, no page and no form leads elsewhere`, { skip }, async () => {
      const { browser, page } = await state.reach();
      const [current, ...beside] = state.open;
      assert.equal(stepOf(page), current);
      const isConsent = current === 'consent';
      // A code that nobody has used.
      world.postern.advanceClock(30_000);
      const given = everyField(state.username);
      const factors = await countFactors(state.username);
      const secret = shownUrl(page);
      const codes = shownCodes(page);
      const assertStill = async (after: Page, how: string): Promise<void> => {
        assert.notEqual(stepOf(after), 'client', how);
        assert.ok(after.status < 500, `${how}: ${after.status}`);
        const now = await browser.open(at(page, '').url.href.replace(/\/$/, ''));
        assert.equal(stepOf(now), current, how);
        assert.equal(shownUrl(now), secret, how);
        assert.deepEqual(shownCodes(now), codes, how);
      };

      for (const step of [...allSteps, 'nothing']) {
        const seen = await browser.open(at(page, step).url);
        const expected = state.open.includes(step as StepName) ? step : current;
        assert.equal(stepOf(seen), expected, `GET ${step}`);
        if (state.open.includes(step as StepName)) continue;
        for (const action of goingOn) {
          const posted = await browser.submit(at(page, step), given, { action });
          await assertStill(posted, `POST ${step} ${action}`);
        }
      }
      for (const step of state.open) {
        for (const action of (['continue', 'later'] as const).filter(
          (name) => !state.leadsOn.includes(name),
        )) {
          const posted = await browser.submit(at(page, step), {}, { action });
          await assertStill(posted, `POST ${step} ${action} with nothing typed`);
        }
      }

      const stranger = createBrowser(world.postern.issuer);
      const own = await stranger.open(authorizeAddress());
      for (const step of [current, ...beside, ...allSteps]) {
        const seen = await stranger.open(at(page, step).url);
        assert.ok(seen.status === 400 || seen.status === 409, `a stranger's GET ${step}: ${seen.status}`);
        assert.equal(shownUrl(seen) + shownCodes(seen).join(), '');
        const foreign = await stranger.submit({ ...own, url: at(page, step).url }, given);
        await assertStill(foreign, `a stranger's POST ${step}`);
        for (const [why, csrf] of [
          ['no value', ''],
          ['a foreign value', own.form?.hidden.csrf ?? ''],
        ] as const) {
          const forged = await browser.submit(at(page, step), given, {
            hidden: { csrf },
          });
          assert.equal(forged.status, 403, `POST ${step} with ${why}`);
          await assertStill(forged, `POST ${step} with ${why}`);
        }
      }
      assert.equal(await hasSession(stranger), false);
      assert.equal(
        await hasSession(browser),
        isConsent,
        'only at the question for consent somebody is signed in',
      );
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
