// The language of the sign-in: the account's, else the browser's, else what the app asked for.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createBrowser, type Page } from '../support/browser.ts';
import { authorizeAddress, connecting, stepOf } from '../support/sign-in-steps.ts';
import { alice, openWorld, type World } from '../support/world.ts';

let world: World;
before(async () => {
  world = await openWorld();
  await world.postern.cliJson(['accounts', 'add', 'hanna', '--locale', 'de-AT', '--password-stdin'], {
    stdin: alice.password,
  });
  await world.postern.cliJson(['otp', 'enrol', 'hanna']);
});
after(() => world?.close());

const languageOf = ({ html }: Page): string | undefined => /<html lang="(\w+)"/.exec(html)?.[1];
const hanna = { username: 'hanna', password: alice.password };

test('before anybody is known, the browser decides, and the app behind it', async () => {
  for (const [uiLocales, acceptLanguage, expected] of [
    ['', '', 'en'],
    ['fr de', '', 'de'],
    ['de', 'en', 'en'],
    ['en', 'de-DE,de;q=0.9', 'de'],
    ['de', 'fr', 'de'],
  ] as const) {
    const parameters = uiLocales === '' ? {} : { ui_locales: uiLocales };
    const url = new URL(authorizeAddress(parameters), world.postern.issuer);
    const begun = await fetch(url, { redirect: 'manual' });
    const cookie = begun.headers.getSetCookie().map((line) => line.split(';')[0]);
    const headers = { cookie: cookie.join('; '), 'accept-language': acceptLanguage };
    const page = await fetch(new URL(begun.headers.get('location') ?? '', url), { headers });
    assert.match(
      await page.text(),
      new RegExp(`<html lang="${expected}"`),
      `${uiLocales} | ${acceptLanguage}`,
    );
  }
});

test('behind the password, the account decides', async () => {
  const browser = createBrowser(world.postern.issuer);
  const first = await browser.open(authorizeAddress({ ui_locales: 'en' }));
  assert.equal(languageOf(first), 'en');
  const wrong = await browser.submit(first, { ...hanna, password: 'wrong' });
  assert.equal(languageOf(wrong), 'en', 'whoever only types her name learns nothing of her');
  const page = await browser.submit(first, hanna);
  assert.equal(stepOf(page), 'totp');
  assert.equal(languageOf(page), 'de');
  assert.equal(languageOf(await browser.submit(page, { code: '000000' })), 'de');
});

test('also where somebody signed in is asked for consent', async () => {
  const browser = createBrowser(world.postern.issuer);
  await world.postern.cliJson(['accounts', 'add', 'gerd', '--locale', 'de', '--password-stdin'], {
    stdin: alice.password,
  });
  const first = await browser.open(authorizeAddress());
  assert.equal(stepOf(await browser.submit(first, { ...hanna, username: 'gerd' })), 'client');
  const consent = await browser.open(authorizeAddress(connecting));
  assert.equal(stepOf(consent), 'consent');
  assert.equal(languageOf(consent), 'de');
});
