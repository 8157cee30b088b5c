// Tokens, from the sign-in to their end, on both stores: what they say, how long they last, and what ends them at once.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { requirePrograms } from '../support/components.ts';
import { forEachStore } from '../support/engines.ts';
import { createCookieJar } from '../support/sign-in-over-http-cookies.ts';
import { alice, mailServer, openWorld, type World, webApp } from '../support/world.ts';

const day = 24 * 60 * 60 * 1000;
const inactive = { active: false };
const skip = requirePrograms('oathtool');

forEachStore((_engine, _openTestStore, makeTarget) => {
  let world: World;
  before(async () => {
    world = await openWorld({ target: await makeTarget() });
  });
  after(() => world?.close());

  const refresh = async (
    token: string | undefined,
  ): Promise<{ status: number; body: Record<string, string> }> => {
    const response = await world.post({ grant_type: 'refresh_token', refresh_token: token ?? '' });
    return { status: response.status, body: (await response.json()) as Record<string, string> };
  };

  const listDevices = async (): Promise<readonly { id: string; client_id: string }[]> => {
    const { devices } = await world.postern.cliJson(['devices', 'list', alice.username]);
    return devices as { id: string; client_id: string }[];
  };

  test('a mail token tells the mail server who it is for, in the words Dovecot reads', { skip }, async () => {
    const { accessToken, answer, idToken } = await world.signIn();
    assert.equal(answer.scope, 'openid mail urn:ietf:params:oauth:scope:mail offline_access');
    assert.equal(answer.token_type, 'Bearer');
    assert.equal(answer.expires_in, 3600);
    assert.ok(accessToken.length < 1000);

    const told = await world.introspect(accessToken);
    const { active, username, scope, aud, token_type, acr, amr, client_id } = told;
    assert.deepEqual(
      { active, username, scope, aud, token_type, acr, amr, client_id },
      {
        active: true,
        username: 'alice',
        scope: 'mail urn:ietf:params:oauth:scope:mail',
        aud: 'urn:postern:mail',
        token_type: 'Bearer',
        acr: 'urn:postern:factor:2',
        amr: ['pwd', 'otp', 'mfa'],
        client_id: 'mail-program',
      },
    );
    assert.equal(typeof told.exp, 'number');
    const claims = JSON.parse(Buffer.from(idToken?.split('.')[1] ?? '', 'base64url').toString());
    assert.equal(claims.sub, told.sub);
    assert.equal(claims.preferred_username, 'alice');
    assert.deepEqual(claims.amr, ['pwd', 'otp', 'mfa']);
    assert.ok(claims.auth_time <= Math.floor(world.postern.now() / 1000));
  });

  test('every wrong kind of token is inactive, and only a wrong secret is an error', { skip }, async () => {
    const { accessToken, refreshToken = '', idToken = '' } = await world.signIn();
    const web = await world.signIn({ ...webApp, clientSecret: world.webAppSecret, scope: 'openid email' });
    for (const [kind, token] of Object.entries({
      refresh: refreshToken,
      id: idToken,
      'of another audience': web.accessToken,
      'changed in one letter': `${accessToken.slice(0, -1)}${accessToken.endsWith('A') ? 'B' : 'A'}`,
      unknown: 'x'.repeat(43),
      short: 'x',
      'a JWT of somebody': 'eyJhbGciOiJub25lIn0.e30.',
      'not ASCII': 'tökèn',
    })) {
      assert.deepEqual(await world.introspect(token), inactive, kind);
    }
    const { issuer } = world.postern;
    const wrong = await fetch(`${issuer}/introspect`, {
      method: 'POST',
      body: new URLSearchParams({ token: accessToken, client_id: mailServer, client_secret: 'wrong' }),
    });
    assert.equal(wrong.status, 401);
  });

  test('Basic credentials beside empty ones in the body are accepted, as Dovecot sends them', {
    skip,
  }, async () => {
    const { accessToken } = await world.signIn();
    const basic = Buffer.from(`${mailServer}:${world.mailServerSecret}`).toString('base64');
    const response = await fetch(`${world.postern.issuer}/introspect`, {
      method: 'POST',
      headers: { authorization: `Basic ${basic}` },
      body: new URLSearchParams({ token: accessToken, client_id: '', client_secret: '' }),
    });
    assert.equal(((await response.json()) as { active: boolean }).active, true);
  });

  test('a narrowed token says so, and one without a mail scope opens no mailbox', { skip }, async () => {
    const { refreshToken = '' } = await world.signIn({ scope: 'openid mail imap offline_access' });
    const narrow = async (scope: string) => {
      const response = await world.post({ grant_type: 'refresh_token', refresh_token: refreshToken, scope });
      return (await response.json()) as { access_token: string; scope: string };
    };
    const imap = await narrow('imap');
    assert.equal(imap.scope, 'imap offline_access');
    assert.equal((await world.introspect(imap.access_token)).scope, 'imap');
    const profile = await narrow('openid');
    assert.equal(profile.scope, 'openid offline_access');
    assert.deepEqual(await world.introspect(profile.access_token), inactive);
  });

  test('another resource than mail is refused', { skip }, async () => {
    const parameters = { resource: 'https://api.example.test' };
    const end = await world.authorize({ parameters });
    assert.equal(end.parameters.get('error'), 'invalid_target');
    const mail = await world.signIn({ parameters: { resource: 'urn:postern:mail' } });
    assert.equal((await world.introspect(mail.accessToken)).active, true);
  });

  test('revoking an access token leaves the refresh token, revoking that ends everything', {
    skip,
  }, async () => {
    const { accessToken, refreshToken = '' } = await world.signIn();
    assert.equal((await world.post({ token: accessToken }, '/revoke')).status, 200);
    assert.deepEqual(await world.introspect(accessToken), inactive);
    const next = await refresh(refreshToken);
    assert.equal(next.status, 200);
    assert.equal((await world.introspect(next.body.access_token ?? '')).active, true);

    assert.equal((await world.post({ token: next.body.refresh_token ?? '' }, '/revoke')).status, 200);
    assert.deepEqual(await world.introspect(next.body.access_token ?? ''), inactive);
    assert.equal((await refresh(next.body.refresh_token)).body.error, 'invalid_grant');
  });

  test('a refresh token lasts 90 idle days and 400 in all, and nobody is asked for a code', {
    skip,
  }, async () => {
    let { refreshToken } = await world.signIn({ scope: 'mail' });
    for (let days = 0; days < 390; days += 65) {
      world.postern.advanceClock(65 * day);
      const next = await refresh(refreshToken);
      assert.equal(next.status, 200, `after ${days + 65} days`);
      refreshToken = next.body.refresh_token;
    }
    world.postern.advanceClock(11 * day);
    assert.equal((await refresh(refreshToken)).body.error, 'invalid_grant');

    const idle = await world.signIn({ scope: 'mail' });
    world.postern.advanceClock(91 * day);
    assert.equal((await refresh(idle.refreshToken)).body.error, 'invalid_grant');
  });

  test('a late repeat ends the grant, one in time does not', { skip }, async () => {
    const { accessToken, refreshToken } = await world.signIn();
    const [one, other] = await Promise.all([refresh(refreshToken), refresh(refreshToken)]);
    assert.equal(one.body.refresh_token, other.body.refresh_token);
    assert.notEqual(one.body.access_token, other.body.access_token);
    world.postern.advanceClock(61_000);
    assert.equal((await refresh(refreshToken)).body.error, 'invalid_grant');
    assert.deepEqual(await world.introspect(accessToken), inactive);
    assert.equal((await refresh(one.body.refresh_token)).body.error, 'invalid_grant');
  });

  test('a replaced refresh token still means its chain: asked about it is inactive, revoked it ends the grant', {
    skip,
  }, async () => {
    const { refreshToken = '' } = await world.signIn();
    const second = await refresh(refreshToken);
    const third = await refresh(second.body.refresh_token);
    assert.deepEqual(await world.introspect(refreshToken), inactive);
    assert.equal((await refresh(refreshToken)).body.error, 'invalid_grant');
    assert.equal((await world.introspect(third.body.access_token ?? '')).active, true);
    assert.equal((await world.post({ token: refreshToken }, '/revoke')).status, 200);
    assert.deepEqual(await world.introspect(third.body.access_token ?? ''), inactive);
    assert.equal((await refresh(third.body.refresh_token)).body.error, 'invalid_grant');
  });

  test('an access token ends after an hour for mail and ten minutes elsewhere', { skip }, async () => {
    const mail = await world.signIn();
    const web = await world.signIn({ ...webApp, clientSecret: world.webAppSecret, scope: 'openid email' });
    const userinfo = () =>
      fetch(`${world.postern.issuer}/userinfo`, { headers: { authorization: `Bearer ${web.accessToken}` } });
    assert.equal((await userinfo()).status, 200);
    world.postern.advanceClock(601_000);
    assert.equal((await userinfo()).status, 401);
    assert.equal((await world.introspect(mail.accessToken)).active, true);
    world.postern.advanceClock(3_000_000);
    assert.deepEqual(await world.introspect(mail.accessToken), inactive);
  });

  test('a device is ended alone', { skip }, async () => {
    const [first, second] = [await world.signIn(), await world.signIn()];
    const [newest] = await listDevices();
    assert.match(newest?.id ?? '', /^[A-Za-z0-9_][A-Za-z0-9_-]{15}$/, 'fit to be typed');
    const ended = await world.postern.cli(['devices', 'end', 'alice', newest?.id ?? '', '--yes']);
    assert.equal(ended.code, 0, ended.stderr);
    assert.deepEqual(await world.introspect(second.accessToken), inactive);
    assert.equal((await refresh(second.refreshToken)).body.error, 'invalid_grant');
    assert.equal((await world.introspect(first.accessToken)).active, true);
  });

  test('a web app is listed once, however often somebody signs in to it', { skip }, async () => {
    const cookies = createCookieJar();
    const request = { ...webApp, clientSecret: world.webAppSecret, scope: 'openid', cookies };
    await world.signIn(request);
    await world.signIn(request);
    await world.signIn({ ...request, cookies: createCookieJar() });
    const ofWebApp = (await listDevices()).filter((device) => device.client_id === webApp.clientId);
    assert.equal(ofWebApp.length, 1);
  });

  test('disabling the account ends its tokens at once, and enabling it revives none', { skip }, async () => {
    const { accessToken, refreshToken } = await world.signIn();
    for (const command of ['disable', 'enable']) {
      const done = await world.postern.cli(['accounts', command, alice.username]);
      assert.equal(done.code, 0, done.stderr);
      assert.deepEqual(await world.introspect(accessToken), inactive, command);
      assert.equal((await refresh(refreshToken)).body.error, 'invalid_grant', command);
    }
    assert.equal((await world.introspect((await world.signIn()).accessToken)).active, true);
  });

  test('a new password from the administrator ends what the old one had opened', { skip }, async () => {
    const { accessToken, refreshToken } = await world.signIn();
    const done = await world.postern.cli(['accounts', 'set-password', alice.username, '--password-stdin'], {
      stdin: alice.password,
    });
    assert.equal(done.code, 0, done.stderr);
    assert.deepEqual(await world.introspect(accessToken), inactive);
    assert.equal((await refresh(refreshToken)).body.error, 'invalid_grant');
  });

  test('a token of a deleted client is inactive', { skip }, async () => {
    await world.postern.cliJson(['clients', 'add', '--preset', 'native', '--id', 'short-lived']);
    const { accessToken } = await world.signIn({ clientId: 'short-lived' });
    assert.equal((await world.introspect(accessToken)).active, true);
    const done = await world.postern.cli(['clients', 'delete', 'short-lived', '--yes']);
    assert.equal(done.code, 0, done.stderr);
    assert.deepEqual(await world.introspect(accessToken), inactive);
  });

  test('no token, code, cookie or password has reached the log', { skip }, async () => {
    const { accessToken, refreshToken = '', idToken = '' } = await world.signIn();
    await world.introspect(accessToken);
    await refresh(refreshToken);
    const log = JSON.stringify(world.postern.log) + world.postern.stderr();
    for (const secret of [
      accessToken,
      refreshToken,
      idToken,
      alice.password,
      world.mailServerSecret,
      world.webAppSecret,
    ]) {
      assert.ok(!log.includes(secret));
    }
  });
});
