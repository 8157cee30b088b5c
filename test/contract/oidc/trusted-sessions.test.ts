// A session of a trusted browser at the provider: what it opens, and where the missing factor is asked for after all.

import assert from 'node:assert/strict';
import { after, mock, test } from 'node:test';
import { stampsOf } from '../../../src/accounts/alive.ts';
import { sha256 } from '../../../src/secrets/hashing.ts';
import { createBrowser } from '../../support/browser.ts';
import { forEachStore } from '../../support/engines.ts';
import { type PortalStandIn, startPortalStandIn } from '../../support/portal-stand-in.ts';
import { postToken } from '../../support/sign-in-over-http.ts';

const redirectUri = 'http://127.0.0.1:9/callback';
const otpauthUrl = 'otpauth://totp/Postern:alice?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Postern';
const verifier = 'a-verifier-of-at-least-forty-three-characters';

const trusted = { factor: 1, amr: ['pwd', 'rba'] } as const;
const complete = { factor: 2, amr: ['pwd', 'otp', 'mfa'] } as const;

forEachStore((_engine, openStore) => {
  const open = async ({ hasFactor = true } = {}) => {
    const portal = await startPortalStandIn(openStore);
    after(portal.close);
    const password = { text: 'seven green bottles', setBy: 'owner' } as const;
    const added = await portal.accounts.add({ username: 'alice', password });
    assert.ok(added.outcome === 'added');
    const accountId = added.account.id;
    if (hasFactor) {
      await portal.accounts.factors.add(accountId, otpauthUrl, {});
    }
    const secrets: Record<string, string> = {};
    for (const [id, preset, requireFactor] of [
      ['web-app', 'web', undefined],
      ['strict-app', 'web', 2],
      ['program', 'native', undefined],
    ] as const) {
      const demand = requireFactor === undefined ? {} : { requireFactor };
      const client = await portal.clients.add({ id, preset, redirectUris: [redirectUri], ...demand });
      assert.ok(client.outcome === 'added');
      secrets[id] = client.secret ?? '';
    }
    portal.prove({ accountId, ...trusted });
    const browser = createBrowser(portal.issuer);
    /** Signs in at a client, with whatever is proven; answers the client's part. */
    const authorize = async (clientId: string, parameters: Record<string, string> = {}) => {
      const address = new URL('/authorize', portal.issuer);
      address.search = new URLSearchParams({
        client_id: clientId,
        redirect_uri: redirectUri,
        response_type: 'code',
        scope: 'openid',
        code_challenge: sha256(verifier),
        code_challenge_method: 'S256',
        ...parameters,
      }).toString();
      const { url, html } = await browser.open(address);
      assert.equal(url.port, '9', html);
      return url.searchParams;
    };
    const redeem = async (clientId: string, answer: URLSearchParams) => {
      const clientSecret = secrets[clientId];
      const who = { issuer: portal.issuer, clientId, ...(clientSecret === '' ? {} : { clientSecret }) };
      const response = await postToken(who as Parameters<typeof postToken>[0], {
        grant_type: 'authorization_code',
        code: answer.get('code') ?? '',
        redirect_uri: redirectUri,
        code_verifier: verifier,
      });
      return { status: response.status, answer: (await response.json()) as Record<string, string> };
    };
    const introspect = async (token = ''): Promise<unknown> => {
      const who = { issuer: portal.issuer, clientId: 'web-app', clientSecret: secrets['web-app'] ?? '' };
      const { active } = (await (await postToken(who, { token }, '/introspect')).json()) as {
        active: boolean;
      };
      return active;
    };
    const refresh = async (token = '') => {
      const who = { issuer: portal.issuer, clientId: 'web-app', clientSecret: secrets['web-app'] ?? '' };
      const response = await postToken(who, { grant_type: 'refresh_token', refresh_token: token });
      return { status: response.status, answer: (await response.json()) as Record<string, string> };
    };
    return { portal, accountId, authorize, redeem, introspect, refresh };
  };
  const outcomeOf = (answer: URLSearchParams): string => answer.get('error') ?? 'code';
  const unmet = 'unmet_authentication_requirements';

  test('it opens what asks for no more than the policy, and its tokens say so', async () => {
    const { portal, authorize, redeem, introspect } = await open();
    await portal.accessRules.setPolicy({ mfa: 'required' });
    const { status, answer } = await redeem('web-app', await authorize('web-app'));
    assert.equal(status, 200);
    const claims = JSON.parse(Buffer.from(answer.id_token?.split('.')[1] ?? '', 'base64url').toString());
    assert.deepEqual([claims.acr, claims.amr], ['urn:postern:factor:1', ['pwd', 'rba']]);
    const headers = { authorization: `Bearer ${answer.access_token}` };
    assert.equal((await fetch(new URL('/userinfo', portal.issuer), { headers })).status, 200);
    assert.equal(await introspect(answer.access_token), true);
    assert.equal(outcomeOf(await authorize('web-app', { prompt: 'none' })), 'code', 'and again, unasked');
  });

  test('a rule that comes later ends what it opened', async () => {
    const { portal, authorize, redeem, introspect } = await open();
    const { answer } = await redeem('web-app', await authorize('web-app'));
    await portal.accessRules.add({ clients: ['web-app'], demand: 2 });
    mock.timers.enable({ apis: ['Date'], now: Date.now() + 5000 });
    try {
      const headers = { authorization: `Bearer ${answer.access_token}` };
      assert.equal((await fetch(new URL('/userinfo', portal.issuer), { headers })).status, 401);
      assert.equal(await introspect(answer.access_token), false);
      assert.equal(outcomeOf(await authorize('web-app', { prompt: 'none' })), 'login_required');
    } finally {
      mock.timers.reset();
    }
  });

  const day = 24 * 60 * 60_000;
  const endings: readonly (readonly [
    string,
    (open: { portal: PortalStandIn; accountId: string }) => Promise<unknown>,
    number?,
  ])[] = [
    [
      'the browsers are forgotten',
      ({ portal, accountId }) => portal.accounts.trustedBrowsers.end(accountId, 'all'),
    ],
    [
      'a recovery code is used',
      async ({ portal, accountId }) => {
        const actor = { by: 'owner' } as const;
        const renewed = await portal.accounts.recoveryCodes.renew(accountId, actor);
        assert.ok(renewed.outcome === 'renewed');
        const from = { address: '127.0.0.1' };
        const { outcome } = await portal.accounts.verifyRecoveryCode(accountId, renewed.codes[0] ?? '', from);
        assert.equal(outcome, 'right');
      },
    ],
    ['its thirty days are over', async () => {}, 30 * day + 5000],
  ];
  for (const mfa of ['required', 'optional'] as const) {
    for (const [what, end, laterMs = 5000] of endings) {
      test(`${mfa}: when ${what}, what trust has opened is closed at every door`, async () => {
        const { portal, accountId, authorize, redeem, introspect, refresh } = await open();
        await portal.accessRules.setPolicy({ mfa });
        const account = (await portal.accounts.findById(accountId)) ?? assert.fail('alice is gone');
        await portal.accounts.trustedBrowsers.trust(accountId, { stamps: stampsOf(account), userAgent: '' });
        const { answer } = await redeem(
          'web-app',
          await authorize('web-app', { scope: 'openid offline_access' }),
        );
        const rotated = await refresh(answer.refresh_token);
        assert.equal(rotated.status, 200, 'while it is trusted');
        const code = await authorize('web-app');
        await end({ portal, accountId });
        const now = Date.now() + laterMs;
        mock.timers.enable({ apis: ['Date'], now });
        try {
          if (laterMs < day) {
            const headers = { authorization: `Bearer ${rotated.answer.access_token}` };
            assert.equal((await fetch(new URL('/userinfo', portal.issuer), { headers })).status, 401);
            assert.equal(await introspect(rotated.answer.access_token), false);
            assert.equal((await redeem('web-app', code)).answer.error, 'invalid_grant');
            assert.equal(outcomeOf(await authorize('web-app', { prompt: 'none' })), 'login_required');
            assert.equal(outcomeOf(await authorize('web-app')), 'code', 'trusted anew');
          }
          assert.equal((await refresh(rotated.answer.refresh_token)).answer.error, 'invalid_grant');
        } finally {
          mock.timers.reset();
        }
      });
    }
  }

  test('a session whose trust has ended is asked for the code, and its password stands', async () => {
    const { portal, accountId, authorize } = await open();
    const account = (await portal.accounts.findById(accountId)) ?? assert.fail('alice is gone');
    await portal.accounts.trustedBrowsers.trust(accountId, { stamps: stampsOf(account), userAgent: '' });
    assert.equal(outcomeOf(await authorize('web-app')), 'code');
    await portal.accounts.trustedBrowsers.end(accountId, 'all');
    portal.prove(complete);
    assert.equal(outcomeOf(await authorize('web-app')), 'code');
    assert.deepEqual(portal.lastInteraction()?.standing?.amr, ['pwd']);
  });

  for (const [what, clientId, parameters] of [
    ['a program', 'program', {}],
    ['mail on the web', 'web-app', { scope: 'openid mail' }],
    ['a client that asks for two', 'strict-app', {}],
    ['a request that asks for two', 'web-app', { acr_values: 'urn:postern:factor:2' }],
  ] as const) {
    test(`${what} wants the missing factor, and trust does not stand in for it`, async () => {
      const { portal, authorize } = await open();
      assert.equal(outcomeOf(await authorize('web-app')), 'code');
      assert.equal(outcomeOf(await authorize(clientId, { ...parameters, prompt: 'none' })), 'login_required');
      assert.equal(outcomeOf(await authorize(clientId, parameters)), unmet, 'proved by trust again');
      const { standing } = portal.lastInteraction() ?? {};
      assert.deepEqual(standing?.amr, ['pwd'], 'the password stands, the trust does not');
      portal.prove(complete);
      assert.equal(outcomeOf(await authorize(clientId, parameters)), 'code');
    });
  }

  test('without trust, whoever has a second factor is asked for it wherever they go', async () => {
    const { portal, authorize } = await open();
    portal.prove({ factor: 1, amr: ['pwd'] });
    assert.equal(outcomeOf(await authorize('web-app')), unmet);
    portal.prove(complete);
    assert.equal(outcomeOf(await authorize('web-app')), 'code');
  });

  test('without a second factor and a demand, the password is enough', async () => {
    const { portal, authorize } = await open({ hasFactor: false });
    portal.prove({ factor: 1, amr: ['pwd'] });
    assert.equal(outcomeOf(await authorize('web-app')), 'code');
    assert.equal(outcomeOf(await authorize('program')), 'code');
  });

  test('a device knows whether it was connected with one factor or two', async () => {
    const { portal, accountId, authorize, redeem } = await open({ hasFactor: false });
    portal.prove({ factor: 1, amr: ['pwd'] });
    const connect = async (clientId: string): Promise<void> => {
      const { status } = await redeem(clientId, await authorize(clientId, { scope: 'openid mail' }));
      assert.equal(status, 200);
    };
    await connect('program');
    await connect('web-app');
    assert.deepEqual(await factorsOf(portal, accountId), { program: [1], 'web-app': [1] });
    portal.prove(complete);
    await authorize('web-app', { prompt: 'login' });
    await connect('program');
    await connect('web-app');
    assert.deepEqual(await factorsOf(portal, accountId), { program: [1, 2], 'web-app': [2] });
  });
});

async function factorsOf({ devices }: PortalStandIn, accountId: string): Promise<Record<string, number[]>> {
  const found: Record<string, number[]> = {};
  for (const { clientId, factor } of await devices.list(accountId)) {
    found[clientId] = [...(found[clientId] ?? []), factor].sort();
  }
  return found;
}
