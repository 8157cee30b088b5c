// Every page of the gallery before axe-core, in Chromium: a page that is added there is judged here by itself.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { de } from '../../src/views/texts/de.ts';
import { en } from '../../src/views/texts/en.ts';
import { findBarriers } from '../support/axe.ts';
import { launchChromium, phoneViewport, requireChromium } from '../support/chromium.ts';
import { createGallery } from '../support/gallery-pages.ts';
import { openGallery } from '../support/gallery-tab.ts';

const skip = requireChromium();
const names = [...(await createGallery(en)).keys()];

let browser: Browser;
before(async () => {
  if (skip === false) {
    browser = await launchChromium();
  }
});
after(() => browser?.close());

const phone = { viewport: phoneViewport };
const desk = { viewport: { width: 1280, height: 800 } };

/** What a page is made of is the same by day and by night, and in every language; widths and colours are judged once each. */
const settings = [
  ['in German on a phone by night', { ...phone, texts: de, colorScheme: 'dark' }],
  ['in English at a desk by day', { ...desk, texts: en, colorScheme: 'light' }],
] as const;

for (const [where, options] of settings) {
  test(`${where}, axe finds nothing that hinders anybody on any page`, { skip }, async () => {
    const tab = await openGallery(browser, options);
    for (const name of names) {
      await tab.goto(`/${name}`);
      assert.deepEqual(await findBarriers(tab), [], name);
    }
    await tab.context().close();
  });
}

test('a field without a name, pale words and a page without a language would be found', {
  skip,
}, async () => {
  const tab = await openGallery(browser);
  await tab.goto('/password');
  await tab.evaluate(`
    document.documentElement.removeAttribute('lang');
    document.querySelector('label').remove();
    document.querySelector('h1').style.color = '#ccc';
  `);
  const found = (await findBarriers(tab)).join('\n');
  for (const rule of ['html-has-lang', 'label', 'color-contrast']) {
    assert.match(found, new RegExp(`^${rule}: `, 'm'));
  }
  await tab.context().close();
});
