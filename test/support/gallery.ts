// Pictures of every page in Chromium, narrow and wide, light and dark: `gallery.ts LANGUAGE DIRECTORY [NAME…]`.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { createAssets } from '../../src/views/assets/assets.ts';
import { findTexts } from '../../src/views/texts/find-texts.ts';
import { launchChromium } from './chromium.ts';
import { createGallery, galleryBrand } from './gallery-pages.ts';

const site = 'https://gallery.example';
const assets = createAssets(galleryBrand);
const widths = [360, 1280];
const themes = ['light', 'dark'] as const;

const [language, directory, ...wanted] = process.argv.slice(2);
if (directory === undefined) {
  throw new Error('usage: node test/support/gallery.ts LANGUAGE DIRECTORY [NAME…]');
}
mkdirSync(directory, { recursive: true });
const pages = await createGallery(findTexts(language));
const chosen = [...pages].filter(
  ([name]) => wanted.length === 0 || wanted.some((start) => name.startsWith(start)),
);
const browser = await launchChromium();
for (const width of widths) {
  for (const theme of themes) {
    await takePictures(browser, width, theme);
  }
}
await browser.close();

async function takePictures(from: Browser, width: number, colorScheme: 'light' | 'dark'): Promise<void> {
  const context = await from.newContext({ viewport: { width, height: 800 }, colorScheme, baseURL: site });
  // Nothing leaves this process: every request is answered from here.
  await context.route('**/*', async (route) => {
    const { pathname } = new URL(route.request().url());
    const asset = assets.find(({ path }) => path === pathname);
    const body = asset?.body ?? pages.get(pathname.slice(1))?.toString();
    const contentType = asset?.contentType ?? 'text/html; charset=utf-8';
    await route.fulfill(body === undefined ? { status: 404 } : { body, contentType });
  });
  const tab = await context.newPage();
  for (const [name] of chosen) {
    await tab.goto(`/${name}`);
    await tab.screenshot({
      path: join(directory ?? '', `${name}-${width}-${colorScheme}.png`),
      fullPage: true,
    });
  }
  await context.close();
}
