// The gallery in a real browser: pages and their files are answered from memory, under the strictest policy they must work with.

import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { createAssets } from '../../src/views/assets/assets.ts';
import type { Brand } from '../../src/views/layout.ts';
import { en } from '../../src/views/texts/en.ts';
import type { Texts } from '../../src/views/texts/texts.ts';
import { createGallery, galleryBrand } from './gallery-pages.ts';

export interface GalleryOptions extends BrowserContextOptions {
  readonly texts?: Texts;
  readonly brand?: Brand;
}

const policy =
  "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'";

/** A tab whose addresses are the names of the gallery, such as `/code-wrong`. Posts are answered by the page again. */
export async function openGallery(browser: Browser, options: GalleryOptions = {}): Promise<Page> {
  const { texts = en, brand = galleryBrand, ...contextOptions } = options;
  const pages = await createGallery(texts, brand);
  const assets = new Map(createAssets(brand).map((asset) => [asset.path, asset]));
  const context = await browser.newContext({ baseURL: 'https://gallery.example', ...contextOptions });
  // Nothing leaves this process: every request is answered from here.
  await context.route('**/*', async (route) => {
    const { pathname } = new URL(route.request().url());
    const asset = assets.get(pathname);
    const body = asset?.body ?? pages.get(pathname.slice(1))?.toString();
    const headers = {
      'content-type': asset?.contentType ?? 'text/html; charset=utf-8',
      'content-security-policy': policy,
    };
    await route.fulfill(body === undefined ? { status: 404 } : { body, headers });
  });
  return context.newPage();
}
