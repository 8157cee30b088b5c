// Draws the picture of the README, the three pages of a sign-in side by side: `node test/support/sign-in-picture.ts FILE`.

import { launchChromium } from './chromium.ts';
import { openGallery } from './gallery-tab.ts';

const [file] = process.argv.slice(2);
if (file === undefined) {
  throw new Error('usage: node test/support/sign-in-picture.ts FILE');
}

const size = { width: 1280, height: 820 };
const screens = ['password-mail-program', 'code-mail-program', 'consent-mail'];
const style = `
  body { margin: 0; display: flex; justify-content: center; align-items: center; gap: 20px; height: 100vh; background: #ece9e3 }
  iframe { width: 392px; height: 772px; border: 1px solid #d6d2ca; border-radius: 20px; background: #fff }
`;

const browser = await launchChromium();
const tab = await openGallery(browser, { viewport: size, deviceScaleFactor: 1.25 });
const frames = screens.map(
  (name) => `<iframe src="https://gallery.example/${name}" scrolling="no"></iframe>`,
);
await tab.setContent(`<style>${style}</style>${frames.join('')}`, { waitUntil: 'networkidle' });
const [password, code] = [0, 1].map((index) => tab.frameLocator('iframe').nth(index));
await password?.locator('#password').fill('correct horse battery');
await code?.locator('#code').fill('492039');
await tab.screenshot({ path: file });
await browser.close();
