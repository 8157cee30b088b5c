// Somebody else was in the account, and has left something behind: the mail leads its owner to that, and "I lost a device" names it too.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { stampsOf } from '../../src/accounts/alive.ts';
import { mostTrustedBrowsers } from '../../src/accounts/browsers/trusted-browsers.ts';
import { AppError } from '../../src/base/app-error.ts';
import { forEachStore } from '../support/engines.ts';
import { headline, readSecret } from '../support/portal-world.ts';
import { type AppPerson, openWholeApp, type WholeApp } from '../support/whole-app.ts';

forEachStore((_engine, openTestStore) => {
  let app: WholeApp;
  before(async () => {
    app = await openWholeApp(openTestStore);
  });
  after(() => app?.close());

  const labelsOf = async ({ id }: AppPerson): Promise<readonly string[]> =>
    ((await app.parts.accounts.factors.list(id)) ?? []).map(({ label }) => label);
  /** As whoever has the password and a code does it at the account pages. */
  const addTheirs = async ({ id }: AppPerson): Promise<void> => {
    const { factors } = app.parts.accounts;
    const { url } = factors.draft('theirs');
    const added = await factors.add(id, url, { name: 'Not hers', setBy: 'owner', leave: 'none' });
    assert.equal(added.outcome, 'added');
  };
  /** The addresses in the mail to her that says this, in their order. */
  const waysFrom = async (to: string, words: string): Promise<readonly string[]> => {
    for (;;) {
      const { mails } = app.sink;
      const found = mails.find((mail) => mail.to.includes(to) && mail.text.includes(words));
      if (found !== undefined) {
        return found.text.match(/https?:\S+/g) ?? [];
      }
      await app.sink.untilMails(mails.length + 1);
    }
  };

  test('the mail about an app that she did not add leads to its removal, and then to a new password', async () => {
    const vera = await app.addPerson('vera', { email: 'vera@outside.test', withFactor: true });
    const [own = ''] = await labelsOf(vera);
    await addTheirs(vera);
    assert.deepEqual(await labelsOf(vera), [own, 'Not hers']);
    const [remove = '', change = ''] = await waysFrom(
      'vera@outside.test',
      'added to your account: “Not hers”',
    );
    const browser = app.browser();
    const asked = await app.visit(browser, vera, remove);
    assert.equal(headline(asked), 'Remove “Not hers”?');
    await browser.submit(asked, {});
    assert.deepEqual(await labelsOf(vera), [own]);
    assert.equal(headline(await app.visit(browser, vera, change)), 'Change your password');
    assert.equal((await browser.open(remove)).status, 404, 'the mail may be followed again');
  });

  test('the mail about a recovery code that she did not use leads to a new password, and then to new codes', async () => {
    const wilma = await app.addPerson('wilma', { email: 'wilma@outside.test', withFactor: true });
    const from = { address: '192.0.2.66' };
    const code = wilma.recoveryCodes[0] ?? '';
    assert.equal((await app.parts.accounts.verifyRecoveryCode(wilma.id, code, from)).outcome, 'right');
    const [change = '', renew = ''] = await waysFrom(
      'wilma@outside.test',
      'One of your recovery codes was used',
    );
    const browser = app.browser();
    assert.equal(headline(await app.visit(browser, wilma, change)), 'Change your password');
    assert.equal(headline(await app.visit(browser, wilma, renew)), 'Recovery codes');
  });

  test('“I lost a device” shows each app and when it was added, and how to be rid of one that is not hers', async () => {
    const xenia = await app.addPerson('xenia', { withFactor: true });
    await addTheirs(xenia);
    const factors = (await app.parts.accounts.factors.list(xenia.id)) ?? [];
    const browser = app.browser();
    const page = await app.visit(browser, xenia, '/account/lost-device');
    for (const { id, label } of factors) {
      const row = new RegExp(`<a class="row" href="/account/factors/${id}/remove">.*${label}.*added <time`);
      assert.match(page.html, row);
    }
    assert.match(page.html, /Is there an authenticator app that is not yours\?/);
    assert.match(page.html, /<a class="row" href="\/account\/password">/);
    assert.doesNotMatch(page.html, /added by you/, 'that is what she is to find out');
    assert.deepEqual(page.form?.firstButton, ['action', 'end'], 'the one button stays the first');
    const other = factors.find(({ label }) => label === 'Not hers');
    const asked = await app.visit(browser, xenia, `/account/factors/${other?.id}/remove`);
    assert.equal(headline(asked), 'Remove “Not hers”?');
  });

  test('after it, the next steps name an app that is not theirs, and a password that others know', async () => {
    const yara = await app.addPerson('yara', { withFactor: true });
    const browser = app.browser();
    const done = await browser.submit(await app.visit(browser, yara, '/account/lost-device'), {});
    assert.match(done.html, /Remove every authenticator app that is not yours\./);
    assert.match(
      done.html,
      /Change your password if it was stored on the device, or if somebody else may know it\./,
    );
  });

  test('whoever lost a device is not sent away, however much was changed in the same second', async () => {
    const ulla = await app.addPerson('ulla', { withFactor: true });
    const { trustedBrowsers, findById } = app.parts.accounts;
    const get = async () => (await findById(ulla.id)) ?? assert.fail();
    const browser = app.browser();
    const page = await app.visit(browser, ulla, '/account/lost-device');
    const stamps = stampsOf(await get());
    for (let made = 0; made < mostTrustedBrowsers; made += 1) {
      assert.ok(await trustedBrowsers.trust(ulla.id, { stamps, userAgent: 'x' }));
    }
    const endOne = async () => trustedBrowsers.end(ulla.id, trustedBrowsers.list(await get())[0]?.id ?? '');
    const isTooMany = (error: unknown) => error instanceof AppError && error.code === 'too-many-changes';
    await assert.rejects(async () => {
      while ((await endOne()) === 1);
    }, isTooMany);
    const done = await browser.submit(page, {});
    assert.equal(done.url.pathname, '/account/lost-device/done');
    assert.notEqual(stampsOf(await get()), stamps);
  });

  test('whoever added an app in the account pages comes back in that browser, however many codes strangers try', async () => {
    const uma = await app.addPerson('uma');
    const { factors, verifyCode } = app.parts.accounts;
    const browser = app.browser();
    const page = await app.visit(browser, uma, '/account/enrol');
    const url = readSecret(page);
    await browser.submit(page, { code: app.freshCode(url) });
    assert.equal((await factors.list(uma.id))?.length, 1);
    const thief = { address: '192.0.2.66' };
    while ((await verifyCode(uma.id, '000000', thief)).outcome !== 'throttled') {
      app.moveTime(15 * 60_000);
    }
    app.moveTime(30 * 60_000);
    assert.equal((await verifyCode(uma.id, '000000', thief)).outcome, 'throttled', 'for the day');
    const back = await app.visit(browser, { ...uma, otpauthUrl: url }, '/account/lost-device');
    assert.equal(headline(back), 'Did you lose a device?');
  });

  test('whoever has no app is told of the password alone', async () => {
    const zoe = await app.addPerson('zoe');
    const page = await app.visit(app.browser(), zoe, '/account/lost-device');
    assert.doesNotMatch(page.html, /an authenticator app that is not yours/);
    assert.match(
      page.html,
      /Does somebody else know it, or was it stored on the device\? Then change it as well\. <a href="\/account\/password">/,
    );
  });
});
