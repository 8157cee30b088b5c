// The whole program inside the test's own process, over a store that the test may put something before: for races over HTTP.

import { readOtpauthUrl } from '../../src/accounts/second-factor/app/otpauth-url.ts';
import { codeOfStep, stepAt } from '../../src/accounts/second-factor/app/totp.ts';
import { startApp } from '../../src/app.ts';
import { systemClock } from '../../src/base/clock.ts';
import { readConfig } from '../../src/config/read-config.ts';
import type { Settings } from '../../src/config/settings.ts';
import { joinParts, type Parts } from '../../src/open-parts.ts';
import { openKeyVault } from '../../src/secrets/key-vault.ts';
import type { Store } from '../../src/store/store.ts';
import { createCountingHasher, testSealer } from './accounts.ts';
import { type Browser, createBrowser, type Page } from './browser.ts';
import { type OpenTestStore, quietLog } from './engines.ts';
import { moveDate } from './moved-date.ts';
import { type Person, type PersonOptions, type SignIn, signInWith } from './portal-world.ts';
import { findFreePort } from './postern-process.ts';
import { type SmtpSink, startSmtpSink } from './smtp-sink.ts';
import { mailProgram, webApp } from './world.ts';

export interface AppPerson extends Person {
  readonly id: string;
}

export interface WholeApp {
  readonly issuer: string;
  /** Over the store as it is, without what was put before the program's. */
  readonly parts: Parts;
  readonly sink: SmtpSink;
  addPerson(username: string, options?: PersonOptions): Promise<AppPerson>;
  /** The programs of `world.ts`. */
  addPrograms(): Promise<void>;
  browser(): Browser;
  /** Opens an address and signs in wherever that is asked. */
  visit(browser: Browser, person: Person, address: string): Promise<Page>;
  readonly signIn: SignIn;
  /** A code nobody has used: moves the time to the next one. */
  freshCode(otpauthUrl: string | undefined): string;
  moveTime(milliseconds: number): void;
  close(): Promise<void>;
}

export interface WholeAppOptions {
  /** Put before the store of the program, such as `withLatency`. */
  readonly wrap?: (store: Store) => Store;
  readonly env?: Readonly<Record<string, string>>;
}

export async function openWholeApp(
  openStore: OpenTestStore,
  { wrap = (store) => store, env = {} }: WholeAppOptions = {},
): Promise<WholeApp> {
  const sink = await startSmtpSink();
  const port = await findFreePort();
  const issuer = `http://127.0.0.1:${port}`;
  const settings = readSettings({
    POSTERN_ISSUER: issuer,
    POSTERN_LISTEN: `127.0.0.1:${port}`,
    POSTERN_SMTP_URL: sink.url,
    POSTERN_MAIL_FROM: 'Postern <door@postern.test>',
    ...env,
  });
  const store = await openStore({ clock: systemClock, outlivesTest: true });
  const join = async (over: Store): Promise<Parts> =>
    joinParts({
      settings,
      clock: systemClock,
      log: quietLog,
      store: over,
      sealer: testSealer,
      vault: await openKeyVault(store, testSealer),
      hasher: createCountingHasher(),
    });
  const parts = await join(store);
  const app = await startApp(await join(wrap(store)));
  const freshCode = (url: string | undefined): string => {
    moveDate(30_000);
    return codeOfStep(readOtpauthUrl(url ?? ''), stepAt(Date.now(), 0, 30));
  };
  const signIn = signInWith(freshCode);
  return {
    issuer,
    parts,
    sink,
    addPerson: (username, options) => addPerson(parts, username, options),
    addPrograms: async () => {
      await parts.clients.add({ id: mailProgram.clientId, preset: 'native' });
      await parts.clients.add({ id: webApp.clientId, preset: 'web', redirectUris: [webApp.redirectUri] });
    },
    browser: () => createBrowser(issuer),
    visit: async (browser, person, address) => signIn(browser, person, await browser.open(address)),
    signIn,
    freshCode,
    moveTime: moveDate,
    close: async () => {
      await app.close();
      await sink.stop();
    },
  };
}

function readSettings(env: Readonly<Record<string, string>>): Settings {
  const config = readConfig(env, () => '');
  if ('mistakes' in config) {
    throw new Error(config.mistakes.join('\n'));
  }
  return config.settings;
}

async function addPerson(
  { accounts }: Parts,
  username: string,
  { email, locale, withFactor = false }: PersonOptions = {},
): Promise<AppPerson> {
  const password = `seven green lamps of ${username}`;
  const added = await accounts.add({
    username,
    ...(email === undefined ? {} : { emails: [email] }),
    ...(locale === undefined ? {} : { locale }),
    password: { text: password, setBy: 'owner' },
  });
  if (added.outcome !== 'added') {
    throw new Error(`${username}: ${added.outcome}`);
  }
  const { id } = added.account;
  const person = { id, username, password };
  if (!withFactor) {
    return { ...person, recoveryCodes: [] };
  }
  const made = await accounts.factors.make(id);
  if (made.outcome !== 'made') {
    throw new Error(`${username}: ${made.outcome}`);
  }
  return { ...person, otpauthUrl: made.url, recoveryCodes: made.recoveryCodes };
}
