// A real browser, as large as a phone: signs in with a code from a stranger's tool, with scripts and without, on both stores.

import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { launchChromium, openPhone, requireChromium } from '../support/chromium.ts';
import { requirePrograms } from '../support/components.ts';
import { forEachStore } from '../support/engines.ts';
import { postToken } from '../support/sign-in-over-http.ts';
import { authorizeAddress } from '../support/sign-in-steps.ts';
import { alice, mailProgram, openWorld, type World } from '../support/world.ts';

const skip = requireChromium() || requirePrograms('oathtool');

forEachStore((_engine, _openTestStore, makeTarget) => {
  let world: World;
  let chromium: Browser;
  before(async () => {
    if (skip === false) {
      // One after the other: what was started before a failure is closed.
      chromium = await launchChromium();
      world = await openWorld({ target: await makeTarget() });
    }
  });
  after(() => Promise.all([chromium?.close(), world?.close()]));

  for (const javaScriptEnabled of [true, false]) {
    test(`on a phone, scripts ${javaScriptEnabled ? 'on' : 'off'}: password, code, consent, mail token`, {
      skip,
    }, async () => {
      const context = await openPhone(chromium, { javaScriptEnabled });
      try {
        const page = await context.newPage();
        const complaints = listenForComplaints(page);
        const verifier = randomBytes(32).toString('base64url');
        const redirect = catchRedirect(page);
        await page.goto(authorizeUrl(world.postern.issuer, verifier));

        assert.equal(await focusedName(page), 'username');
        await page.fill('input[name=username]', alice.username);
        await page.fill('input[name=password]', alice.password);
        await page.keyboard.press('Enter');

        await page.waitForSelector('input[name=code]');
        assert.equal(await focusedName(page), 'code');
        await assertFits(page);
        await page.fill('input[name=code]', '000 000');
        await page.keyboard.press('Enter');
        await page.waitForSelector('[role=alert]');
        await page.fill('input[name=code]', world.freshCode());
        await page.keyboard.press('Enter');

        await page.waitForSelector('button[value=allow]');
        await assertFits(page);
        await page.click('button[value=allow]');

        const answer = await redirect;
        assert.equal(answer.searchParams.get('iss'), world.postern.issuer);
        const response = await postToken(
          { issuer: world.postern.issuer, clientId: mailProgram.clientId },
          {
            grant_type: 'authorization_code',
            code: answer.searchParams.get('code') ?? '',
            redirect_uri: mailProgram.redirectUri,
            code_verifier: verifier,
          },
        );
        const { access_token: token = '' } = (await response.json()) as { access_token?: string };
        assert.equal((await world.introspect(token)).username, 'alice');
        assert.deepEqual(complaints, []);
      } finally {
        await context.close();
      }
    });
  }

  test('on a phone: the box that ends the asking, then the way in without the device', { skip }, async () => {
    const context = await openPhone(chromium);
    const app = await startApp(world);
    try {
      const page = await context.newPage();
      const complaints = listenForComplaints(page);
      const begin = async (parameters: Readonly<Record<string, string>> = {}): Promise<void> => {
        await page.goto(
          new URL(
            authorizeAddress({ ...app.parameters, prompt: 'login', ...parameters }),
            world.postern.issuer,
          ).href,
        );
        await page.fill('input[name=username]', alice.username);
        await page.fill('input[name=password]', alice.password);
        await page.keyboard.press('Enter');
      };
      await begin();
      await page.waitForSelector('input[name=code]');
      // The words are part of the target.
      await page.click('label[for=remember]');
      await assertFits(page);
      await page.fill('input[name=code]', world.freshCode());
      await page.keyboard.press('Enter');
      await page.waitForURL(app.isAt);

      await begin();
      await page.waitForURL(app.isAt);

      await begin({ acr_values: 'urn:postern:factor:2' });
      await page.click('a[href$=lost-device]');
      await assertFits(page);
      await page.click('button[value=continue]');
      await page.waitForSelector('input[name=recovery_code]');
      assert.equal(await focusedName(page), 'recovery_code');
      await page.fill('input[name=recovery_code]', world.recoveryCodes[0] ?? '');
      await page.keyboard.press('Enter');
      await page.waitForURL(/recovered$/);
      await assertFits(page);
      await page.click('button[value=renew]');
      await page.waitForURL(/recovery-codes$/);
      assert.equal(await page.locator('#recovery-codes li').count(), 10);
      await page.click('button[value=continue]');
      await page.waitForURL(app.isAt);
      assert.deepEqual(complaints, []);
    } finally {
      app.close();
      await context.close();
    }
  });
});

function authorizeUrl(issuer: string, verifier: string): string {
  const url = new URL('/authorize', issuer);
  url.search = new URLSearchParams({
    client_id: mailProgram.clientId,
    redirect_uri: mailProgram.redirectUri,
    response_type: 'code',
    scope: 'openid mail',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  }).toString();
  return url.href;
}

/** A web app of the test's own that listens: a redirect to it at the end of a form is followed all the way. */
async function startApp({ postern }: World) {
  const server = createServer((_, response) => response.end('signed in')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  const redirectUri = `http://127.0.0.1:${port}/callback`;
  const client = ['clients', 'add', '--preset', 'web', '--id', 'phone-app', '--redirect-uri', redirectUri];
  await postern.cliJson(client);
  return {
    parameters: { client_id: 'phone-app', redirect_uri: redirectUri },
    isAt: (url: URL): boolean => url.href.startsWith(`${redirectUri}?code=`),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** The program's own listener, played by the browser's network layer. */
function catchRedirect(page: Page): Promise<URL> {
  return new Promise((resolve) => {
    void page.route(`${mailProgram.redirectUri}**`, async (route) => {
      await route.fulfill({ contentType: 'text/plain', body: 'You can close this window.' });
      resolve(new URL(route.request().url()));
    });
  });
}

/** What the browser blocked or could not run: nothing, on any page of ours. */
function listenForComplaints(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    // A refused form answers 422, which the console mentions.
    if (message.type() === 'error' && !message.text().includes('422')) {
      complaints.push(message.text());
    }
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return complaints;
}

function focusedName(page: Page): Promise<string | null> {
  return page.locator(':focus').getAttribute('name');
}

/** No sideways scrolling at this width. */
async function assertFits(page: Page): Promise<void> {
  const widths = await page.locator('html').evaluate((root) => {
    const element = root as unknown as { scrollWidth: number; clientWidth: number };
    return [element.scrollWidth, element.clientWidth] as const;
  });
  assert.ok(widths[0] <= widths[1], `the page is ${widths[0]} px wide in a window of ${widths[1]} px`);
}
