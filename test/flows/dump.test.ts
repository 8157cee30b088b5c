// Whoever reads the whole store, or the log, finds nothing that opens anything: what was seen on pages, in mails and in
// cookies is searched for in every byte that the program left behind.

import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import type { StoreTarget } from '../../src/config/special-kinds.ts';
import { collections } from '../../src/store/collections.ts';
import type { CollectionName, Cursor, Store, StoredDocument } from '../../src/store/store.ts';
import type { Browser } from '../support/browser.ts';
import { forEachStore } from '../support/engines.ts';
import { openPortalWorld, type PortalWorld, readSecret } from '../support/portal-world.ts';
import { signInOverHttp } from '../support/sign-in-over-http.ts';
import { shownCodes } from '../support/sign-in-steps.ts';
import { mailProgram } from '../support/world.ts';

type Secrets = Map<string, string>;

forEachStore((engine, openTestStore, makeTarget) => {
  let world: PortalWorld;
  let target: StoreTarget;
  before(async () => {
    target = await makeTarget();
    world = await openPortalWorld({ target, env: { POSTERN_LOG_LEVEL: 'debug' } });
  });
  after(() => world?.close());

  test('no password, seed, code, ticket, link, token or cookie stands in the store or in the log', async () => {
    const secrets: Secrets = new Map();
    await liveThrough(world, secrets);
    assert.ok(secrets.size > 30, `only ${secrets.size} secrets were seen`);

    const left =
      engine === 'sqlite' ? readFiles(world) : await readDocuments(await openTestStore({ target }));
    const log = JSON.stringify(world.postern.log);
    for (const [what, secret] of secrets) {
      assert.ok(secret.length >= 8, `${what} is too short to be searched for`);
      for (const form of formsOf(secret)) {
        assert.ok(!left.includes(form), `${what} stands in the store`);
        assert.ok(!log.includes(form), `${what} stands in the log`);
      }
    }
    // The search finds what is there.
    assert.ok(left.includes('dora@outside.test'));
  });
});

/** Everything a person does with a second step, and what an administrator gives; each thing is left alive where it can be. */
async function liveThrough(world: PortalWorld, secrets: Secrets): Promise<void> {
  const { postern } = world;
  const dora = await world.addPerson('dora', { email: 'dora@outside.test' });
  secrets.set('the password', dora.password);

  const browser = world.browser();
  await browser.submit(await world.visit(browser, dora, '/account/enrol'), {});
  const link = await world.untilLink('dora@outside.test');
  secrets.set('the token of a used link', new URL(link).searchParams.get('token') ?? '');
  const page = await world.visit(browser, dora, link);
  const otpauthUrl = readSecret(page);
  secrets.set('a seed', new URL(otpauthUrl).searchParams.get('secret') ?? '');
  const codes = await browser.submit(page, { code: world.freshCode(otpauthUrl) });
  shownCodes(codes).forEach((code, index) => {
    secrets.set(`recovery code ${index}`, code);
    secrets.set(`the secret part of recovery code ${index}`, code.replaceAll('-', '').slice(4));
  });
  await browser.submit(codes, {});
  keepCookies(secrets, world, browser, 'of the portal');

  await leavePending(world, secrets);
  await postern.cliJson(['clients', 'add', '--preset', 'native', '--id', mailProgram.clientId]);
  const service = await postern.cliJson(['services', 'add', 'mx']);
  secrets.set("the mail service's secret", String(service.secret));
  const tokens = await signInOverHttp({
    issuer: postern.issuer,
    ...mailProgram,
    scope: 'openid mail offline_access',
    username: 'dora',
    password: dora.password,
    code: () => world.freshCode(otpauthUrl),
  });
  secrets.set('an access token', String(tokens.accessToken));
  secrets.set('a refresh token', String(tokens.refreshToken));
  const appPassword = await postern.cliJson(['app-passwords', 'add', 'dora', '--name', 'Phone']);
  secrets.set('an app password', String(appPassword.password));
}

/** A link that is still open, a key that is still pending, and a ticket that was not used. */
async function leavePending(world: PortalWorld, secrets: Secrets): Promise<void> {
  const emil = await world.addPerson('emil', { email: 'emil@outside.test' });
  const browser = world.browser();
  await browser.submit(await world.visit(browser, emil, '/account/enrol'), {});
  const link = await world.untilLink('emil@outside.test');
  secrets.set('the token of an open link', new URL(link).searchParams.get('token') ?? '');
  const page = await world.visit(browser, emil, link);
  secrets.set('a pending seed', new URL(readSecret(page)).searchParams.get('secret') ?? '');
  keepCookies(secrets, world, browser, 'of an enrolment under way');

  await world.addPerson('fred');
  const { ticket } = await world.postern.cliJson(['otp', 'ticket', 'fred']);
  secrets.set('a ticket', String(ticket));
}

function keepCookies(secrets: Secrets, world: PortalWorld, browser: Browser, whose: string): void {
  const header = browser.cookies.header(new URL('/account', world.postern.issuer));
  for (const pair of header.split('; ').filter((text) => !/^[^=]+\.sig=/.test(text))) {
    const [name = '', value = ''] = pair.split('=', 2);
    secrets.set(`the cookie ${name} ${whose}`, value);
  }
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
