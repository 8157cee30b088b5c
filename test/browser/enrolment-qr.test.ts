// The picture as Chromium paints it, read by a stranger's scanner, with codes by a stranger's app: setting up really works.

import assert from 'node:assert/strict';
import { type ExecFileSyncOptionsWithStringEncoding, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { findBarriers } from '../support/axe.ts';
import { launchChromium, openPhone, requireChromium } from '../support/chromium.ts';
import { getProgram, requirePrograms } from '../support/components.ts';
import { oathtoolCode } from '../support/oathtool.ts';
import { openWorld, type World, webApp } from '../support/world.ts';

const skip = requireChromium() || requirePrograms('zbarimg', 'oathtool');
const password = 'words behind the new door';

/** What makes the picture as dense as it gets, beside settings that not every app can do. */
const demanding = {
  POSTERN_MFA: 'required',
  POSTERN_BRAND_NAME: 'Gemeinschaftspraxis Größenwahn & Söhne',
  POSTERN_OTP_ALGORITHM: 'SHA512',
  POSTERN_OTP_DIGITS: '8',
  POSTERN_OTP_PERIOD: '60',
};

let chromium: Browser;
const pictures = mkdtempSync(join(tmpdir(), 'postern-qr-'));
before(async () => {
  if (skip === false) {
    chromium = await launchChromium();
  }
});
after(async () => {
  await chromium?.close();
  rmSync(pictures, { recursive: true, force: true });
});

const screens: readonly (readonly [string, BrowserContextOptions])[] = [
  ['on a phone by night', { colorScheme: 'dark' }],
  ['at a desk by day', { colorScheme: 'light', viewport: { width: 1280, height: 800 } }],
];

for (const [settings, env] of [
  ['ordinary', { POSTERN_MFA: 'required' }],
  ['demanding', demanding],
] as const) {
  describe(`${settings} settings`, { skip }, () => {
    let world: World;
    before(async () => {
      world = await openWorld({ env });
    });
    after(() => world?.close());

    for (const [where, options] of screens) {
      test(`a sign-in that asks for it, ${where}: what is scanned leads on to the client`, async () => {
        const username = `erin-${options.colorScheme}`;
        await world.postern.cli(['accounts', 'add', username, '--password-stdin'], { stdin: password });
        const context = await openPhone(chromium, options);
        const page = await context.newPage();
        const redirect = catchRedirect(page);
        await page.goto(authorizeUrl(world.postern.issuer));
        await page.fill('input[name=username]', username);
        await page.fill('input[name=password]', password);
        await page.keyboard.press('Enter');
        await page.waitForURL(/totp-enrolment$/);
        await scanAndProve(page, world);
        await page.waitForURL(/recovery-codes$/);
        assert.deepEqual(await findBarriers(page), []);
        await page.click('button.primary');
        assert.ok((await redirect).searchParams.has('code'));
        await context.close();
      });
    }

    test('the set-up: what is scanned makes the administrator', async () => {
      const context = await openPhone(chromium);
      const page = await context.newPage();
      await page.goto(world.postern.setupLink());
      assert.deepEqual(await findBarriers(page), []);
      await page.fill('input[name=username]', 'root');
      await page.fill('input[name=new_password]', password);
      await page.keyboard.press('Enter');
      await page.waitForSelector('.qr');
      await scanAndProve(page, world);
      await page.waitForSelector('#recovery-codes');
      await page.click('button.primary');
      await page.waitForSelector('#recovery-codes', { state: 'detached' });
      assert.deepEqual(await findBarriers(page), []);
      await context.close();
    });
  });
}

describe('the account pages', { skip }, () => {
  let world: World;
  before(async () => {
    world = await openWorld();
  });
  after(() => world?.close());

  for (const [where, options] of screens) {
    test(`whoever asks for a second step, ${where}: what is scanned makes it theirs`, async () => {
      const username = `faye-${options.colorScheme}`;
      await world.postern.cli(['accounts', 'add', username, '--password-stdin'], { stdin: password });
      const context = await openPhone(chromium, options);
      const page = await context.newPage();
      await page.goto(`${world.postern.issuer}/account/enrol`);
      await page.fill('input[name=username]', username);
      await page.fill('input[name=password]', password);
      await page.keyboard.press('Enter');
      await page.waitForSelector('.qr');
      assert.equal(new URL(page.url()).pathname, '/account/enrol');
      await scanAndProve(page, world);
      await page.waitForSelector('#recovery-codes');
      assert.deepEqual(await findBarriers(page), []);
      await page.click('button.primary');
      await page.waitForSelector('#recovery-codes', { state: 'detached' });
      assert.deepEqual(await findBarriers(page), []);
      const { stdout } = await world.postern.cli(['otp', 'status', username, '--json']);
      assert.match(stdout, /"state":\s*"active"/);
      await context.close();
    });
  }
});

/** What a person with a phone does: scans what is on the screen, and types what the app then shows. */
async function scanAndProve(page: Page, { postern }: World): Promise<void> {
  const url = await scan(page);
  assert.equal(url, await page.getAttribute('a.open-app', 'href'));
  const typed = (await page.textContent('.secret code')) ?? '';
  assert.equal(
    new URL(url).searchParams.get('secret'),
    typed.replace(/\s/g, ''),
    'who types it has the same',
  );
  assert.deepEqual(await findBarriers(page), []);
  await page.fill('input[name=code]', oathtoolCode(url, { atMs: postern.now() }));
  await page.keyboard.press('Enter');
}

/** One pixel of the picture is one of the screen: a camera sees more. */
async function scan(page: Page): Promise<string> {
  const path = join(pictures, 'screen.png');
  await page.screenshot({ path, fullPage: true });
  // It complains on stderr where there is no D-Bus.
  const options: ExecFileSyncOptionsWithStringEncoding = { encoding: 'utf8', stdio: 'pipe' };
  return execFileSync(getProgram('zbarimg'), ['--quiet', '--raw', path], options).trim();
}

function authorizeUrl(issuer: string): string {
  const url = new URL('/authorize', issuer);
  url.search = new URLSearchParams({
    client_id: webApp.clientId,
    redirect_uri: webApp.redirectUri,
    response_type: 'code',
    scope: 'openid',
    code_challenge: 'x'.repeat(43),
    code_challenge_method: 'S256',
  }).toString();
  return url.href;
}

/** The client's own page, played by the browser's network layer. */
function catchRedirect(page: Page): Promise<URL> {
  return new Promise((resolve) => {
    void page.route(`${webApp.redirectUri}**`, async (route) => {
      await route.fulfill({ contentType: 'text/plain', body: 'Welcome.' });
      resolve(new URL(route.request().url()));
    });
  });
}
