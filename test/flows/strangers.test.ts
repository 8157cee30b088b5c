// Client libraries that know nothing of us: openid-client and oauth4webapi go the whole way, on both stores.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as oauth from 'oauth4webapi';
import * as client from 'openid-client';
import { createBrowser } from '../support/browser.ts';
import { requirePrograms } from '../support/components.ts';
import { forEachStore } from '../support/engines.ts';
import { alice, mailProgram, openWorld, type World, webApp } from '../support/world.ts';

const skip = requirePrograms('oathtool');

forEachStore((_engine, _openTestStore, makeTarget) => {
  let world: World;
  before(async () => {
    world = await openWorld({ target: await makeTarget() });
  });
  after(() => world?.close());

  /** What a person does between the two addresses; answers where the browser ends. */
  const walk = async (address: URL): Promise<URL> => {
    const browser = createBrowser(world.postern.issuer);
    let page = await browser.open(address);
    for (let visits = 0; page.url.origin === world.postern.issuer && visits < 10; visits += 1) {
      const { fields } = page.form ?? { fields: new Set<string>() };
      page = await browser.submit(page, {
        ...(fields.has('password') ? alice : {}),
        ...(fields.has('code') ? { code: world.freshCode() } : {}),
      });
    }
    return page.url;
  };

  test('openid-client: a confidential web app, PKCE, nonce, userinfo, refresh, introspection, revocation', {
    skip,
  }, async () => {
    const config = await client.discovery(
      new URL(world.postern.issuer),
      webApp.clientId,
      // The program's clock runs ahead of this one.
      { client_secret: world.webAppSecret, [client.clockTolerance]: 24 * 3600 },
      undefined,
      { execute: [client.allowInsecureRequests] },
    );
    const verifier = client.randomPKCECodeVerifier();
    const [state, nonce] = [client.randomState(), client.randomNonce()];
    const address = client.buildAuthorizationUrl(config, {
      redirect_uri: webApp.redirectUri,
      scope: 'openid profile email offline_access',
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
    });
    const tokens = await client.authorizationCodeGrant(config, await walk(address), {
      pkceCodeVerifier: verifier,
      expectedState: state,
      expectedNonce: nonce,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    assert.equal(claims?.acr, 'urn:postern:factor:2');
    const person = await client.fetchUserInfo(config, tokens.access_token, claims?.sub ?? '');
    assert.deepEqual(
      { name: person.name, email: person.email, verified: person.email_verified },
      { name: 'Alice Archer', email: 'alice@example.test', verified: true },
    );
    const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token ?? '');
    assert.notEqual(refreshed.refresh_token, tokens.refresh_token);
    const told = await client.tokenIntrospection(config, refreshed.access_token);
    assert.equal(told.active, true);
    await client.tokenRevocation(config, refreshed.refresh_token ?? '');
    assert.equal((await client.tokenIntrospection(config, refreshed.access_token)).active, false);
    await assert.rejects(client.refreshTokenGrant(config, refreshed.refresh_token ?? ''), {
      error: 'invalid_grant',
    });
  });

  test('oauth4webapi: a public program on a loopback port, iss checked, mail scope', { skip }, async () => {
    const issuer = new URL(world.postern.issuer);
    const insecure = { [oauth.allowInsecureRequests]: true } as const;
    const server = await oauth.processDiscoveryResponse(
      issuer,
      await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...insecure }),
    );
    assert.equal(server.authorization_response_iss_parameter_supported, true);
    const program: oauth.Client = { client_id: mailProgram.clientId };
    const none = oauth.None();
    const redirectUri = 'http://localhost:53682';
    const verifier = oauth.generateRandomCodeVerifier();
    const state = oauth.generateRandomState();
    const address = new URL(server.authorization_endpoint ?? '');
    address.search = new URLSearchParams({
      client_id: program.client_id,
      redirect_uri: redirectUri,
      response_type: 'code',
      scope: 'urn:ietf:params:oauth:scope:mail',
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
    }).toString();
    const parameters = oauth.validateAuthResponse(server, program, await walk(address), state);
    const response = await oauth.authorizationCodeGrantRequest(
      server,
      program,
      none,
      parameters,
      redirectUri,
      verifier,
      insecure,
    );
    const tokens = await oauth.processAuthorizationCodeResponse(server, program, response);
    assert.equal(tokens.scope, 'urn:ietf:params:oauth:scope:mail mail offline_access');
    assert.equal((await world.introspect(tokens.access_token)).active, true);
    const refreshed = await oauth.processRefreshTokenResponse(
      server,
      program,
      await oauth.refreshTokenGrantRequest(server, program, none, tokens.refresh_token ?? '', insecure),
    );
    assert.equal((await world.introspect(refreshed.access_token)).active, true);
    const revoked = await oauth.revocationRequest(
      server,
      program,
      none,
      refreshed.refresh_token ?? '',
      insecure,
    );
    await oauth.processRevocationResponse(revoked);
    assert.equal((await world.introspect(refreshed.access_token)).active, false);
  });

  test('each violation alone is refused: client, redirect, verifier, code, PKCE', { skip }, async () => {
    const good = async () => {
      const { parameters, verifier } = await world.authorize();
      return {
        grant_type: 'authorization_code',
        code: parameters.get('code') ?? '',
        redirect_uri: mailProgram.redirectUri,
        code_verifier: verifier,
      };
    };
    const bad: Readonly<Record<string, Readonly<Record<string, string>>>> = {
      'another redirect': { redirect_uri: 'http://127.0.0.1:8123/other' },
      'no redirect': { redirect_uri: '' },
      'another verifier': { code_verifier: 'x'.repeat(43) },
      'no verifier': { code_verifier: '' },
      'another code': { code: 'x'.repeat(43) },
      'another client': { client_id: webApp.clientId, client_secret: world.webAppSecret },
    };
    for (const [why, change] of Object.entries(bad)) {
      const response = await world.post({ ...(await good()), ...change });
      assert.ok(response.status === 400 || response.status === 401, `${why}: ${response.status}`);
    }
    assert.equal((await world.post(await good())).status, 200);

    for (const parameters of [
      { code_challenge_method: 'plain' },
      { code_challenge: '' },
      { response_type: 'token' },
      { response_type: 'id_token' },
      { response_mode: 'fragment' },
    ]) {
      const end = await walkError(parameters);
      assert.match(end, /^(invalid_request|unsupported_response_type|unsupported_response_mode)$/);
    }
  });

  const walkError = async (changes: Readonly<Record<string, string>>): Promise<string> => {
    const url = new URL('/authorize', world.postern.issuer);
    url.search = new URLSearchParams({
      client_id: mailProgram.clientId,
      redirect_uri: mailProgram.redirectUri,
      response_type: 'code',
      scope: 'mail',
      code_challenge: 'x'.repeat(43),
      code_challenge_method: 'S256',
      ...changes,
    }).toString();
    const response = await fetch(url, { redirect: 'manual', headers: { accept: 'text/html' } });
    const location = response.headers.get('location');
    if (location === null) {
      return response.status === 400 ? 'invalid_request' : String(response.status);
    }
    const { searchParams, hash } = new URL(location);
    return searchParams.get('error') ?? new URLSearchParams(hash.slice(1)).get('error') ?? location;
  };

  test('a redirect that is not registered gets a page, never a redirect', { skip }, async () => {
    for (const redirect of [
      'https://evil.test/',
      'http://127.0.0.1.evil.test/',
      'http://127.0.0.1:8123/x',
      'http://127.0.0.1@evil.test/',
      'http://evil.test@127.0.0.1/',
      '//evil.test',
      'javascript:alert(1)',
      'http://127.0.0.1:8123/#x',
    ]) {
      const url = new URL('/authorize', world.postern.issuer);
      url.search = new URLSearchParams({
        client_id: mailProgram.clientId,
        redirect_uri: redirect,
        response_type: 'code',
        scope: 'mail',
        code_challenge: 'x'.repeat(43),
        code_challenge_method: 'S256',
      }).toString();
      const response = await fetch(url, { redirect: 'manual', headers: { accept: 'text/html' } });
      assert.equal(response.status, 400, redirect);
      assert.ok(!(await response.text()).includes('evil.test'), redirect);
    }
  });
});
