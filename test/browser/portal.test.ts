// The account pages in a real browser, as large as a phone: a second step set up, used and taken away, with scripts and without.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { findBarriers } from '../support/axe.ts';
import { launchChromium, openPhone, requireChromium } from '../support/chromium.ts';
import { requirePrograms } from '../support/components.ts';
import { openPortalWorld, type Person, type PortalWorld } from '../support/portal-world.ts';

const skip = requireChromium() || requirePrograms('oathtool');

let world: PortalWorld;
let chromium: Browser;
before(async () => {
  if (skip === false) {
    chromium = await launchChromium();
    world = await openPortalWorld({ mail: false });
  }
});
after(() => Promise.all([chromium?.close(), world?.close()]));

/** Fills the sign-in from the page that is open. */
async function signIn(page: Page, person: Person): Promise<void> {
  await page.fill('input[name=username]', person.username);
  await page.fill('input[name=password]', person.password);
  await page.keyboard.press('Enter');
  if (person.otpauthUrl !== undefined) {
    await page.waitForSelector('input[name=code]');
    await page.fill('input[name=code]', world.freshCode(person.otpauthUrl));
    await page.keyboard.press('Enter');
  }
  await page.waitForURL('**/account**');
}

/** What is the matter with the page that is open. */
async function judge(page: Page, hasScripts: boolean): Promise<void> {
  const [width, scrolled] = await page.evaluate<[number, number]>(
    '[innerWidth, document.documentElement.scrollWidth]',
  );
  assert.ok(scrolled <= width, `${page.url()} is ${scrolled} px wide`);
  assert.deepEqual(hasScripts ? await findBarriers(page) : [], [], page.url());
}

const heading = (page: Page): Promise<string | null> => page.locator('h1').textContent();

for (const hasScripts of [true, false]) {
  test(`scripts ${hasScripts ? 'on' : 'off'}: a second step is set up, and the next sign-in asks for it`, {
    skip,
  }, async () => {
    const person = await world.addPerson(hasScripts ? 'ria' : 'rolf');
    const context = await openPhone(chromium, { javaScriptEnabled: hasScripts });
    try {
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(error.message));
      await page.goto(`${world.postern.issuer}/account`);
      await signIn(page, person);
      await judge(page, hasScripts);
      assert.match((await page.locator('.state').textContent()) ?? '', /^Off/);

      await page.getByRole('link', { name: 'Add an authenticator app' }).click();
      await judge(page, hasScripts);
      const otpauthUrl = (await page.locator('.open-app').getAttribute('href')) ?? '';
      await page.fill('input[name=code]', '000 000');
      await page.keyboard.press('Enter');
      await page.waitForSelector('[role=alert]');
      await judge(page, hasScripts);
      await page.fill('input[name=name]', 'Phone');
      await page.fill('input[name=code]', world.freshCode(otpauthUrl));
      await page.keyboard.press('Enter');

      await page.waitForSelector('#recovery-codes');
      await judge(page, hasScripts);
      assert.equal(await page.locator('#recovery-codes li').count(), 10);
      assert.equal(await page.getByRole('button', { name: 'Print' }).count(), hasScripts ? 1 : 0);
      await page.getByRole('button', { name: 'I have kept them' }).click();
      await page.waitForURL('**/account/enrol/done');
      assert.equal(await heading(page), 'Your second step is on');
      await judge(page, hasScripts);

      await page.getByRole('link', { name: 'Back to your account' }).click();
      assert.match((await page.locator('.state').textContent()) ?? '', /^On/);
      await page.getByRole('link', { name: /^Phone/ }).click();
      await judge(page, hasScripts);
      await page.getByRole('link', { name: 'Sign out' }).click();
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.goto(`${world.postern.issuer}/account/password`);
      await signIn(page, { ...person, otpauthUrl });
      assert.equal(
        await heading(page),
        'Change your password',
        'the sign-in leads to the page that was asked for',
      );
      await judge(page, hasScripts);
      // A wrong code, and a page that had to be asked for again, are the only refusals.
      assert.deepEqual(
        complaints.filter((text) => !/422|401/.test(text)),
        [],
      );
    } finally {
      await context.close();
    }
  });
}

test('every place of the account is reached by the keyboard, and shows where one is', { skip }, async () => {
  const person = await world.addPerson('sara', { withFactor: true });
  const context = await openPhone(chromium);
  try {
    const page = await context.newPage();
    await page.goto(`${world.postern.issuer}/account`);
    await signIn(page, person);
    const places = ['Overview', 'Programs', 'Password', 'Codes', 'Browsers', 'Lost device'];
    for (const place of places) {
      const link = page.getByRole('navigation').getByRole('link', { name: place });
      await link.focus();
      await page.keyboard.press('Enter');
      await page.waitForSelector(`nav a[aria-current=page]:text-is("${place}")`);
      await judge(page, true);
    }
  } finally {
    await context.close();
  }
});
