// The account pages' sign-in through the real pages, redeemed by another process on the same store.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { AppError } from '../../src/base/app-error.ts';
import { systemClock } from '../../src/base/clock.ts';
import { readConfig } from '../../src/config/read-config.ts';
import { openKeys } from '../../src/oidc/keys.ts';
import { createProviderPages } from '../../src/oidc/pages/provider-pages.ts';
import { createOwnSignIn, type OwnSignIn } from '../../src/oidc/portal-client/own-sign-in.ts';
import { createProvider } from '../../src/oidc/provider.ts';
import { openParts, type Parts } from '../../src/open-parts.ts';
import { en } from '../../src/views/texts/en.ts';
import { type Browser, createBrowser, type Page } from '../support/browser.ts';
import { requirePrograms } from '../support/components.ts';
import { forEachStore, quietLog } from '../support/engines.ts';
import { alice, openWorld, type World } from '../support/world.ts';

const skip = requirePrograms('oathtool');

forEachStore((_engine, _openTestStore, makeTarget) => {
  let world: World;
  let parts: Parts;
  let ownSignIn: OwnSignIn;
  before(async () => {
    world = await openWorld({ target: await makeTarget() });
    const config = readConfig(world.postern.env, (path) => readFileSync(path, 'utf8'));
    assert.ok('settings' in config);
    parts = await openParts(config.settings, quietLog);
    const frame = () => ({ texts: en, brand: { name: 'Postern', color: '#1d5c63' } });
    const pages = createProviderPages({ frame, requestId: () => 'test' });
    const provider = createProvider({
      ...parts,
      keys: await openKeys(parts.vault),
      pages,
      signedOut: async () => {},
    });
    ownSignIn = createOwnSignIn(provider, { ...parts, clock: systemClock });
  });
  after(async () => {
    await parts?.close();
    await world?.close();
  });

  const giveAll = async (browser: Browser, page: Page): Promise<Page> => {
    const next = await browser.submit(page, page.form?.fields.has('password') ? { ...alice } : {});
    return next.form?.fields.has('code') ? browser.submit(next, { code: world.freshCode() }) : next;
  };

  test('whom the address names is told so only where it is the one of this browser', { skip }, async () => {
    const browser = createBrowser(world.postern.issuer);
    const isTold = async (loginHint: string): Promise<boolean> => {
      const { address } = ownSignIn.begin({ loginHint, promptLogin: true });
      return (await browser.open(address)).html.includes('we make sure that it is you');
    };
    assert.equal(await isTold(alice.username), false, 'nobody has signed in here');
    const { address } = ownSignIn.begin();
    await giveAll(browser, await browser.open(address));
    assert.equal(await isTold('alice, your account is locked: call us'), false);
    assert.equal(await isTold(alice.username), true);
  });

  test('alice signs in with password and code, is recognised for a while, and signs out', {
    skip,
  }, async () => {
    const browser = createBrowser(world.postern.issuer);
    const { address, kept } = ownSignIn.begin({ loginHint: alice.username });
    const page = await browser.open(address);
    assert.match(page.html, new RegExp(`value="${alice.username}"`), 'the name is suggested');
    const startedAt = Math.floor(world.postern.now() / 1000);
    const { url } = await giveAll(browser, page);
    assert.equal(url.pathname, '/account/callback');
    const signedIn = await ownSignIn.redeem(kept, url.searchParams);
    assert.ok(signedIn !== 'denied');
    const { accountId, factor, amr, authTime } = signedIn;
    assert.equal(accountId, (await parts.accounts.findByName('alice'))?.id);
    assert.deepEqual([factor, amr], [2, ['pwd', 'otp', 'mfa']]);
    assert.ok(authTime >= startedAt && authTime <= world.postern.now() / 1000);
    assert.deepEqual(await parts.devices.list(accountId), [], 'the account pages are no device');

    const again = ownSignIn.begin({ factor: 2, maxAgeSeconds: 300 });
    const { searchParams } = (await browser.open(again.address)).url;
    assert.deepEqual(await ownSignIn.redeem(again.kept, searchParams), signedIn);

    assert.equal(await ownSignIn.isOpen(signedIn), true);
    await browser.submit(await browser.open('/logout'), {});
    assert.equal(await ownSignIn.isOpen(signedIn), false);
  });

  test('a fresh sign-in asks for everything again, and can be declined', { skip }, async () => {
    const browser = createBrowser(world.postern.issuer);
    const first = ownSignIn.begin();
    const { url } = await giveAll(browser, await browser.open(first.address));
    const before = await ownSignIn.redeem(first.kept, url.searchParams);
    world.postern.advanceClock(5000);

    const fresh = ownSignIn.begin({ promptLogin: true, loginHint: alice.username });
    const page = await browser.open(fresh.address);
    assert.ok(page.form?.fields.has('password'));
    const later = await giveAll(browser, page);
    const now = await ownSignIn.redeem(fresh.kept, later.url.searchParams);
    assert.ok(before !== 'denied' && now !== 'denied');
    assert.ok(now.authTime > before.authTime);
    assert.equal(now.sessionUid, before.sessionUid);

    const declined = ownSignIn.begin({ promptLogin: true });
    const left = await browser.submit(await browser.open(declined.address), {}, { action: 'cancel' });
    assert.equal(left.url.searchParams.get('error'), 'access_denied');
    assert.equal(await ownSignIn.redeem(declined.kept, left.url.searchParams), 'denied');
    const foreign = ownSignIn.begin().kept;
    await assert.rejects(
      ownSignIn.redeem(foreign, left.url.searchParams),
      (error) => error instanceof AppError && error.code === 'sign-in-expired',
    );
  });
});
