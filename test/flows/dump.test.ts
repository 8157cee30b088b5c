// Whoever reads the whole store, or the log, finds nothing that opens anything: what was seen on pages, in mails and in
// cookies is searched for in every byte that the program left behind.

import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import type { StoreTarget } from '../../src/config/special-kinds.ts';
import { collections } from '../../src/store/collections.ts';
import type { CollectionName, Cursor, Store, StoredDocument } from '../../src/store/store.ts';
import type { Browser, Page } from '../support/browser.ts';
import { terminal } from '../support/device-world.ts';
import { forEachStore } from '../support/engines.ts';
import {
  openPortalWorld,
  type Person,
  type PortalWorld,
  readSecret,
  typedBy,
} from '../support/portal-world.ts';
import { authorizeOverHttp, postToken, signInOverHttp } from '../support/sign-in-over-http.ts';
import { mailedCode, shownCodes } from '../support/sign-in-steps.ts';
import { mailProgram, webApp } from '../support/world.ts';

/** Every kind of secret that there is; each must have been seen. */
const kinds = [
  'password',
  'seed',
  'pending seed',
  'recovery code',
  'renewed recovery code',
  'used link',
  'open link',
  'mailed code',
  'ticket',
  'set-up link',
  'app password',
  'pending app password',
  'access token',
  'refresh token',
  'authorization code',
  'device code',
  'user code',
  'sign-in under way',
  'client secret',
  'mail service secret',
  'cookie',
] as const;
type Kind = (typeof kinds)[number];

type Secrets = Map<Kind, readonly string[]>;

function keep(secrets: Secrets, kind: Kind, ...values: readonly string[]): void {
  secrets.set(kind, [...(secrets.get(kind) ?? []), ...values]);
}

forEachStore((engine, openTestStore, makeTarget) => {
  let world: PortalWorld;
  let target: StoreTarget;
  before(async () => {
    target = await makeTarget();
    world = await openPortalWorld({ target, env: { POSTERN_LOG_LEVEL: 'debug' } });
  });
  after(() => world?.close());

  test('no password, seed, code, ticket, link, token, secret or cookie stands in the store or in the log', async () => {
    const secrets: Secrets = new Map();
    await liveThrough(world, secrets);
    assert.deepEqual(
      kinds.filter((kind) => !secrets.has(kind)),
      [],
      'kinds that were not seen',
    );
    assert.deepEqual(
      [secrets.get('recovery code')?.length, secrets.get('renewed recovery code')?.length],
      [20, 20],
    );

    const left =
      engine === 'sqlite' ? readFiles(world) : await readDocuments(await openTestStore({ target }));
    const log = JSON.stringify(world.postern.log);
    const all = [...secrets].flatMap(([kind, values]) => values.map((value) => [kind, value] as const));
    for (const [what, secret] of all) {
      assert.ok(secret.length >= 8, `a ${what} is too short to be searched for`);
      for (const form of formsOf(secret)) {
        assert.ok(!left.includes(form), `a ${what} stands in the store`);
        assert.ok(!log.includes(form), `a ${what} stands in the log`);
      }
    }
    // The search finds what is there.
    assert.ok(left.includes('dora@outside.test'));
  });
});

/** Everything a person does with a second step, and what an administrator gives; each thing is left alive where it can be. */
async function liveThrough(world: PortalWorld, secrets: Secrets): Promise<void> {
  const { postern } = world;
  keep(secrets, 'set-up link', tokenOf(postern.setupLink()));
  const dora = await world.addPerson('dora', { email: 'dora@outside.test' });
  keep(secrets, 'password', dora.password);

  const browser = world.browser();
  await browser.submit(await world.visit(browser, dora, '/account/enrol'), {});
  const link = await world.untilLink('dora@outside.test');
  keep(secrets, 'used link', tokenOf(link));
  const page = await world.visit(browser, dora, link);
  const otpauthUrl = readSecret(page);
  keep(secrets, 'seed', seedOf(otpauthUrl));
  const codes = await browser.submit(page, { code: world.freshCode(otpauthUrl) });
  keep(secrets, 'recovery code', ...codesOf(codes));
  await browser.submit(codes, {});
  keepCookies(secrets, world, browser);

  await leavePending(world, secrets);
  await useAccount(world, secrets, { ...dora, otpauthUrl });
  await usePrograms(world, secrets, { ...dora, otpauthUrl });
}

/** A link that is still open, a key that is still pending, a code and a ticket that were not used, a sign-in half done. */
async function leavePending(world: PortalWorld, secrets: Secrets): Promise<void> {
  const emil = await world.addPerson('emil', { email: 'emil@outside.test' });
  const browser = world.browser();
  await browser.submit(await world.visit(browser, emil, '/account/enrol'), {});
  const link = await world.untilLink('emil@outside.test');
  keep(secrets, 'open link', tokenOf(link));
  const page = await world.visit(browser, emil, link);
  keep(secrets, 'pending seed', seedOf(readSecret(page)));
  keepCookies(secrets, world, browser);

  await world.addPerson('fred');
  const { ticket } = await world.postern.cliJson(['otp', 'ticket', 'fred']);
  keep(secrets, 'ticket', String(ticket));

  const mona = await world.addPerson('mona', { email: 'mona@outside.test' });
  await world.postern.cli(['accounts', 'require-factor', 'mona', '2']);
  const stranger = world.browser();
  const asked = await stranger.submit(await stranger.open('/account'), typedBy(mona));
  assert.match(asked.url.pathname, /first-factor$/);
  keep(secrets, 'mailed code', await mailedCode(world.sink, 'mona@outside.test'));
  keep(secrets, 'sign-in under way', asked.url.pathname.split('/')[2] ?? '');
  keepCookies(secrets, world, stranger);
}

/** New codes and an app password that nobody has put away yet. */
async function useAccount(world: PortalWorld, secrets: Secrets, dora: Person): Promise<void> {
  const browser = world.browser();
  const renewed = await browser.submit(await world.visit(browser, dora, '/account/recovery-codes'), {});
  keep(secrets, 'renewed recovery code', ...codesOf(renewed));
  const chosen = { name: 'Tablet', 'protocol-imap': 'yes' };
  const made = await browser.submit(await browser.open('/account/app-passwords/new'), chosen);
  const [, shown = ''] = /<li><code>([^<]+)<\/code>/.exec(made.html) ?? [];
  keep(secrets, 'pending app password', shown);
  keepCookies(secrets, world, browser);
}

/** What programs hold, and what they have not fetched yet. */
async function usePrograms(world: PortalWorld, secrets: Secrets, dora: Person): Promise<void> {
  const { postern } = world;
  await postern.cliJson(['clients', 'add', '--preset', 'native', '--id', mailProgram.clientId]);
  await postern.cliJson(['clients', 'add', '--preset', terminal.preset, '--id', terminal.clientId]);
  const web = ['--preset', 'web', '--id', webApp.clientId, '--redirect-uri', webApp.redirectUri];
  const client = await postern.cliJson(['clients', 'add', ...web]);
  keep(secrets, 'client secret', String(client.client_secret));
  const service = await postern.cliJson(['services', 'add', 'mx']);
  keep(secrets, 'mail service secret', String(service.secret));
  const request = {
    issuer: postern.issuer,
    ...mailProgram,
    scope: 'openid mail offline_access',
    ...dora,
    code: () => world.freshCode(dora.otpauthUrl),
  };
  const tokens = await signInOverHttp(request);
  keep(secrets, 'access token', String(tokens.accessToken));
  keep(secrets, 'refresh token', String(tokens.refreshToken));
  const { parameters } = await authorizeOverHttp(request);
  keep(secrets, 'authorization code', parameters.get('code') ?? '');
  const asking = { issuer: postern.issuer, clientId: terminal.clientId };
  const answer = await postToken(asking, { scope: 'openid mail offline_access' }, '/device_authorization');
  const started = (await answer.json()) as { device_code: string; user_code: string };
  keep(secrets, 'device code', started.device_code);
  keep(secrets, 'user code', started.user_code);
  const appPassword = await postern.cliJson(['app-passwords', 'add', 'dora', '--name', 'Phone']);
  keep(secrets, 'app password', String(appPassword.password));
}

const tokenOf = (link: string): string => new URL(link).searchParams.get('token') ?? '';
const seedOf = (otpauthUrl: string): string => new URL(otpauthUrl).searchParams.get('secret') ?? '';

/** Each whole, and the part that is secret. */
function codesOf(page: Page): readonly string[] {
  return shownCodes(page).flatMap((code) => [code, code.replaceAll('-', '').slice(4)]);
}

function keepCookies(secrets: Secrets, world: PortalWorld, browser: Browser): void {
  const header = browser.cookies.header(new URL('/account', world.postern.issuer));
  const values = header
    .split('; ')
    .filter((text) => !/^[^=]+\.sig=/.test(text))
    .map((pair) => pair.slice(pair.indexOf('=') + 1));
  keep(secrets, 'cookie', ...values);
}

/** As it was seen, and as a program may write it down: without its hyphens, in hexadecimal, in base64. */
function formsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  const base64 = bytes.toString('base64').replace(/=+$/, '');
  return [secret, secret.replaceAll('-', ''), encodeURIComponent(secret), bytes.toString('hex'), base64];
}

/** SQLite's own files with all that was overwritten, and the key's file, which must not hold any of it either. */
function readFiles({ postern }: PortalWorld): string {
  const files = globSync('**/*', { cwd: postern.dataDirectory }).filter((file) =>
    /\.(db|db-wal|key)$/.test(file),
  );
  assert.ok(files.length >= 2, 'the store is not where it was expected');
  return files.map((file) => readFileSync(`${postern.dataDirectory}/${file}`, 'latin1')).join('\n');
}

async function readDocuments(store: Store): Promise<string> {
  const names = Object.keys(collections) as CollectionName[];
  const texts = await Promise.all(names.map((name) => readCollection(store, name)));
  return texts.join('\n');
}

async function readCollection(store: Store, name: CollectionName): Promise<string> {
  const found: StoredDocument[] = [];
  let after: Cursor | undefined;
  do {
    const page = await store
      .collection(name)
      .page({ limit: 1000, ...(after === undefined ? {} : { after }) });
    found.push(...page.documents);
    after = page.after;
  } while (after !== undefined);
  return JSON.stringify(found);
}
