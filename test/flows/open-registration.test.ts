// Mail programs that know nobody here: from the metadata to the mailbox, by libraries that know nothing of us, on both stores.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as oauth from 'oauth4webapi';
import * as client from 'openid-client';
import { createBrowser } from '../support/browser.ts';
import { requirePrograms } from '../support/components.ts';
import { forEachStore } from '../support/engines.ts';
import { alice, openWorld, type World } from '../support/world.ts';

const skip = requirePrograms('oathtool');
const mailScope = 'urn:ietf:params:oauth:scope:mail';
const profile = {
  redirect_uris: ['http://127.0.0.1/'],
  token_endpoint_auth_method: 'none',
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  scope: `${mailScope} offline_access`,
  client_name: 'Letterbox',
  client_uri: 'https://letterbox.example',
  software_id: 'org.example.letterbox',
  software_version: '3.1',
};

forEachStore((_engine, _openTestStore, makeTarget) => {
  let world: World;
  before(async () => {
    world = await openWorld({ target: await makeTarget(), env: { POSTERN_OPEN_REGISTRATION: 'yes' } });
  });
  after(() => world?.close());

  /** What a person does; answers where the browser ends, and the page that asked for consent. */
  const walk = async (address: URL): Promise<{ end: URL; consent: string }> => {
    const browser = createBrowser(world.postern.issuer);
    let page = await browser.open(address);
    let consent = '';
    for (let visits = 0; page.url.origin === world.postern.issuer && visits < 10; visits += 1) {
      const { fields } = page.form ?? { fields: new Set<string>() };
      consent = page.html;
      page = await browser.submit(page, {
        ...(fields.has('password') ? alice : {}),
        ...(fields.has('code') ? { code: world.freshCode() } : {}),
      });
    }
    return { end: page.url, consent };
  };

  test('oauth4webapi: metadata, registration, code with PKCE and iss, refresh, mail server', {
    skip,
  }, async () => {
    const issuer = new URL(world.postern.issuer);
    const insecure = { [oauth.allowInsecureRequests]: true } as const;
    const server = await oauth.processDiscoveryResponse(
      issuer,
      await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...insecure }),
    );
    const registered = await oauth.processDynamicClientRegistrationResponse(
      await oauth.dynamicClientRegistrationRequest(server, profile, insecure),
    );
    assert.equal(registered.client_secret, undefined);
    const redirectUri = 'http://127.0.0.1:53682/';
    const codeVerifier = oauth.generateRandomCodeVerifier();
    const state = oauth.generateRandomState();
    const address = new URL(server.authorization_endpoint ?? '');
    address.search = new URLSearchParams({
      client_id: registered.client_id,
      redirect_uri: redirectUri,
      response_type: 'code',
      scope: profile.scope,
      code_challenge: await oauth.calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
      state,
    }).toString();
    const { end, consent } = await walk(address);
    assert.match(consent, /<b>Letterbox<\/b> made itself known here, and nobody has checked who wrote it/);
    const parameters = oauth.validateAuthResponse(server, registered, end, state);
    const none = oauth.None();
    const tokens = await oauth.processAuthorizationCodeResponse(
      server,
      registered,
      await oauth.authorizationCodeGrantRequest(
        server,
        registered,
        none,
        parameters,
        redirectUri,
        codeVerifier,
        insecure,
      ),
    );
    assert.equal(tokens.scope, `${mailScope} mail offline_access`);
    const refreshed = await oauth.processRefreshTokenResponse(
      server,
      registered,
      await oauth.refreshTokenGrantRequest(server, registered, none, tokens.refresh_token ?? '', insecure),
    );
    assert.equal((await world.introspect(refreshed.access_token)).active, true);

    const { clients } = await world.postern.cliJson(['clients', 'list']);
    const listed = (clients as Record<string, unknown>[]).find(
      (one) => one.client_id === registered.client_id,
    );
    assert.deepEqual([listed?.unverified, listed?.expires_at], [true, undefined]);
    const done = await world.postern.cli(['clients', 'delete', registered.client_id, '--yes']);
    assert.equal(done.code, 0, done.stderr);
    assert.deepEqual(await world.introspect(refreshed.access_token), { active: false });
  });

  test('openid-client: registers itself, and is forgotten when nobody signs in with it', {
    skip,
  }, async () => {
    const config = await client.dynamicClientRegistration(
      new URL(world.postern.issuer),
      { redirect_uris: ['org.example.letterbox:/oauth'], token_endpoint_auth_method: 'none' },
      client.None(),
      { execute: [client.allowInsecureRequests] },
    );
    const { client_id: id } = config.clientMetadata();
    assert.equal((await world.postern.cliJson(['clients', 'show', id])).unverified, true);
    world.postern.advanceClock(25 * 60 * 60 * 1000);
    assert.equal((await world.postern.cli(['clients', 'show', id])).code, 1);
  });

  test('a library that asks for a secret is told why it gets none', { skip }, async () => {
    await assert.rejects(
      client.dynamicClientRegistration(
        new URL(world.postern.issuer),
        { redirect_uris: ['http://127.0.0.1/'], token_endpoint_auth_method: 'client_secret_basic' },
        client.None(),
        { execute: [client.allowInsecureRequests] },
      ),
      { error: 'invalid_client_metadata' },
    );
  });
});
