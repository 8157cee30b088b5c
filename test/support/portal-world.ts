// A small world around the account pages of the real program: people with and without a second step, and where their mail goes.

import type { StoreTarget } from '../../src/config/special-kinds.ts';
import { type Browser, createBrowser, type Page } from './browser.ts';
import { oathtoolCode } from './oathtool.ts';
import { type PosternProcess, startPostern } from './postern-process.ts';
import { type SmtpSink, startSmtpSink } from './smtp-sink.ts';

export interface Person {
  readonly username: string;
  readonly password: string;
  /** What the authenticator app was given. */
  otpauthUrl?: string;
  readonly recoveryCodes: readonly string[];
}

export interface PersonOptions {
  /** Counts as verified. */
  readonly email?: string;
  readonly locale?: string;
  readonly withFactor?: boolean;
}

export interface PortalWorld {
  readonly postern: PosternProcess;
  /** The gateway; nothing comes here with `mail: false`. */
  readonly sink: SmtpSink;
  addPerson(username: string, options?: PersonOptions): Promise<Person>;
  browser(): Browser;
  /** Opens an address and signs in wherever that is asked. */
  visit(browser: Browser, person: Person, address: string): Promise<Page>;
  /** Fills sign-in pages, from this one on, until another page comes. */
  signIn(browser: Browser, person: Person, page: Page): Promise<Page>;
  /** A code nobody has used: moves the program's clock to the next one. */
  freshCode(otpauthUrl: string | undefined): string;
  /** The code that the app shows at this moment. */
  codeNow(otpauthUrl: string): string;
  /** Resolves with the newest mailed link to this address that is not `before`. */
  untilLink(address: string, before?: string): Promise<string>;
  /** The factors of a person, as the command line tells. */
  listFactors(username: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  close(): Promise<void>;
}

export interface PortalWorldOptions {
  readonly target?: StoreTarget;
  readonly mail?: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

export async function openPortalWorld({
  target,
  mail = true,
  env = {},
}: PortalWorldOptions = {}): Promise<PortalWorld> {
  const sink = await startSmtpSink();
  const gateway = { POSTERN_SMTP_URL: sink.url, POSTERN_MAIL_FROM: 'Postern <door@postern.test>' };
  const postern = await startPostern({
    env: { ...(mail ? gateway : {}), ...env },
    ...(target?.kind === 'mongodb' ? { storeUrl: target.url } : {}),
  });
  const freshCode = (url: string | undefined): string => {
    postern.advanceClock(30_000);
    return oathtoolCode(url ?? '', { atMs: postern.now() });
  };
  const signIn = signInWith(freshCode);
  return {
    postern,
    sink,
    addPerson: (username, options) => addPerson(postern, username, options),
    browser: () => createBrowser(postern.issuer),
    visit: async (browser, person, address) => signIn(browser, person, await browser.open(address)),
    signIn,
    freshCode,
    codeNow: (url) => oathtoolCode(url, { atMs: postern.now() }),
    untilLink: (address, before) => untilLink(sink, address, before),
    listFactors: async (username) => {
      const { factors } = await postern.cliJson(['otp', 'status', username]);
      return factors as readonly Readonly<Record<string, unknown>>[];
    },
    close: async () => {
      await postern.close();
      await sink.stop();
    },
  };
}

export type SignIn = (browser: Browser, person: Person, page: Page) => Promise<Page>;

/** Fills sign-in pages until another page comes. */
export function signInWith(freshCode: (otpauthUrl: string | undefined) => string): SignIn {
  return async (browser, person, from) => {
    let page = isGreeting(from) ? await browser.submit(from, {}, { action: 'switch' }) : from;
    for (let pages = 0; /^\/(?:interaction|authorize)\//.test(page.url.pathname); pages += 1) {
      if (pages > 6 || page.status !== 200) {
        throw new Error(`the sign-in stops at ${page.url.pathname} with ${page.status}:\n${page.html}`);
      }
      page = await browser.submit(page, fill(page, person, freshCode));
    }
    return page;
  };
}

async function addPerson(
  postern: PosternProcess,
  username: string,
  { email, locale, withFactor = false }: PersonOptions = {},
): Promise<Person> {
  const password = `seven green lamps of ${username}`;
  const more = [
    ...(email === undefined ? [] : ['--email', email]),
    ...(locale === undefined ? [] : ['--locale', locale]),
  ];
  await postern.cliJson(['accounts', 'add', username, ...more, '--password-stdin'], { stdin: password });
  if (!withFactor) {
    return { username, password, recoveryCodes: [] };
  }
  const made = await postern.cliJson(['otp', 'enrol', username]);
  return {
    username,
    password,
    otpauthUrl: String(made.url),
    recoveryCodes: made.recovery_codes as readonly string[],
  };
}

function fill(
  page: Page,
  person: Person,
  freshCode: (url: string | undefined) => string,
): Record<string, string> {
  const { fields } = page.form ?? { fields: new Set<string>() };
  return {
    ...(fields.has('username') ? { username: person.username } : {}),
    ...(fields.has('password') ? { password: person.password } : {}),
    ...(fields.has('code') ? { code: freshCode(person.otpauthUrl) } : {}),
  };
}

const linkForm = /https?:\/\/\S+\/account\/enrol\?token=[\w-]+/;

async function untilLink(sink: SmtpSink, address: string, before?: string): Promise<string> {
  const end = Date.now() + 20_000;
  while (Date.now() < end) {
    const links = sink.mails
      .filter(({ to }) => to.includes(address))
      .map(({ text }) => linkForm.exec(text)?.[0])
      .filter((link) => link !== undefined);
    const newest = links.at(-1);
    if (newest !== undefined && newest !== before) {
      return newest;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`no link came to ${address}: ${sink.mails.map(({ subject }) => subject).join(' | ')}`);
}

/** What a mailed link shows before it asks for the password. */
function isGreeting({ form, url }: Page): boolean {
  return url.pathname === '/account/enrol' && form?.firstButton?.[1] === 'switch' && form.fields.size === 0;
}

/** The secret that an enrolment page shows, as the app gets it. */
export function readSecret(page: Page): string {
  const [, url = ''] = /href="(otpauth:[^"]+)"/.exec(page.html) ?? [];
  if (url === '') {
    throw new Error(`${page.url.pathname} shows no secret:\n${page.html}`);
  }
  return url.replaceAll('&amp;', '&');
}

/** What the page is about. */
export function headline(page: Page): string {
  return (/<h1>([\s\S]*?)<\/h1>/.exec(page.html)?.[1] ?? '').replace(/<[^>]+>/g, '');
}

/** What the page says has just been done. */
export function doneLine(page: Page): string {
  return (/role="status"[^>]*>([\s\S]*?)<\/div>/.exec(page.html)?.[1] ?? '').replace(/<[^>]+>/g, '').trim();
}

/** What a person types at the first page of a sign-in. */
export function typedBy({ username, password }: Person): { username: string; password: string } {
  return { username, password };
}
