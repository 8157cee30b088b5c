// Two connections of one program, and an app that cannot read mail, on the pages of the account: each is known for what it is.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createBrowser, type Page } from '../support/browser.ts';
import { requirePrograms } from '../support/components.ts';
import {
  addTerminal,
  askForTokens,
  decideDevice,
  startDevice,
  terminal,
  untilQuestion,
} from '../support/device-world.ts';
import { forEachStore } from '../support/engines.ts';
import { doneLine } from '../support/portal-world.ts';
import { alice, openWorld, type World, webApp } from '../support/world.ts';

const skip = requirePrograms('oathtool');
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const list = '/account/connections';

forEachStore((_engine, _openTestStore, makeTarget) => {
  let world: World;
  before(async () => {
    world = await openWorld({ target: await makeTarget() });
    await addTerminal(world);
  });
  after(() => world?.close());

  const words = (page: Page): string => page.html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
  const connectByCode = async (userAgent?: string): Promise<void> => {
    const started = await startDevice(world);
    await decideDevice(world, createBrowser(world.postern.issuer, userAgent), started.user_code);
    assert.equal((await askForTokens(world, started)).status, 200);
  };
  const openAccount = async (path: string) => {
    const browser = createBrowser(world.postern.issuer);
    return { browser, page: await untilQuestion(world, browser, await browser.open(path)) };
  };

  test('since when and how each was allowed is said where two have one name, and on its page', {
    skip,
  }, async () => {
    await connectByCode();
    const { page: single } = await openAccount(list);
    assert.doesNotMatch(words(single), /since/);
    await connectByCode(firefox);
    const { browser, page } = await openAccount(list);
    assert.equal(words(page).match(/since (?:today|yesterday) ?, \d\d:\d\d UTC/g)?.length, 2);
    const { devices } = await world.postern.cliJson(['devices', 'list', alice.username]);
    const found = (devices as readonly Record<string, unknown>[]).find((one) => one.allowed_in !== null);
    assert.deepEqual(
      [found?.allowed_in, found?.allowed_from, found?.allowed_by_code, found?.client_id],
      ['Firefox (Linux)', '127.0.0.1', true, terminal.clientId],
    );
    const [address = ''] = new RegExp(`${list}/[^"]+/${found?.id}`).exec(page.html) ?? [];
    const text = words(await browser.open(address));
    assert.match(text, /Allowed by the code that it showed, in Firefox \(Linux\), from 127\.0\.0\.1/);
    assert.match(text, /Since (?:today|yesterday), \d\d:\d\d UTC/);
  });

  test('a web app that was granted no mail stands apart, is not counted, and ends with words of its own', {
    skip,
  }, async () => {
    await connectByCode();
    const before = words((await openAccount('/account')).page);
    const [, count = ''] = /What can read your mail (\d+) connected/.exec(before) ?? assert.fail(before);
    await world.signIn({ ...webApp, clientSecret: world.webAppSecret, scope: 'openid email' });
    const { browser, page } = await openAccount('/account');
    assert.match(
      words(page),
      new RegExp(`What can read your mail ${count} connected · signed in to one app`),
    );
    const connected = await browser.open(list);
    const [mail = '', apps = ''] = connected.html.split('<h2>Apps that you signed in to</h2>');
    assert.ok(!mail.includes('web-app') && apps.includes('web-app'), connected.html);
    assert.match(apps, /They cannot read your mail/);
    const { stdout } = await world.postern.cli(['devices', 'list', alice.username]);
    assert.match(stdout, /^web-app +web, no mail /m);
    const [address = ''] = new RegExp(`${list}/[^"]+`).exec(apps) ?? [];
    const one = await browser.open(address);
    assert.match(words(one), /It may know your name and your address, and not read your mail/);
    assert.match(doneLine(await browser.submit(one, {})), /the app learns nothing more/);
  });
});
