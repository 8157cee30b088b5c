// The account pages sign in like any client: one browser, one code, one success, and a session that can be followed.

import assert from 'node:assert/strict';
import { after, mock, test } from 'node:test';
import { AppError } from '../../../../src/base/app-error.ts';
import type { OwnSignIn } from '../../../../src/oidc/portal-client/own-sign-in.ts';
import { portalClientId } from '../../../../src/oidc/portal-client/portal-client.ts';
import { sha256 } from '../../../../src/secrets/hashing.ts';
import { type Browser, createBrowser } from '../../../support/browser.ts';
import { forEachStore } from '../../../support/engines.ts';
import { withLatency } from '../../../support/latency.ts';
import {
  type PortalStandIn,
  type PortalStandInOptions,
  startPortalStandIn,
} from '../../../support/portal-stand-in.ts';
import { postToken } from '../../../support/sign-in-over-http.ts';

const isExpired = (error: unknown): boolean => error instanceof AppError && error.code === 'sign-in-expired';

forEachStore((_engine, openStore) => {
  const open = async (options: PortalStandInOptions = {}) => {
    const portal = await startPortalStandIn(openStore, options);
    after(portal.close);
    const added = await portal.accounts.add({
      username: 'alice',
      password: { text: 'seven green bottles', setBy: 'owner' },
    });
    assert.ok(added.outcome === 'added');
    const accountId = added.account.id;
    portal.prove({ accountId });
    return { portal, accountId, browser: createBrowser(portal.issuer) };
  };
  /** Up to the callback; answers its query. */
  const walk = async (browser: Browser, address: string): Promise<URLSearchParams> => {
    const { url } = await browser.open(address);
    assert.equal(url.pathname, '/account/callback');
    return url.searchParams;
  };
  const signIn = async (portal: PortalStandIn, browser: Browser, ask?: Parameters<OwnSignIn['begin']>[0]) => {
    const { address, kept } = portal.ownSignIn.begin(ask);
    const signedIn = await portal.ownSignIn.redeem(kept, await walk(browser, address));
    assert.ok(signedIn !== 'denied');
    return signedIn;
  };

  test('a sign-in comes back with who it was, when and how strongly', async () => {
    const { portal, accountId, browser } = await open();
    portal.prove({ factor: 2, amr: ['pwd', 'otp', 'mfa'] });
    const { sessionUid, authTime, ...proven } = await signIn(portal, browser);
    assert.deepEqual(proven, { accountId, factor: 2, amr: ['pwd', 'otp', 'mfa'] });
    assert.ok(Math.abs(authTime - Date.now() / 1000) < 10);
    assert.equal(await portal.ownSignIn.isOpen({ sessionUid, accountId }), true);
    assert.equal(await portal.ownSignIn.isOpen({ sessionUid, accountId: 'somebody' }), false);
    assert.equal(await portal.ownSignIn.isOpen({ sessionUid: 'another', accountId }), false);
  });

  test('of twenty who bring one code at once, one gets in', async () => {
    const { portal, browser } = await open({ wrap: withLatency });
    const { address, kept } = portal.ownSignIn.begin();
    const answer = await walk(browser, address);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, () => portal.ownSignIn.redeem(kept, answer)),
    );
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    assert.equal(refused.length, 19);
    assert.ok(refused.every(({ reason }) => isExpired(reason)));
    await assert.rejects(portal.ownSignIn.redeem(kept, answer), isExpired, 'nor later');
  });

  test('the answer to one browser is nothing in another, and is not spent by the try', async () => {
    const { portal, accountId, browser } = await open();
    const mine = portal.ownSignIn.begin();
    const foreign = portal.ownSignIn.begin();
    const answer = await walk(browser, mine.address);
    const [state, verifier] = mine.kept.split('.');
    const [, otherVerifier] = foreign.kept.split('.');
    const wrong = [
      foreign.kept,
      `${state}.${otherVerifier}`,
      `${state}.`,
      `.${verifier}`,
      '',
      '.',
      mine.kept.slice(1),
    ];
    for (const kept of wrong) {
      await assert.rejects(portal.ownSignIn.redeem(kept, answer), isExpired, kept);
    }
    const changed = (name: string, value: string | undefined): URLSearchParams => {
      const copy = new URLSearchParams(answer);
      copy.delete(name);
      if (value !== undefined) {
        copy.set(name, value);
      }
      return copy;
    };
    for (const name of ['state', 'iss', 'code']) {
      await assert.rejects(portal.ownSignIn.redeem(mine.kept, changed(name, undefined)), isExpired, name);
      await assert.rejects(portal.ownSignIn.redeem(mine.kept, changed(name, 'x')), isExpired, name);
    }
    const signedIn = await portal.ownSignIn.redeem(mine.kept, answer);
    assert.ok(signedIn !== 'denied' && signedIn.accountId === accountId);
  });

  test('a code for another client is refused, and stays that client’s', async () => {
    const { portal, browser } = await open();
    const redirectUri = 'http://127.0.0.1:9/callback';
    const client = { preset: 'web', id: 'web-app', redirectUris: [redirectUri] } as const;
    const added = await portal.clients.add(client);
    assert.ok(added.outcome === 'added');
    const { address, kept } = portal.ownSignIn.begin();
    const [, verifier = ''] = kept.split('.');
    const request = new URL(address);
    request.searchParams.set('client_id', 'web-app');
    request.searchParams.set('redirect_uri', redirectUri);
    const { searchParams: answer } = (await browser.open(request)).url;
    await assert.rejects(portal.ownSignIn.redeem(kept, answer), isExpired);
    const clientSecret = added.secret ?? '';
    const tokens = await postToken(
      { issuer: portal.issuer, clientId: 'web-app', clientSecret },
      {
        grant_type: 'authorization_code',
        code: answer.get('code') ?? '',
        redirect_uri: redirectUri,
        code_verifier: verifier,
      },
    );
    assert.equal(tokens.status, 200);
  });

  test('nobody redeems a code of the account pages at the token endpoint', async () => {
    const { portal, browser } = await open();
    const { address, kept } = portal.ownSignIn.begin();
    const answer = await walk(browser, address);
    const [, verifier = ''] = kept.split('.');
    for (const clientSecret of [
      undefined,
      '',
      'not the hash of anything',
      sha256('not the hash of anything'),
    ]) {
      const secret = clientSecret === undefined ? {} : { clientSecret };
      const response = await postToken(
        { issuer: portal.issuer, clientId: portalClientId, ...secret },
        {
          grant_type: 'authorization_code',
          code: answer.get('code') ?? '',
          redirect_uri: `${portal.issuer}/account/callback`,
          code_verifier: verifier,
        },
      );
      const { error } = (await response.json()) as { error: string };
      assert.equal(error, 'invalid_client', clientSecret);
    }
    assert.notEqual(await portal.ownSignIn.redeem(kept, answer), 'denied', 'it was not spent');
  });

  test('a code is good for a minute', async () => {
    const { portal, browser } = await open();
    const { address, kept } = portal.ownSignIn.begin();
    const answer = await walk(browser, address);
    await at(61_000, () => assert.rejects(portal.ownSignIn.redeem(kept, answer), isExpired));
  });

  test('an account that may not in is told so, in its own browser only', async () => {
    const { portal, browser } = await open();
    await portal.accessRules.add({ clients: [portalClientId], demand: 'deny' });
    const { address, kept } = portal.ownSignIn.begin();
    const answer = await walk(browser, address);
    assert.equal(answer.get('error'), 'unmet_authentication_requirements');
    assert.equal(await portal.ownSignIn.redeem(kept, answer), 'denied');
    await assert.rejects(portal.ownSignIn.redeem(portal.ownSignIn.begin().kept, answer), isExpired);
  });

  test('a session is used again, unless a fresh password or another factor is asked', async () => {
    const { portal, browser } = await open();
    const first = await signIn(portal, browser, { loginHint: 'alice' });
    const told = portal.lastInteraction();
    assert.equal(told?.loginHint, 'alice');
    assert.deepEqual([told?.client.isPortal, told?.client.name, told?.uiLocales], [true, 'Postern', []]);
    assert.deepEqual(await signIn(portal, browser), first);
    assert.equal(portal.lastInteraction(), told, 'nobody was asked');

    const again = await signIn(portal, browser, { promptLogin: true });
    assert.equal(again.sessionUid, first.sessionUid);
    assert.notEqual(portal.lastInteraction()?.uid, told?.uid);
    assert.equal(portal.lastInteraction()?.standing, undefined, 'from the password on');

    portal.prove({ factor: 2, amr: ['pwd', 'otp', 'mfa'] });
    assert.equal((await signIn(portal, browser, { factor: 2 })).factor, 2);
    assert.deepEqual(portal.lastInteraction()?.asked, { factor: 2 });

    const { uid } = portal.lastInteraction() ?? {};
    await signIn(portal, browser, { maxAgeSeconds: 300 });
    assert.equal(portal.lastInteraction()?.uid, uid, 'it is no five minutes old');
    await signIn(portal, browser, { maxAgeSeconds: 0 });
    assert.notEqual(portal.lastInteraction()?.uid, uid);
  });

  test('pages are told the languages that a client asks for', async () => {
    const { portal, browser } = await open();
    const address = new URL(portal.ownSignIn.begin().address);
    address.searchParams.set('ui_locales', 'de-AT  de en');
    await browser.open(address);
    assert.deepEqual(portal.lastInteraction()?.uiLocales, ['de-AT', 'de', 'en']);
  });

  test('the account pages end the session of their browser, and what apps were given for as long', async () => {
    const { portal, accountId, browser } = await open();
    const { sessionUid } = await signIn(portal, browser);
    const added = await portal.clients.add({
      id: 'web',
      preset: 'web',
      redirectUris: ['http://127.0.0.1:9/'],
    });
    assert.ok(added.outcome === 'added');
    const token = async (scope: string): Promise<string> => {
      const verifier = 'v'.repeat(43);
      const address = new URL('/authorize', portal.issuer);
      address.search = new URLSearchParams({
        client_id: 'web',
        redirect_uri: 'http://127.0.0.1:9/',
        response_type: 'code',
        scope,
        code_challenge: sha256(verifier),
        code_challenge_method: 'S256',
      }).toString();
      const { url } = await browser.open(address);
      const answer = await postToken(
        { issuer: portal.issuer, clientId: 'web', clientSecret: added.secret ?? '' },
        {
          grant_type: 'authorization_code',
          code: url.searchParams.get('code') ?? '',
          redirect_uri: 'http://127.0.0.1:9/',
          code_verifier: verifier,
        },
      );
      return ((await answer.json()) as { access_token: string }).access_token;
    };
    const statusOf = async (bearer: string): Promise<number> => {
      const headers = { authorization: `Bearer ${bearer}` };
      return (await fetch(new URL('/userinfo', portal.issuer), { headers })).status;
    };
    const bearer = await token('openid');
    assert.equal(await statusOf(bearer), 200);

    portal.answer(async (ctx) => String(await portal.ownSignIn.findAccountId(ctx)));
    assert.equal((await browser.open('/account/who')).html, accountId);
    assert.equal((await createBrowser(portal.issuer).open('/account/who')).html, 'undefined');
    portal.answer(async (ctx) => String(await portal.ownSignIn.end(ctx)));
    await createBrowser(portal.issuer).open('/account/end');
    assert.equal(
      await portal.ownSignIn.isOpen({ sessionUid, accountId }),
      true,
      'another browser ends nothing',
    );
    const written = (await browser.open('/account/end')).headers.getSetCookie();
    assert.equal(written.length, 2, 'the cookie and its signature');
    assert.ok(
      written.every((line) => /; path=\/; expires=Thu, 01 Jan 1970/i.test(line)),
      written.join(),
    );
    assert.equal(await portal.ownSignIn.isOpen({ sessionUid, accountId }), false);
    assert.equal(await statusOf(bearer), 401);
    const silent = `${portal.ownSignIn.begin().address}&prompt=none`;
    assert.equal((await walk(browser, silent)).get('error'), 'login_required');
  });

  test('what outlives the session outlives its end at the account pages', async () => {
    const { portal, browser } = await open();
    await portal.clients.add({ id: 'app', preset: 'native', redirectUris: ['http://127.0.0.1:9/'] });
    await signIn(portal, browser);
    const verifier = 'v'.repeat(43);
    const address = new URL('/authorize', portal.issuer);
    address.search = new URLSearchParams({
      client_id: 'app',
      redirect_uri: 'http://127.0.0.1:9/',
      response_type: 'code',
      scope: 'openid mail offline_access',
      code_challenge: sha256(verifier),
      code_challenge_method: 'S256',
    }).toString();
    const { url } = await browser.open(address);
    const who = { issuer: portal.issuer, clientId: 'app' };
    const answer = await postToken(who, {
      grant_type: 'authorization_code',
      code: url.searchParams.get('code') ?? '',
      redirect_uri: 'http://127.0.0.1:9/',
      code_verifier: verifier,
    });
    const { refresh_token: token } = (await answer.json()) as { refresh_token: string };
    portal.answer(async (ctx) => String(await portal.ownSignIn.end(ctx)));
    await browser.open('/account/end');
    const refreshed = await postToken(who, { grant_type: 'refresh_token', refresh_token: token });
    assert.equal(refreshed.status, 200);
  });

  test('who is busy at the account pages is not idle, but a session ends in the end', async () => {
    const { portal, accountId, browser } = await open({ sessionIdle: 600 });
    const { sessionUid } = await signIn(portal, browser);
    const session = { sessionUid, accountId };
    portal.answer(async (ctx) => String(await portal.ownSignIn.keepOpen(ctx, session)));
    await at(500_000, async () => assert.equal((await browser.open('/account/keep')).html, 'true'));
    await at(1_000_000, async () => assert.equal(await portal.ownSignIn.isOpen(session), true));
    await at(1_200_000, async () => {
      assert.equal(await portal.ownSignIn.isOpen(session), false);
      assert.equal((await browser.open('/account/keep')).html, 'false');
    });
  });
});

/** Does something `milliseconds` later than it is. */
async function at(milliseconds: number, act: () => Promise<unknown>): Promise<void> {
  mock.timers.enable({ apis: ['Date'], now: Date.now() + milliseconds });
  try {
    await act();
  } finally {
    mock.timers.reset();
  }
}
