// The pages in a real browser: they fit small screens in both directions, and the small comforts work.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { de } from '../../src/views/texts/de.ts';
import { en } from '../../src/views/texts/en.ts';
import { launchChromium, requireChromium } from '../support/chromium.ts';
import { createGallery } from '../support/gallery-pages.ts';
import { openGallery } from '../support/gallery-tab.ts';

const skip = requireChromium();
const names = [...(await createGallery(en)).keys()];
/** Also what 640 px are at 200 % zoom (WCAG 2.2: 1.4.4, 1.4.10). */
const narrow = { viewport: { width: 320, height: 600 } };

let browser: Browser;
before(async () => {
  if (skip === false) {
    browser = await launchChromium();
  }
});
after(() => browser?.close());

/** Run in the page: its width, what is cut off, and what is too small to be touched. */
const measure = `(() => {
  const isCut = (one) => {
    const { left, right } = one.getBoundingClientRect();
    return !one.matches('.said') && right > left && (left < 0 || right > innerWidth);
  };
  const isSmall = (one) => one.checkVisibility() && one.getBoundingClientRect().height < 44;
  const targets = 'button, input:not([type=checkbox], [type=radio]), .check label, summary, .other-ways > a, .open-app, .button, .places a, a.row';
  return {
    width: document.documentElement.scrollWidth,
    cut: [...document.querySelectorAll('main *')].filter(isCut).length,
    small: [...document.querySelectorAll(targets)].filter(isSmall).map((one) => one.outerHTML),
  };
})()`;

const settings = [
  ['English', en],
  ['German', de],
  ['written from right to left', { ...en, direction: 'rtl' as const }],
] as const;

for (const [what, texts] of settings) {
  test(`${what}: at 320 px no page is wider than the screen, and every target is large enough`, {
    skip,
  }, async () => {
    const tab = await openGallery(browser, { texts, ...narrow });
    for (const name of names) {
      await tab.goto(`/${name}`);
      const found = await tab.evaluate(measure);
      assert.deepEqual(found, { width: 320, cut: 0, small: [] }, name);
    }
    await tab.context().close();
  });
}

test('times are said in the zone of whoever reads them; without a script they are UTC, and say so', {
  skip,
}, async () => {
  const readers = [
    { locale: 'en', zone: 'Asia/Tokyo', expected: /^today, 20:05$/ },
    { locale: 'de', zone: 'America/New_York', expected: /^heute, 06:05 Uhr$/ },
  ] as const;
  for (const each of readers) {
    const texts = each.locale === 'de' ? de : en;
    const tab = await openGallery(browser, { texts, timezoneId: each.zone });
    await tab.clock.setFixedTime(new Date('2026-11-25T14:30:00Z'));
    await tab.goto('/portal-browsers');
    const time = tab.locator('time').first();
    assert.match((await time.textContent()) ?? '', each.expected);
    assert.match((await time.getAttribute('title')) ?? '', /25\.? November 2026.*:05.*GMT[+-]/);
    await tab.clock.setFixedTime(new Date('2026-12-25T14:30:00Z'));
    await tab.reload();
    assert.match((await time.textContent()) ?? '', /^25\.? November 2026$/);
    await tab.context().close();
  }
  const plain = await openGallery(browser, { timezoneId: 'Asia/Tokyo', javaScriptEnabled: false });
  await plain.goto('/portal-browsers');
  assert.equal(await plain.locator('time').first().textContent(), 'today, 11:05 UTC');
  await plain.context().close();
});

test('no page asks for anything its policy forbids, or for a file that is not there', { skip }, async () => {
  const tab = await openGallery(browser);
  const complaints: string[] = [];
  tab.on('console', (message) => complaints.push(message.text()));
  tab.on('pageerror', (error) => complaints.push(error.message));
  tab.on('response', (response) => {
    if (response.status() !== 200) {
      complaints.push(response.url());
    }
  });
  for (const name of names) {
    await tab.goto(`/${name}`);
  }
  assert.deepEqual(complaints, []);
  await tab.context().close();
});

test('the field that waits for the code has the focus, and Enter presses the button that goes on', {
  skip,
}, async () => {
  const tab = await openGallery(browser);
  await tab.goto('/code');
  assert.equal(await tab.evaluate('document.activeElement.id'), 'code');
  await tab.keyboard.type('123456');
  const sent = tab.waitForRequest((request) => request.method() === 'POST');
  await tab.keyboard.press('Enter');
  const form = new URLSearchParams((await sent).postData() ?? '');
  assert.deepEqual(Object.fromEntries(form), { csrf: 'form-value', code: '123456', action: 'continue' });
  await tab.context().close();
});

test('the name stands above the code, with the way to be somebody else beside it', { skip }, async () => {
  const tab = await openGallery(browser, narrow);
  await tab.goto('/code');
  const [who, notYou, code] = await Promise.all(
    ['.who', '.not-you', '#code'].map(
      async (selector) => (await tab.locator(selector).boundingBox()) ?? undefined,
    ),
  );
  assert.equal(who?.y, notYou?.y);
  assert.ok(who !== undefined && code !== undefined && who.y + who.height <= code.y);
  await tab.context().close();
});

test('a password can be shown, and is hidden again when it is sent', { skip }, async () => {
  const tab = await openGallery(browser);
  await tab.goto('/password');
  const field = tab.locator('#password');
  await field.fill('secret');
  await tab.getByRole('button', { name: 'Show' }).click();
  assert.equal(await field.getAttribute('type'), 'text');
  await tab.getByRole('button', { name: 'Hide' }).click();
  assert.equal(await field.getAttribute('type'), 'password');
  await tab.context().close();
});

test('two clicks send a form once, and a page that comes back can be sent again', { skip }, async () => {
  const tab = await openGallery(browser);
  await tab.goto('/code');
  // The page stays: what reaches the document was let through or stopped by then.
  await tab.evaluate(`document.stopped = []; document.addEventListener('submit', (event) => {
    document.stopped.push(event.defaultPrevented);
    event.preventDefault();
  })`);
  await tab.locator('.primary').dblclick();
  assert.deepEqual(await tab.evaluate('document.stopped'), [false, true]);
  await tab.evaluate("dispatchEvent(new Event('pageshow'))");
  await tab.locator('.primary').click();
  assert.deepEqual(await tab.evaluate('document.stopped'), [false, true, false]);
  await tab.context().close();
});

test('recovery codes can be copied and saved', { skip }, async () => {
  const tab = await openGallery(browser, { permissions: ['clipboard-read', 'clipboard-write'] });
  await tab.goto('/setup-codes');
  const codes = (await tab.locator('#recovery-codes li').allInnerTexts()).join('\n');
  await tab.getByRole('button', { name: 'Copy' }).click();
  await tab.getByRole('status').getByText('Copied').waitFor();
  assert.equal(await tab.evaluate('navigator.clipboard.readText()'), `${codes}\n`);
  const [download] = await Promise.all([
    tab.waitForEvent('download'),
    tab.getByRole('button', { name: 'Save as file' }).click(),
  ]);
  assert.equal(download.suggestedFilename(), 'recovery-codes.txt');
  const saved = (await (await download.createReadStream()).toArray()).join('');
  const today = new Date().toLocaleDateString('en-GB', { dateStyle: 'long' });
  assert.equal(saved, `Postern: recovery codes of alice\nhttps://gallery.example, ${today}\n\n${codes}\n`);
  await tab.context().close();
});

test('without script the pages show no control that does nothing', { skip }, async () => {
  const tab = await openGallery(browser, { javaScriptEnabled: false });
  await tab.goto('/setup-codes');
  assert.deepEqual(await tab.getByRole('button').allInnerTexts(), ['I have kept them']);
  await tab.goto('/code');
  await tab.getByText('I lost my device').click();
  assert.ok(await tab.getByText('ask your administrator').isVisible());
  await tab.context().close();
});

test('on paper the codes stay and the buttons go', { skip }, async () => {
  const tab = await openGallery(browser);
  await tab.goto('/setup-codes');
  await tab.emulateMedia({ media: 'print' });
  assert.ok(await tab.getByText('Postern: recovery codes of alice').isVisible());
  assert.ok(await tab.getByText('https://gallery.example, ').isVisible());
  assert.equal(await tab.locator('#recovery-codes li').count(), 10);
  assert.equal(await tab.getByRole('button').count(), 0);
  await tab.goto('/portal-recovery-codes-fresh');
  assert.equal(await tab.getByRole('navigation').count(), 0);
  await tab.context().close();
});
