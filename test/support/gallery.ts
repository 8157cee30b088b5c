// Pictures of every page in Chromium, narrow and wide, light and dark: `gallery.ts LANGUAGE DIRECTORY [NAME…]`.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { findTexts } from '../../src/views/texts/find-texts.ts';
import { launchChromium } from './chromium.ts';
import { createGallery } from './gallery-pages.ts';
import { openGallery } from './gallery-tab.ts';

const [language, directory, ...wanted] = process.argv.slice(2);
if (directory === undefined) {
  throw new Error('usage: node test/support/gallery.ts LANGUAGE DIRECTORY [NAME…]');
}
mkdirSync(directory, { recursive: true });

const texts = findTexts(language);
const names = [...(await createGallery(texts)).keys()];
const chosen = names.filter((name) => wanted.length === 0 || wanted.some((start) => name.startsWith(start)));
const browser = await launchChromium();
for (const width of [360, 1280]) {
  for (const colorScheme of ['light', 'dark'] as const) {
    const tab = await openGallery(browser, { texts, colorScheme, viewport: { width, height: 800 } });
    for (const name of chosen) {
      await tab.goto(`/${name}`);
      await tab.screenshot({ path: join(directory, `${name}-${width}-${colorScheme}.png`), fullPage: true });
    }
    await tab.context().close();
  }
}
await browser.close();
