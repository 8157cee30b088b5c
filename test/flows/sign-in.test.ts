// The sign-in, page by page: what is asked, what is refused, and that nothing half-proven ever opens anything.

import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { type Browser, createBrowser, type Page } from '../support/browser.ts';
import { requirePrograms } from '../support/components.ts';
import { forEachStore } from '../support/engines.ts';
import { alice, mailProgram, openWorld, type World, webApp } from '../support/world.ts';

const skip = requirePrograms('oathtool');

forEachStore((_engine, _openTestStore, makeTarget) => {
  let world: World;
  before(async () => {
    world = await openWorld({ target: await makeTarget() });
  });
  after(() => world?.close());

  const authorizeUrl = (parameters: Readonly<Record<string, string>> = {}): URL => {
    const url = new URL('/authorize', world.postern.issuer);
    url.search = new URLSearchParams({
      client_id: webApp.clientId,
      redirect_uri: webApp.redirectUri,
      response_type: 'code',
      scope: 'openid',
      state: 's',
      code_challenge: createHash('sha256').update(randomBytes(32)).digest('base64url'),
      code_challenge_method: 'S256',
      ...parameters,
    }).toString();
    return url;
  };
  const begin = async (parameters?: Readonly<Record<string, string>>): Promise<[Browser, Page]> => {
    const browser = createBrowser(world.postern.issuer);
    return [browser, await browser.open(authorizeUrl(parameters))];
  };
  const reachCode = async (parameters?: Readonly<Record<string, string>>): Promise<[Browser, Page]> => {
    const [browser, page] = await begin(parameters);
    return [browser, await browser.submit(page, alice)];
  };
  const isAtClient = (page: Page): boolean => page.url.href.startsWith(webApp.redirectUri);
  /** Whether this browser could get a code without being asked anything. */
  const hasSession = async (browser: Browser): Promise<boolean> => {
    const page = await browser.open(authorizeUrl({ prompt: 'none' }));
    return page.url.searchParams.has('code');
  };

  test('password, then code, and the browser is at the client with a code, state and issuer', {
    skip,
  }, async () => {
    const [browser, first] = await begin();
    assert.deepEqual([...(first.form?.fields ?? [])], ['username', 'password']);
    assert.ok(first.html.includes('web-app'), 'the page says for what');
    const second = await browser.submit(first, alice);
    assert.deepEqual([...(second.form?.fields ?? [])], ['code', 'remember']);
    assert.ok(second.html.includes('alice'), 'the page says who');
    assert.ok(!second.html.includes(alice.password));
    const end = await browser.submit(second, { code: world.freshCode() });
    assert.ok(isAtClient(end));
    assert.deepEqual([...end.url.searchParams.keys()].sort(), ['code', 'iss', 'state']);
    assert.equal(end.url.searchParams.get('iss'), world.postern.issuer);
    assert.equal(await hasSession(browser), true);
  });

  test('between password and code there is no session, at any client', { skip }, async () => {
    const [browser, page] = await reachCode();
    assert.ok(page.form?.fields.has('code'));
    assert.equal(await hasSession(browser), false);
    const other = await browser.open(
      authorizeUrl({
        client_id: mailProgram.clientId,
        redirect_uri: mailProgram.redirectUri,
        prompt: 'none',
      }),
    );
    assert.equal(other.url.searchParams.get('error'), 'login_required');
  });

  test('a wrong password and an unknown name get the very same page', { skip }, async () => {
    const answers = [];
    for (const username of [
      'alice',
      'nobody-of-that-name',
      'ALICE',
      'alice@example.test',
      'a'.repeat(5000),
    ]) {
      const [browser, page] = await begin();
      const again = await browser.submit(page, { username, password: 'wrong wrong wrong' });
      answers.push({ status: again.status, alert: again.alert, fields: [...(again.form?.fields ?? [])] });
      assert.ok(!again.html.includes('wrong wrong wrong'), 'a password is never in a page');
    }
    assert.equal(answers[0]?.status, 422);
    assert.notEqual(answers[0]?.alert, '');
    for (const answer of answers) {
      assert.deepEqual(answer, answers[0]);
    }
  });

  test('any spelling of the name and the verified address lead to the same account', { skip }, async () => {
    for (const username of [' Alice ', 'ALICE', 'Alice@Example.TEST']) {
      const [browser, page] = await begin();
      const next = await browser.submit(page, { ...alice, username });
      assert.ok(next.form?.fields.has('code'), username);
    }
  });

  test('a code works once, and never again in another sign-in', { skip }, async () => {
    const code = world.freshCode();
    const [browser, page] = await reachCode();
    assert.ok(isAtClient(await browser.submit(page, { code })));
    const [other, otherPage] = await reachCode();
    const again = await other.submit(otherPage, { code });
    assert.equal(again.status, 422);
    assert.notEqual(again.alert, '');
    assert.equal(await hasSession(other), false);
  });

  test('spaces and hyphens in a code are forgiven, anything else is not', { skip }, async () => {
    // A browser that is known: its tries are counted apart from those of the other tests.
    const [browser, first] = await reachCode();
    await browser.submit(first, { code: world.freshCode() });
    const page = await browser.submit(await browser.open(authorizeUrl({ prompt: 'login' })), alice);
    const code = world.freshCode();
    for (const wrong of [code.slice(1), `${code}0`, `+${code}`, code.replace(/\d/, '٣')]) {
      assert.equal((await browser.submit(page, { code: wrong })).status, 422, wrong);
    }
    assert.ok(isAtClient(await browser.submit(page, { code: ` ${code.slice(0, 3)}-${code.slice(3)} ` })));
  });

  test('a recovery code signs in once, and is no code from an app', { skip }, async () => {
    const [recoveryCode = ''] = world.recoveryCodes;
    const [browser, page] = await reachCode();
    const recovery = await browser.open(page.url.href.replace(/totp$/, 'recovery-code'));
    assert.deepEqual([...(recovery.form?.fields ?? [])], ['recovery_code']);
    const told = await browser.submit(recovery, {
      recovery_code: recoveryCode.toUpperCase().replaceAll('-', ' '),
    });
    assert.match(told.url.pathname, /recovered$/);
    assert.equal(await hasSession(browser), false);
    assert.ok(isAtClient(await browser.submit(told, {})));

    const [other, otherPage] = await reachCode();
    const again = await other.open(otherPage.url.href.replace(/totp$/, 'recovery-code'));
    assert.equal((await other.submit(again, { recovery_code: recoveryCode })).status, 422);
  });

  test('a recovery code connects no program, and neither does the session it made', { skip }, async () => {
    const native = { client_id: mailProgram.clientId, redirect_uri: mailProgram.redirectUri, scope: 'mail' };
    const [browser, page] = await reachCode(native);
    const [, , recoveryCode = ''] = world.recoveryCodes;
    const closed = await browser.open(page.url.href.replace(/totp$/, 'recovery-code'));
    assert.ok(!closed.form?.fields.has('recovery_code'));
    const posted = await browser.submit(closed, { recovery_code: recoveryCode }, { action: 'continue' });
    assert.equal(posted.status, 422);

    const [other, otherPage] = await reachCode();
    const recovery = await other.open(otherPage.url.href.replace(/totp$/, 'recovery-code'));
    const told = await other.submit(recovery, { recovery_code: recoveryCode });
    assert.ok(isAtClient(await other.submit(told, {})));
    assert.equal(await hasSession(other), true);
    assert.match((await other.open(authorizeUrl(native))).url.pathname, /password$/);
    const silent = await other.open(authorizeUrl({ ...native, prompt: 'none' }));
    assert.equal(silent.url.searchParams.get('error'), 'login_required');
    world.postern.advanceClock(16 * 60_000);
    assert.equal(await hasSession(other), false, 'it does not last');
  });

  test('no page opens before its turn, and no form of one is taken', { skip }, async () => {
    const [browser, first] = await begin();
    for (const step of ['totp', 'recovery-code', 'consent', 'nothing', '']) {
      const address = first.url.href.replace(/password$/, step);
      assert.equal((await browser.open(address)).url.pathname, first.url.pathname, `GET ${step}`);
      if (step === '') continue;
      const skipped = await browser.submit(
        { ...first, url: new URL(address) },
        { code: world.freshCode(), recovery_code: world.recoveryCodes[1] ?? '', ...alice },
        { action: 'allow' },
      );
      assert.ok(!isAtClient(skipped), `POST ${step}`);
      assert.equal(await hasSession(browser), false, `POST ${step}`);
    }
  });

  test('another browser can neither see nor finish a sign-in', { skip }, async () => {
    const [, page] = await reachCode();
    const thief = createBrowser(world.postern.issuer);
    const seen = await thief.open(page.url);
    assert.equal(seen.status, 400);
    assert.equal(seen.form, undefined);
    // With a form value of its own, from a sign-in of its own.
    const own = await thief.open(authorizeUrl());
    const posted = await thief.submit({ ...own, url: page.url }, { code: world.freshCode() });
    assert.ok(!isAtClient(posted));
    assert.ok(posted.status === 400 || posted.status === 409, String(posted.status));
    assert.equal(await hasSession(thief), false);
  });

  test('a form without its value, with a foreign one, or from elsewhere is refused', { skip }, async () => {
    const [, stranger] = await begin();
    const [browser, page] = await begin();
    const foreign = stranger.form?.hidden.csrf ?? '';
    for (const [why, options] of Object.entries({
      'no value': { hidden: { csrf: '' } },
      'a foreign value': { hidden: { csrf: foreign } },
      'another origin': { headers: { origin: 'https://evil.test' } },
      'no origin of a page': { headers: { origin: 'null' } },
      'another site': { headers: { 'sec-fetch-site': 'cross-site' } },
    })) {
      assert.equal((await browser.submit(page, alice, options)).status, 403, why);
    }
    assert.ok((await browser.submit(page, alice)).form?.fields.has('code'));
  });

  test('"not you" goes back to the name, and forgets the password that was right', { skip }, async () => {
    const [browser, page] = await reachCode();
    const back = await browser.submit(page, {}, { action: 'restart' });
    assert.deepEqual([...(back.form?.fields ?? [])], ['username', 'password']);
    assert.deepEqual([...((await browser.open(page.url)).form?.fields ?? [])], ['username', 'password']);
  });

  test('who cancels is sent back to the client without anything', { skip }, async () => {
    const [browser, page] = await reachCode();
    const end = await browser.submit(page, {}, { action: 'cancel' });
    assert.ok(isAtClient(end));
    assert.equal(end.url.searchParams.get('error'), 'access_denied');
    assert.equal(await hasSession(browser), false);
  });

  test('a program on a device always asks, and is refused when the person says no', { skip }, async () => {
    const native = {
      client_id: mailProgram.clientId,
      redirect_uri: mailProgram.redirectUri,
      scope: 'openid mail',
    };
    const [browser, page] = await reachCode(native);
    const question = await browser.submit(page, { code: world.freshCode() });
    assert.equal(question.url.pathname.split('/').at(-1), 'consent');
    const end = await browser.submit(question, {}, { action: 'deny' });
    assert.equal(end.url.searchParams.get('error'), 'access_denied');
    const again = await browser.open(authorizeUrl(native));
    assert.equal(again.url.pathname.split('/').at(-1), 'consent');
    assert.ok((await browser.submit(again, {})).url.searchParams.has('code'));
  });

  test('at the question for consent, "not you" leads to another person’s sign-in', { skip }, async () => {
    const native = {
      client_id: mailProgram.clientId,
      redirect_uri: mailProgram.redirectUri,
      scope: 'openid mail',
    };
    const [browser, page] = await reachCode(native);
    const question = await browser.submit(page, { code: world.freshCode() });
    const anew = await browser.submit(question, {}, { action: 'restart' });
    assert.match(anew.url.pathname, /password$/);
    const codePage = await browser.submit(anew, alice);
    assert.match((await browser.submit(codePage, { code: world.freshCode() })).url.pathname, /consent$/);
  });

  test('the back button after the end, and a second click, lead to a page and not to an error of ours', {
    skip,
  }, async () => {
    const [browser, page] = await reachCode();
    const code = world.freshCode();
    assert.ok(isAtClient(await browser.submit(page, { code })));
    const back = await browser.submit(page, { code });
    assert.ok(back.status < 500);
    assert.ok(!isAtClient(back));
  });

  test('an abandoned sign-in with prompt=login leaves the session as it was', { skip }, async () => {
    const [browser, page] = await reachCode();
    await browser.submit(page, { code: world.freshCode() });
    const again = await browser.open(authorizeUrl({ prompt: 'login' }));
    assert.ok((await browser.submit(again, alice)).form?.fields.has('code'));
    assert.equal(await hasSession(browser), true);
  });

  test('a session of a disabled account, or from before a reset of the second step, is none', {
    skip,
  }, async () => {
    const [browser, page] = await reachCode();
    await browser.submit(page, { code: world.freshCode() });
    assert.equal(await hasSession(browser), true);
    await world.postern.cli(['accounts', 'disable', 'alice', '--yes']);
    assert.equal(await hasSession(browser), false);
    const [other, first] = await begin();
    assert.equal((await other.submit(first, alice)).status, 422);
    await world.postern.cli(['accounts', 'enable', 'alice']);
    assert.equal(await hasSession(browser), false);
  });

  test('too many wrong passwords slow that account down, with a status and a time', { skip }, async () => {
    await world.postern.cliJson(['accounts', 'add', 'bob', '--password-stdin'], {
      stdin: 'bobs long password',
    });
    const statuses = [];
    let last: Page | undefined;
    for (let tries = 0; tries < 12; tries += 1) {
      const [browser, page] = await begin();
      last = await browser.submit(page, { username: 'bob', password: `wrong ${tries}` });
      statuses.push(last.status);
    }
    assert.deepEqual(statuses.slice(0, 10), Array(10).fill(422));
    assert.equal(statuses.at(-1), 429);
    assert.match(last?.headers.get('retry-after') ?? '', /^\d+$/);
    assert.notEqual(last?.alert, '');
    const [browser, page] = await begin();
    assert.ok((await browser.submit(page, alice)).form?.fields.has('code'), 'other accounts are not slowed');
  });

  test('too many wrong codes slow the second step down, and a right code does not get through meanwhile', {
    skip,
  }, async () => {
    const stdin = 'carols long password';
    await world.postern.cliJson(['accounts', 'add', 'carol', '--password-stdin'], { stdin });
    await world.postern.cliJson(['otp', 'enrol', 'carol']);
    const statuses = [];
    for (let tries = 0; tries < 7; tries += 1) {
      const [browser, page] = await begin();
      const codePage = await browser.submit(page, { username: 'carol', password: stdin });
      statuses.push((await browser.submit(codePage, { code: '000000' })).status);
    }
    assert.deepEqual(statuses.slice(0, 5), Array(5).fill(422));
    assert.equal(statuses.at(-1), 429);
  });

  test('a temporary password opens nothing until its owner has replaced it', { skip }, async () => {
    const stdin = 'given by somebody';
    await world.postern.cliJson(['accounts', 'add', 'dora', '--password-stdin', '--temporary'], { stdin });
    const dora = { username: 'dora', password: stdin };
    const [browser, first] = await begin();
    const page = await browser.submit(first, dora);
    assert.ok(page.form?.fields.has('new_password'));
    assert.equal(await hasSession(browser), false);
    for (const wrong of ['short', stdin, 'password123', 'dora']) {
      const again = await browser.submit(page, { new_password: wrong });
      assert.equal(again.status, 422, wrong);
      assert.notEqual(again.alert, '');
    }
    const chosen = 'my own words for the door';
    const [slower, itsFirst] = await begin();
    const itsPage = await slower.submit(itsFirst, dora);
    assert.ok(isAtClient(await browser.submit(page, { new_password: chosen })));
    assert.equal((await slower.submit(itsPage, { new_password: 'words of a thief behind' })).status, 400);
    const [other, otherFirst] = await begin();
    assert.equal((await other.submit(otherFirst, dora)).status, 422);
    assert.ok(isAtClient(await other.submit(otherFirst, { ...dora, password: chosen })));
  });

  test('other hosts are misdirected, and discovery names the issuer only', { skip }, async () => {
    const { issuer, port } = world.postern;
    const metadata = (await (await fetch(`${issuer}/.well-known/openid-configuration`)).json()) as Record<
      string,
      unknown
    >;
    for (const [name, value] of Object.entries(metadata)) {
      if (typeof value === 'string' && value.startsWith('http')) {
        assert.ok(value.startsWith(issuer), `${name}: ${value}`);
      }
    }
    assert.equal(metadata.issuer, issuer);
    const response = await fetch(`http://localhost:${port}/authorize`);
    assert.equal(response.status, 421);
    assert.equal((await fetch(`http://localhost:${port}/health/live`)).status, 200);
  });
});
