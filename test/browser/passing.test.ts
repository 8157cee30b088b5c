// The pages in between that post a form by themselves: to the client (`response_mode=form_post`), and to end another's session.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchChromium, openPhone, requireChromium } from '../support/chromium.ts';
import { requirePrograms } from '../support/components.ts';
import { authorizeAddress } from '../support/sign-in-steps.ts';
import { alice, openWorld, type World, webApp } from '../support/world.ts';

const skip = requireChromium() || requirePrograms('oathtool');
const dirk = { username: 'dirk', password: 'eleven paper boats afloat' };

let world: World;
let chromium: Browser;
before(async () => {
  if (skip === false) {
    [world, chromium] = await Promise.all([openWorld(), launchChromium()]);
    await world.postern.cli(['accounts', 'add', dirk.username, '--password-stdin'], { stdin: dirk.password });
  }
});
after(() => Promise.all([chromium?.close(), world?.close()]));

for (const javaScriptEnabled of [true, false]) {
  const scripts = `scripts ${javaScriptEnabled ? 'on' : 'off'}`;

  test(`the answer is posted to the client, ${scripts}`, { skip }, async () => {
    await inBrowser(javaScriptEnabled, async (page, posted) => {
      await signIn(page, dirk, { response_mode: 'form_post', state: `"<'&>` });
      await goOn(page, javaScriptEnabled);
      await page.waitForURL(`${webApp.redirectUri}**`);
      const fields = new URLSearchParams(posted.at(-1) ?? '');
      assert.deepEqual([...fields.keys()].sort(), ['code', 'iss', 'state']);
      assert.equal(fields.get('state'), `"<'&>`);
      assert.equal(fields.get('iss'), world.postern.issuer);
    });
  });

  test(`somebody else signs in where another one was, ${scripts}`, { skip }, async () => {
    await inBrowser(javaScriptEnabled, async (page) => {
      await signIn(page, alice, {});
      await page.fill('input[name=code]', world.freshCode());
      await page.keyboard.press('Enter');
      await page.waitForURL(`${webApp.redirectUri}**`);
      await signIn(page, dirk, { prompt: 'login' });
      await goOn(page, javaScriptEnabled);
      await page.waitForURL(`${webApp.redirectUri}?code=**`);
      // The session is dirk's now: the next request asks nobody.
      await page.goto(new URL(authorizeAddress({ prompt: 'none' }), world.postern.issuer).href);
      assert.match(page.url(), /callback\?code=/);
    });
  });
}

async function inBrowser(
  javaScriptEnabled: boolean,
  story: (page: Page, posted: readonly string[]) => Promise<void>,
): Promise<void> {
  const context: BrowserContext = await openPhone(chromium, { javaScriptEnabled });
  try {
    const page = await context.newPage();
    const posted: string[] = [];
    await page.route(`${webApp.redirectUri}**`, (route) => {
      posted.push(route.request().postData() ?? '');
      return route.fulfill({ contentType: 'text/plain', body: 'signed in' });
    });
    await story(page, posted);
  } finally {
    await context.close();
  }
}

async function signIn(
  page: Page,
  { username, password }: { readonly username: string; readonly password: string },
  parameters: Readonly<Record<string, string>>,
): Promise<void> {
  await page.goto(new URL(authorizeAddress(parameters), world.postern.issuer).href);
  await page.fill('input[name=username]', username);
  await page.fill('input[name=password]', password);
  await page.keyboard.press('Enter');
}

async function goOn(page: Page, javaScriptEnabled: boolean): Promise<void> {
  if (!javaScriptEnabled) {
    await page.click('form[data-passing] button');
  }
}
