// The set-up: one link, one browser, one super administrator, and codes that are shown once.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createBrowser, type Page } from '../support/browser.ts';
import { requirePrograms } from '../support/components.ts';
import { oathtoolCode } from '../support/oathtool.ts';
import { type PosternProcess, startPostern } from '../support/postern-process.ts';

const skip = requirePrograms('oathtool');
const fields = { username: 'Root', name: 'Rita Root', new_password: 'a door beside the gate' };

const withPostern = (story: (postern: PosternProcess) => Promise<void>) => async () => {
  const postern = await startPostern();
  try {
    await story(postern);
  } finally {
    await postern.close();
  }
};

/** As a person types it who cannot scan. */
function readSecretUrl(page: Page): string {
  const [url] = /otpauth:\/\/[^"]+/.exec(page.html) ?? [];
  assert.ok(url, page.html);
  return url.replaceAll('&amp;', '&');
}

const codesOf = (page: Page): string[] => page.html.match(/\b[0-9a-z]{4}(?:-[0-9a-z]{4}){4}\b/g) ?? [];

test(
  'the link leads to the first super administrator, with a second step',
  { skip },
  withPostern(async (postern) => {
    const link = postern.setupLink();
    const browser = createBrowser(postern.issuer);
    const first = await browser.open(link);
    assert.equal(first.status, 200);
    assert.equal(first.url.search, '', 'the token has left the address bar');
    const factor = await browser.submit(first, fields);
    assert.match(factor.html, /<svg/);
    assert.match(factor.html, /[A-Z2-7]{4}/);
    const url = readSecretUrl(factor);
    const wrong = await browser.submit(factor, { code: '000000' });
    assert.equal(wrong.status, 422);
    assert.notEqual(wrong.alert, '');
    assert.equal(readSecretUrl(wrong), url, 'the secret stays the same');
    const codes = await browser.submit(factor, { code: oathtoolCode(url, { atMs: postern.now() }) });
    assert.equal(codesOf(codes).length, 10);
    assert.deepEqual(codesOf(await browser.open('/setup')), codesOf(codes), 'a reload loses nothing');
    const done = await browser.submit(codes, {});
    assert.equal(codesOf(done).length, 0);
    assert.equal(codesOf(await browser.open('/setup')).length, 0);

    const account = await postern.cliJson(['accounts', 'show', 'root']);
    assert.deepEqual(account.roles, ['superadmin']);
    const again = createBrowser(postern.issuer);
    assert.equal((await again.open(link)).status, 410);
    await postern.restart();
    assert.equal(postern.stderr().split('/setup?token=').length, 2, 'no second link once there is one');
  }),
);

test(
  'a link that is only looked at stays good',
  { skip },
  withPostern(async (postern) => {
    const link = postern.setupLink();
    for (let scanner = 0; scanner < 20; scanner += 1) {
      await fetch(link);
      await fetch(link, { method: 'HEAD' });
    }
    const browser = createBrowser(postern.issuer);
    assert.match((await browser.submit(await browser.open(link), fields)).html, /otpauth:/);
  }),
);

test(
  'each start voids the link before, and so does the command',
  { skip },
  withPostern(async (postern) => {
    const old = postern.setupLink();
    await postern.restart();
    const browser = createBrowser(postern.issuer);
    assert.equal((await browser.open(old)).status, 410);
    const second = postern.setupLink();
    const printed = await postern.cli(['setup']);
    assert.equal(printed.code, 0, printed.stderr);
    assert.equal((await browser.open(second)).status, 410);
    const [third = ''] = /http\S+/.exec(printed.stdout) ?? [];
    assert.equal((await browser.open(third)).status, 200);
  }),
);

test(
  'a link is old after an hour',
  { skip },
  withPostern(async (postern) => {
    const browser = createBrowser(postern.issuer);
    const page = await browser.open(postern.setupLink());
    postern.advanceClock(60 * 60 * 1000);
    assert.equal((await browser.submit(page, fields)).status, 410);
    assert.equal((await createBrowser(postern.issuer).open(postern.setupLink())).status, 410);
  }),
);

test(
  'whoever posts first holds the set-up: the link is used',
  { skip },
  withPostern(async (postern) => {
    const link = postern.setupLink();
    const [one, other] = [createBrowser(postern.issuer), createBrowser(postern.issuer)];
    const [pageOfOne, pageOfOther] = [await one.open(link), await other.open(link)];
    await one.submit(pageOfOne, fields);
    assert.equal((await other.submit(pageOfOther, { ...fields, username: 'thief' })).status, 410);
    assert.equal((await createBrowser(postern.issuer).open(link)).status, 410);
    assert.match((await one.open('/setup')).html, /otpauth:/);
  }),
);

test(
  '30 confirmations at once make one administrator and one set of codes',
  { skip },
  withPostern(async (postern) => {
    const browser = createBrowser(postern.issuer);
    const factor = await browser.submit(await browser.open(postern.setupLink()), fields);
    const code = oathtoolCode(readSecretUrl(factor), { atMs: postern.now() });
    await Promise.all(Array.from({ length: 30 }, () => browser.submit(factor, { code })));
    const { accounts: listed } = (await postern.cliJson(['accounts', 'list'])) as { accounts: unknown[] };
    assert.equal(listed.length, 1);
  }),
);

test(
  'a bad name or password is said at its field, and nothing is kept',
  { skip },
  withPostern(async (postern) => {
    const browser = createBrowser(postern.issuer);
    const page = await browser.open(postern.setupLink());
    for (const wrong of [
      { ...fields, username: '' },
      { ...fields, username: 'a b' },
      { ...fields, new_password: 'short' },
      { ...fields, new_password: 'password' },
      { ...fields, name: 'x'.repeat(1000) },
    ]) {
      const again = await browser.submit(page, wrong);
      assert.equal(again.status, 422);
      assert.notEqual(again.alert, '');
      assert.ok(!again.html.includes(`value="${wrong.new_password}"`));
    }
    assert.deepEqual((await postern.cliJson(['accounts', 'list'])).accounts, []);
  }),
);

test('an app that ignores the settings is named as the problem', { skip }, async () => {
  const postern = await startPostern({ env: { POSTERN_OTP_ALGORITHM: 'SHA256', POSTERN_OTP_DIGITS: '8' } });
  try {
    const browser = createBrowser(postern.issuer);
    const factor = await browser.submit(await browser.open(postern.setupLink()), fields);
    const url = new URL(readSecretUrl(factor));
    const atMs = postern.now();
    const good = oathtoolCode(url.href, { atMs });
    url.searchParams.delete('algorithm');
    url.searchParams.delete('digits');
    const wrong = await browser.submit(factor, { code: oathtoolCode(url.href, { atMs }) });
    assert.equal(wrong.status, 422);
    assert.match(wrong.alert, /ignores the settings/);
    assert.doesNotMatch((await browser.submit(factor, { code: '00000000' })).alert, /ignores the settings/);
    assert.equal(codesOf(await browser.submit(factor, { code: good })).length, 10);
  } finally {
    await postern.close();
  }
});
