// What a sign-in with a recovery code opens at web applications: nothing that lasts, and nothing after fifteen minutes.

import assert from 'node:assert/strict';
import { after, mock, test } from 'node:test';
import { createBrowser } from '../../support/browser.ts';
import { challenge, verifier } from '../../support/client-world.ts';
import { forEachStore } from '../../support/engines.ts';
import { startPortalStandIn } from '../../support/portal-stand-in.ts';
import { postToken } from '../../support/sign-in-over-http.ts';

const redirectUri = 'http://127.0.0.1:9/callback';
const recovered = { factor: 2, amr: ['pwd', 'mfa'] } as const;
const complete = { factor: 2, amr: ['pwd', 'otp', 'mfa'] } as const;
const minute = 60_000;

forEachStore((_engine, openStore) => {
  const open = async () => {
    // Longer than the fifteen minutes: it must not be the life of a token that ends it.
    const portal = await startPortalStandIn(openStore, { settings: { accessTokenLife: 3600 } });
    after(portal.close);
    const password = { text: 'seven green bottles', setBy: 'owner' } as const;
    const added = await portal.accounts.add({ username: 'alice', password });
    assert.ok(added.outcome === 'added');
    const accountId = added.account.id;
    assert.equal((await portal.accounts.factors.make(accountId)).outcome, 'made');
    const client = await portal.clients.add({ id: 'web-app', preset: 'web', redirectUris: [redirectUri] });
    assert.ok(client.outcome === 'added');
    const who = { issuer: portal.issuer, clientId: 'web-app', clientSecret: client.secret ?? '' };
    portal.prove({ accountId, ...recovered });
    const browser = createBrowser(portal.issuer);
    const authorize = async (more: Record<string, string> = {}): Promise<URLSearchParams> => {
      const address = new URL('/authorize', portal.issuer);
      address.search = new URLSearchParams({
        client_id: 'web-app',
        redirect_uri: redirectUri,
        response_type: 'code',
        scope: 'openid offline_access',
        ...challenge,
        ...more,
      }).toString();
      return (await browser.open(address)).url.searchParams;
    };
    const post = async (fields: Record<string, string>, path?: string) => {
      const response = await postToken(who, fields, path);
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    };
    const redeem = (answer: URLSearchParams) =>
      post({
        grant_type: 'authorization_code',
        code: answer.get('code') ?? '',
        redirect_uri: redirectUri,
        code_verifier: verifier,
      });
    const isAlive = async (token: unknown): Promise<readonly unknown[]> => {
      const headers = { authorization: `Bearer ${token}` };
      const { status } = await fetch(new URL('/userinfo', portal.issuer), { headers });
      const { active } = (await post({ token: String(token) }, '/introspect')).body;
      return [status, active];
    };
    return { portal, authorize, redeem, post, isAlive };
  };
  const later = async (ms: number, act: () => Promise<unknown>): Promise<void> => {
    mock.timers.enable({ apis: ['Date'], now: Date.now() + ms });
    try {
      await act();
    } finally {
      mock.timers.reset();
    }
  };

  test('no refresh token is given for a recovery code, whoever asks for one', async () => {
    const { portal, authorize, redeem } = await open();
    const { status, body } = await redeem(await authorize());
    assert.equal(status, 200);
    assert.equal(body.refresh_token, undefined);
    assert.equal(body.scope, 'openid');

    portal.prove(complete);
    const again = await redeem(await authorize({ prompt: 'login' }));
    assert.equal(typeof again.body.refresh_token, 'string', 'with a code from a device it is');
  });

  test('a code, and a token of it, are dead a quarter of an hour after the sign-in', async () => {
    const { authorize, redeem, isAlive } = await open();
    const { body } = await redeem(await authorize());
    await later(14 * minute, async () => {
      assert.deepEqual(await isAlive(body.access_token), [200, true]);
      const second = await redeem(await authorize({ prompt: 'none' }));
      assert.equal(second.status, 200, 'the session still opens web pages');
      mock.timers.setTime(Date.now() + 62_000);
      assert.deepEqual(await isAlive(second.body.access_token), [401, false], 'also one that is new');
      assert.deepEqual(await isAlive(body.access_token), [401, false]);
      assert.equal((await authorize({ prompt: 'none' })).get('error'), 'login_required');
    });
  });

  test('a code that is redeemed too late is worth nothing', async () => {
    const { authorize, redeem } = await open();
    await authorize();
    await later(14 * minute + 40_000, async () => {
      const answer = await authorize({ prompt: 'none' });
      assert.ok(answer.has('code'));
      mock.timers.setTime(Date.now() + 25_000);
      const { status, body } = await redeem(answer);
      assert.deepEqual([status, body.error], [400, 'invalid_grant']);
    });
  });
});
