// Debian's Chromium driven by playwright-core: the browser that people have, as large as a phone.

import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium } from 'playwright-core';
import { requireComponent, type SkipReason } from './components.ts';

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

const args = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const phoneViewport = { width: 360, height: 740 } as const;

/** The skip reason for browser tests; CHROMIUM_PATH names another binary than Debian's. */
export function requireChromium(): SkipReason {
  return requireComponent('chromium', () => existsSync(executablePath));
}

export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath, args, headless: true });
}

/** A browser profile of its own with a phone's window; `javaScriptEnabled: false` switches scripts off. */
export function openPhone(browser: Browser, options: BrowserContextOptions = {}): Promise<BrowserContext> {
  return browser.newContext({ viewport: phoneViewport, locale: 'en-GB', ...options });
}
