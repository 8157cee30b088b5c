// App passwords in a real browser, as large as a phone: made, copied, loaded as a profile, ended, with scripts and without.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { findBarriers } from '../support/axe.ts';
import { launchChromium, openPhone, requireChromium } from '../support/chromium.ts';
import { requirePrograms } from '../support/components.ts';
import { openPortalWorld, type PortalWorld } from '../support/portal-world.ts';

const skip = requireChromium() || requirePrograms('oathtool');

let world: PortalWorld;
let chromium: Browser;
before(async () => {
  if (skip === false) {
    chromium = await launchChromium();
    world = await openPortalWorld({ mail: false, env: { POSTERN_MAIL_DOMAINS: 'example.test' } });
    const addresses = ['--imap', 'mail.example.test:993', '--smtp', 'mail.example.test:465'];
    await world.postern.cliJson(['services', 'add', 'mx', ...addresses]);
  }
});
after(() => Promise.all([chromium?.close(), world?.close()]));

/** What is the matter with the page that is open. */
async function judge(page: Page, hasScripts: boolean): Promise<void> {
  const [width, scrolled] = await page.evaluate<[number, number]>(
    '[innerWidth, document.documentElement.scrollWidth]',
  );
  assert.ok(scrolled <= width, `${page.url()} is ${scrolled} px wide`);
  assert.deepEqual(hasScripts ? await findBarriers(page) : [], [], page.url());
}

for (const hasScripts of [true, false]) {
  test(`scripts ${hasScripts ? 'on' : 'off'}: an app password is made, loaded as a profile, and taken away`, {
    skip,
  }, async () => {
    const name = hasScripts ? 'ria' : 'rolf';
    const person = await world.addPerson(name, { email: `${name}@example.test` });
    const context = await openPhone(chromium, { javaScriptEnabled: hasScripts, acceptDownloads: true });
    try {
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(error.message));
      await page.goto(`${world.postern.issuer}/account`);
      await page.fill('input[name=username]', person.username);
      await page.fill('input[name=password]', person.password);
      await page.keyboard.press('Enter');
      await page.waitForURL('**/account');
      await judge(page, hasScripts);
      await page.getByRole('link', { name: /^Make an app password/ }).click();
      await page.waitForURL('**/app-passwords/new');
      await page.getByText('More limits').click();
      await page.getByLabel('90 days').check();
      await judge(page, hasScripts);
      await page.fill('input[name=name]', 'Tablet');
      await page.keyboard.press('Enter');
      await page.waitForURL('**/app-passwords/made?*');
      await judge(page, hasScripts);

      const password = (await page.locator('#app-password code').textContent()) ?? '';
      assert.match(password, /^ap/);
      const copy = page.getByRole('button', { name: 'Copy' });
      assert.equal(await copy.count(), hasScripts ? 1 : 0);
      assert.equal(await page.getByRole('button', { name: 'Print' }).count(), 0);
      if (hasScripts) {
        await context.grantPermissions(['clipboard-read', 'clipboard-write']);
        await copy.click();
        await page.getByText('Copied').waitFor();
        assert.equal((await page.evaluate<string>('navigator.clipboard.readText()')).trim(), password);
      }
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Load the profile' }).click(),
      ]);
      assert.equal(download.suggestedFilename(), 'mail.mobileconfig');
      await page.getByRole('button', { name: 'I have entered it' }).click();
      await page.waitForURL('**/account/connections');
      await judge(page, hasScripts);

      await page.getByRole('link', { name: /^Tablet/ }).click();
      await page.waitForURL('**/account/connections/**');
      await judge(page, hasScripts);
      await page.getByRole('button', { name: 'Take it away' }).click();
      await page.getByRole('status').waitFor();
      assert.match(
        (await page.getByRole('main').textContent()) ?? '',
        /Nothing is connected to your own mail now/,
      );
      assert.deepEqual(complaints, []);
    } finally {
      await context.close();
    }
  });
}
