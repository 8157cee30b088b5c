// A second step that is set up in the middle of a sign-in closes the mail connections that the password alone had opened.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Page } from '../support/browser.ts';
import { requirePrograms } from '../support/components.ts';
import { forEachStore } from '../support/engines.ts';
import { oathtoolCode } from '../support/oathtool.ts';
import { openWholeApp, type WholeApp } from '../support/whole-app.ts';
import { webApp } from '../support/world.ts';

const skip = requirePrograms('oathtool');
const password = 'words behind the new door';

forEachStore((_engine, openStore) => {
  let app: WholeApp | undefined;
  after(() => app?.close());

  test('with the factor that was asked for, before the sign-in ends', { skip }, async () => {
    app = await openWholeApp(openStore, { env: { POSTERN_MFA: 'required' } });
    await app.addPrograms();
    const { parts } = app;
    await parts.accounts.add({ username: 'erin', password: { text: password, setBy: 'owner' } });
    const kickUrl = 'http://:key@127.0.0.1:9/doveadm/v1';
    await parts.mailServices.add({ name: 'imap', kickUrl });
    const kicks = async () =>
      (await parts.store.collection('kicks').page({ key: 'turn', limit: 10 })).documents.length;
    const address = `/authorize?${new URLSearchParams({
      client_id: webApp.clientId,
      redirect_uri: webApp.redirectUri,
      response_type: 'code',
      scope: 'openid',
      code_challenge: 'x'.repeat(43),
      code_challenge_method: 'S256',
    })}`;
    const browser = app.browser();
    let page: Page = await browser.open(address);
    page = await browser.submit(page, { username: 'erin', password });
    assert.match(page.url.pathname, /totp-enrolment$/);
    const url = (/otpauth:\/\/[^"]+/.exec(page.html)?.[0] ?? '').replaceAll('&amp;', '&');
    await browser.submit(page, { code: '000000' });
    assert.equal(await kicks(), 0);
    page = await browser.submit(page, { code: oathtoolCode(url, { atMs: Date.now() }) });
    assert.match(page.url.pathname, /recovery-codes$/);
    assert.equal(await kicks(), 1);
  });
});
