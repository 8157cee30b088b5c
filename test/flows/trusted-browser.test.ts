// "Do not ask in this browser": stands in for the code where only account and policy ask for one, and nowhere else.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { type Browser, createBrowser } from '../support/browser.ts';
import { requirePrograms } from '../support/components.ts';
import { forEachStore } from '../support/engines.ts';
import { postToken } from '../support/sign-in-over-http.ts';
import { authorizeAddress, connecting, givePassword, hasSession, stepOf } from '../support/sign-in-steps.ts';
import { alice, openWorld, type World, webApp } from '../support/world.ts';

const skip = requirePrograms('oathtool');

forEachStore((_engine, _openTestStore, makeTarget) => {
  let world: World;
  before(async () => {
    world = await openWorld({ target: await makeTarget() });
  });
  after(() => world?.close());

  /** A browser in which alice ticked the box and finished a sign-in. */
  const trustBrowser = async (browser = createBrowser(world.postern.issuer)): Promise<Browser> => {
    const page = await givePassword(browser, alice);
    assert.ok(page.form?.fields.has('remember'));
    const end = await browser.submit(page, { code: world.freshCode(), remember: 'yes' });
    assert.equal(stepOf(end), 'client');
    return browser;
  };
  const stepWithPassword = async (browser: Browser, parameters = {}) =>
    stepOf(await givePassword(browser, alice, parameters));
  const trustCookie = (browser: Browser): string | undefined =>
    /postern-trusted=([^;]*)/.exec(browser.cookies.header(new URL(world.postern.issuer)))?.[1];

  test('a trusted browser is not asked for a code, and the app learns that there was none', {
    skip,
  }, async () => {
    const browser = await trustBrowser();
    const verifier = 'v'.repeat(43);
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    const end = await givePassword(browser, alice, { code_challenge: challenge });
    assert.equal(stepOf(end), 'client');
    const response = await postToken(
      { issuer: world.postern.issuer, clientId: webApp.clientId, clientSecret: world.webAppSecret },
      {
        grant_type: 'authorization_code',
        code: end.url.searchParams.get('code') ?? '',
        redirect_uri: webApp.redirectUri,
        code_verifier: verifier,
      },
    );
    const { id_token: token = '' } = (await response.json()) as { id_token?: string };
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    assert.deepEqual(claims.amr, ['pwd', 'rba']);
    assert.equal(claims.acr, 'urn:postern:factor:1');
    assert.equal(await hasSession(browser), true);
  });

  test('without the box, and in another browser, the code is asked', {
    skip,
  }, async () => {
    const plain = createBrowser(world.postern.issuer);
    await plain.submit(await givePassword(plain, alice), { code: world.freshCode() });
    assert.equal(trustCookie(plain), undefined);
    assert.equal(await stepWithPassword(plain), 'totp');
    assert.equal(await stepWithPassword(createBrowser(world.postern.issuer)), 'totp');
  });

  test('the password is asked all the same', { skip }, async () => {
    const browser = await trustBrowser();
    const wrong = await givePassword(browser, { ...alice, password: 'not her words' });
    assert.equal(wrong.status, 422);
  });

  test('connecting a program, and a request that asks for two factors, are never let through', {
    skip,
  }, async () => {
    const browser = await trustBrowser();
    const native = await givePassword(browser, alice, connecting);
    assert.equal(stepOf(native), 'totp');
    assert.ok(!native.form?.fields.has('remember'));
    assert.equal(await stepWithPassword(browser, { scope: 'openid mail' }), 'totp');
    const asking = { acr_values: 'urn:postern:factor:2' };
    assert.equal(await stepWithPassword(browser, asking), 'totp');
    assert.equal(await stepWithPassword(browser), 'client');
    const stepUp = await browser.open(authorizeAddress(asking));
    assert.equal(stepOf(stepUp), 'totp', 'the session of a trusted browser is brought up to two factors');
    assert.equal(stepOf(await browser.open(authorizeAddress(connecting))), 'totp');
  });

  test('a client or a rule that asks for two factors is not satisfied either', { skip }, async () => {
    const browser = await trustBrowser();
    const strict = ['clients', 'add', '--preset', 'web', '--id', 'strict', '--require-factor', '2'];
    await world.postern.cliJson([...strict, '--redirect-uri', webApp.redirectUri]);
    assert.equal(await stepWithPassword(browser, { client_id: 'strict' }), 'totp');
    const rule = await world.postern.cliJson(['rules', 'add', '2', '--client', webApp.clientId]);
    world.postern.advanceClock(5000);
    const page = await givePassword(browser, alice);
    assert.equal(stepOf(page), 'totp');
    assert.ok(!page.form?.fields.has('remember'), 'no box that would promise too much');
    await world.postern.cli(['rules', 'remove', String(rule.id), '--yes']);
    world.postern.advanceClock(5000);
    assert.equal(await stepWithPassword(browser), 'client');
  });

  test('a box that was not shown cannot be sent', { skip }, async () => {
    const browser = createBrowser(world.postern.issuer);
    const page = await givePassword(browser, alice, connecting);
    const end = await browser.submit(page, { code: world.freshCode(), remember: 'yes' });
    assert.equal(stepOf(end), 'consent');
    assert.equal(trustCookie(browser), undefined);
    assert.equal(await stepWithPassword(browser), 'totp');
  });

  test('a wrong code with the box trusts nothing', { skip }, async () => {
    const browser = await trustBrowser();
    const other = createBrowser(world.postern.issuer);
    const page = await givePassword(other, alice);
    assert.equal((await other.submit(page, { code: '000000', remember: 'yes' })).status, 422);
    assert.equal(trustCookie(other), undefined);
    assert.equal(await stepWithPassword(browser), 'client', 'and ends no trust of another browser');
  });

  test('one person’s trusted browser is nobody else’s', { skip }, async () => {
    const browser = await trustBrowser();
    const stdin = 'carols long password';
    await world.postern.cliJson(['accounts', 'add', 'carol', '--password-stdin'], { stdin });
    await world.postern.cliJson(['otp', 'enrol', 'carol']);
    const carol = await givePassword(browser, { username: 'carol', password: stdin });
    assert.equal(stepOf(carol), 'totp');
  });

  test('a recovery code ends it, and so does the end of its life', { skip }, async () => {
    const browser = await trustBrowser();
    world.postern.advanceClock(29 * 24 * 60 * 60_000);
    assert.equal(await stepWithPassword(browser), 'client');
    world.postern.advanceClock(24 * 60 * 60_000 + 1000);
    assert.equal(await stepWithPassword(browser), 'totp');
    const again = await trustBrowser();
    const other = createBrowser(world.postern.issuer);
    const page = await givePassword(other, alice);
    const recovery = await other.open(page.url.href.replace(/totp$/, 'recovery-code'));
    await other.submit(recovery, { recovery_code: world.recoveryCodes[0] ?? '' });
    assert.equal(await stepWithPassword(again), 'totp');
  });

  test('what it has opened is closed with it, at the account pages and at apps', { skip }, async () => {
    for (const end of ['a recovery code', 'the list of browsers']) {
      const browser = await trustBrowser();
      assert.equal(await stepWithPassword(browser), 'client');
      assert.equal((await browser.open('/account')).url.pathname, '/account', 'in by trust');
      const other = createBrowser(world.postern.issuer);
      const page = await givePassword(other, alice);
      if (end === 'a recovery code') {
        const recovery = await other.open(page.url.href.replace(/totp$/, 'recovery-code'));
        await other.submit(recovery, { recovery_code: world.recoveryCodes[1] ?? '' });
      } else {
        await other.submit(page, { code: world.freshCode() });
        await other.submit(await other.open('/account/trusted-browsers'), {}, { action: 'forget-all' });
      }
      assert.equal(await hasSession(browser), false, end);
      assert.equal(stepOf(await browser.open('/account')), 'totp', `${end}: only the code is asked for`);
      assert.equal(stepOf(await browser.open(authorizeAddress())), 'totp', end);
    }
  });

  test('an ending in the middle of the sign-in is not outrun', { skip }, async () => {
    const browser = await trustBrowser();
    const first = await browser.open(authorizeAddress({ prompt: 'login' }));
    await world.postern.cli(['accounts', 'set-password', 'alice', '--password-stdin'], {
      stdin: alice.password,
    });
    const page = await browser.submit(first, alice);
    assert.equal(stepOf(page), 'totp', 'whoever sets a password ends the trust');
  });
});

test('switched off, the box is not there', { skip }, async () => {
  const world = await openWorld({ env: { POSTERN_TRUSTED_BROWSER_LIFE: '0s' } });
  try {
    const browser = createBrowser(world.postern.issuer);
    const page = await givePassword(browser, alice);
    assert.deepEqual([...(page.form?.fields ?? [])], ['code']);
    await browser.submit(page, { code: world.freshCode(), remember: 'yes' });
    assert.equal(stepOf(await givePassword(browser, alice)), 'totp');
  } finally {
    await world.close();
  }
});
