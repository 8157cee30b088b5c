// A lost device at the account pages, in a real browser: in by a recovery code, a new app in the place of the lost one,
// asked again before a change, and everything ended. On a phone by night and at a desk by day.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { findBarriers } from '../support/axe.ts';
import { launchChromium, openPhone, requireChromium } from '../support/chromium.ts';
import { requirePrograms } from '../support/components.ts';
import { openPortalWorld, type Person, type PortalWorld } from '../support/portal-world.ts';

const skip = requireChromium() || requirePrograms('oathtool');
const minute = 60_000;

const screens: readonly (readonly [string, BrowserContextOptions])[] = [
  ['on a phone by night', { colorScheme: 'dark' }],
  ['at a desk by day', { colorScheme: 'light', viewport: { width: 1280, height: 800 } }],
];

let world: PortalWorld;
let chromium: Browser;
before(async () => {
  if (skip === false) {
    chromium = await launchChromium();
    world = await openPortalWorld({ mail: false });
  }
});
after(() => Promise.all([chromium?.close(), world?.close()]));

/** By screen and heading: each page is judged once. */
const judged = new Set<string>();

/** The page with this heading has come, and nothing is the matter with it. */
async function arrive(page: Page, title: string | RegExp): Promise<void> {
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
  const screen = `${page.viewportSize()?.width} ${title}`;
  if (judged.has(screen)) {
    return;
  }
  judged.add(screen);
  const [width, scrolled] = await page.evaluate<[number, number]>(
    '[innerWidth, document.documentElement.scrollWidth]',
  );
  assert.ok(scrolled <= width, `${page.url()} is ${scrolled} px wide`);
  assert.deepEqual(await findBarriers(page), [], page.url());
}

async function givePassword(page: Page, person: Person): Promise<void> {
  const name = page.locator('input[name=username]');
  await page.waitForSelector('input[name=password]');
  if (await name.isVisible()) {
    await name.fill(person.username);
  }
  await page.fill('input[name=password]', person.password);
  await page.keyboard.press('Enter');
}

async function giveCode(page: Page, otpauthUrl: string | undefined): Promise<void> {
  await page.waitForSelector('input[name=code]');
  await page.fill('input[name=code]', world.freshCode(otpauthUrl));
  await page.keyboard.press('Enter');
}

const signedIn = async (page: Page, person: Person, path = '/account'): Promise<void> => {
  await page.goto(`${world.postern.issuer}${path}`);
  await givePassword(page, person);
  await giveCode(page, person.otpauthUrl);
  await page.waitForURL(`**${path}`);
};

for (const [where, options] of screens) {
  describe(where, { skip }, () => {
    const suffix = options.colorScheme;
    /** A page of a new browser, and what its console complained about. */
    const inBrowser = async (story: (page: Page) => Promise<void>): Promise<void> => {
      const context = await openPhone(chromium, options);
      const complaints: string[] = [];
      const page = await context.newPage();
      page.setDefaultTimeout(10_000);
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(error.message));
      try {
        await story(page);
        assert.deepEqual(
          complaints.filter((text) => !/status of 4(?:22|03)/.test(text)),
          [],
        );
      } finally {
        await context.close();
      }
    };

    test('the lost app is replaced behind a recovery code, and taken away', async () => {
      const person = await world.addPerson(`ria-${suffix}`, { withFactor: true });
      await inBrowser(async (page) => {
        await page.goto(`${world.postern.issuer}/account`);
        await givePassword(page, person);
        await arrive(page, /^Enter the code/);
        await page.getByRole('link', { name: 'I lost my device' }).click();
        await arrive(page, 'Sign in without your device');
        await page.getByRole('button', { name: 'Use a recovery code' }).click();
        await arrive(page, 'Enter one of your recovery codes');
        await page.fill('input[name=recovery_code]', '0000-0000-0000-0000-0000');
        await page.keyboard.press('Enter');
        await page.waitForSelector('[role=alert]');
        await arrive(page, 'Enter one of your recovery codes');
        await page.fill('input[name=recovery_code]', person.recoveryCodes[0] ?? '');
        await page.keyboard.press('Enter');
        await arrive(page, 'You have 9 recovery codes left');
        await page.getByRole('button', { name: 'Add a new authenticator app now' }).click();
        await arrive(page, 'Add a new authenticator app');
        const otpauthUrl = (await page.locator('.open-app').getAttribute('href')) ?? '';
        await giveCode(page, otpauthUrl);
        await page.waitForURL('**/account');
        await arrive(page, 'Your account');
        assert.equal((await world.listFactors(person.username)).length, 2);

        const [lost] = await world.listFactors(person.username);
        assert.match(
          (await page.getByRole('main').textContent()) ?? '',
          /Is “Authenticator app” the one that you lost\?/,
        );
        await page.getByRole('link', { name: 'Remove “Authenticator app”' }).click();
        assert.ok(page.url().includes(String(lost?.id)));
        await arrive(page, 'Remove “Authenticator app”?');
        await page.locator('main form button.primary').click();
        await page.waitForURL('**/account');
        await arrive(page, 'Your account');
        assert.deepEqual(
          (await world.listFactors(person.username)).map(({ label }) => label),
          ['Authenticator app 2'],
        );
        assert.doesNotMatch((await page.getByRole('main').textContent()) ?? '', /that you lost/);
        // The codes of the new app let in, and those of the lost one do not.
        await page.context().clearCookies();
        await signedIn(page, { ...person, otpauthUrl });
        await arrive(page, 'Your account');
      });
    });

    test('a change asks again: for password and code, or for the code alone where a browser is trusted', async () => {
      const person = await world.addPerson(`sara-${suffix}`, { withFactor: true });
      await inBrowser(async (page) => {
        await page.goto(`${world.postern.issuer}/account`);
        await givePassword(page, person);
        await page.getByLabel(/^Do not ask for a code in this browser/).check();
        await giveCode(page, person.otpauthUrl);
        await page.waitForURL('**/account');
        world.postern.advanceClock(6 * minute);
        await page.getByRole('link', { name: 'Password', exact: true }).click();
        await arrive(page, /^Sign in/);
        assert.equal(await page.locator('input[name=username]').inputValue(), person.username);
        await givePassword(page, person);
        await arrive(page, /^Enter the code/);
        await giveCode(page, person.otpauthUrl);
        await arrive(page, 'Change your password');

        await page.getByRole('link', { name: 'Sign out' }).click();
        await page.getByRole('button', { name: 'Sign out' }).click();
        await page.goto(`${world.postern.issuer}/account`);
        await givePassword(page, person);
        await page.waitForURL('**/account');
        await page.getByRole('link', { name: 'Password', exact: true }).click();
        await arrive(page, /^Enter the code/);
        await giveCode(page, person.otpauthUrl);
        await arrive(page, 'Change your password');
        await page.fill('input[name=new_password]', 'eight blue lamps at midnight');
        await page.keyboard.press('Enter');
        await page.waitForURL('**/account');
        await arrive(page, 'Your account');
        assert.match((await page.getByRole('status').textContent()) ?? '', /Your password is changed/);
      });
    });

    test('a lost device: one button ends everything, here as well, and leads back in', async () => {
      const person = await world.addPerson(`tina-${suffix}`, { withFactor: true });
      await inBrowser(async (page) => {
        const elsewhere = world.browser();
        assert.equal((await world.visit(elsewhere, person, '/account')).url.pathname, '/account');
        await signedIn(page, person);
        await page.getByRole('link', { name: 'Lost device' }).first().click();
        await arrive(page, 'Did you lose a device?');
        await page.locator('main form button.primary').click();
        await arrive(page, 'You are signed out everywhere');
        assert.match((await elsewhere.open('/account')).url.pathname, /^\/interaction\//);
        await page.goBack();
        assert.doesNotMatch(await page.content(), /Lost device/, 'nothing of the account is shown');
        await page.goto(`${world.postern.issuer}/account`);
        await givePassword(page, person);
        await giveCode(page, person.otpauthUrl);
        await arrive(page, 'Your account');
        assert.equal((await world.listFactors(person.username)).length, 1, 'the app is still there');
      });
    });
  });
}
