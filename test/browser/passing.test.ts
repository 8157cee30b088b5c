// The pages in between that post a form by themselves: to the client (`response_mode=form_post`), and to end another's session.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, BrowserContext, Page, Request } from 'playwright-core';
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
    await inBrowser(javaScriptEnabled, async (page) => {
      const answer = atClient(page);
      await signIn(page, dirk, { response_mode: 'form_post', state: `"<'&>` });
      await goOn(page, javaScriptEnabled);
      const fields = new URLSearchParams((await answer).postData() ?? '');
      assert.deepEqual([...fields.keys()].sort(), ['code', 'iss', 'state']);
      assert.equal(fields.get('state'), `"<'&>`);
      assert.equal(fields.get('iss'), world.postern.issuer);
    });
  });

  test(`somebody else signs in where another one was, ${scripts}`, { skip }, async () => {
    await inBrowser(javaScriptEnabled, async (page) => {
      const first = atClient(page);
      await signIn(page, alice, {});
      await page.fill('input[name=code]', world.freshCode());
      await page.keyboard.press('Enter');
      assert.match((await first).url(), /callback\?code=/);
      const second = atClient(page);
      await signIn(page, dirk, { prompt: 'login' });
      await goOn(page, javaScriptEnabled);
      assert.match((await second).url(), /callback\?code=/);
      // The session is dirk's now: the next request asks nobody.
      const third = atClient(page);
      await page
        .goto(new URL(authorizeAddress({ prompt: 'none' }), world.postern.issuer).href)
        .catch(() => {});
      assert.match((await third).url(), /callback\?code=/);
    });
  });
}

async function inBrowser(javaScriptEnabled: boolean, story: (page: Page) => Promise<void>): Promise<void> {
  const context: BrowserContext = await openPhone(chromium, { javaScriptEnabled });
  try {
    const page = await context.newPage();
    await page.route(isClient, (route) => route.fulfill({ contentType: 'text/plain', body: 'signed in' }));
    await story(page);
  } finally {
    await context.close();
  }
}

function isClient(url: URL): boolean {
  return url.href.startsWith(webApp.redirectUri);
}

/** What the browser brings to the client. */
async function atClient(page: Page): Promise<Request> {
  const response = await page.waitForResponse((found) => isClient(new URL(found.url())));
  await response.finished();
  return response.request();
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
