// A program that shows a code, and a person who types it in a browser elsewhere (RFC 8628), on both stores.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as oauth from 'oauth4webapi';
import * as client from 'openid-client';
import { createBrowser } from '../support/browser.ts';
import { requirePrograms } from '../support/components.ts';
import {
  addTerminal,
  askForTokens,
  decideDevice,
  startDevice,
  terminal,
  typeUserCode,
  untilQuestion,
} from '../support/device-world.ts';
import { forEachStore } from '../support/engines.ts';
import { stepOf } from '../support/sign-in-steps.ts';
import { alice, openWorld, type World, webApp } from '../support/world.ts';

const skip = requirePrograms('oathtool');
const minute = 60_000;

forEachStore((_engine, _openTestStore, makeTarget) => {
  let world: World;
  before(async () => {
    world = await openWorld({
      target: await makeTarget(),
      env: { POSTERN_TRUSTED_PROXIES: '127.0.0.1', POSTERN_SUPPORT: 'helpdesk@example.test' },
    });
    await addTerminal(world);
  });
  after(() => world?.close());

  const browse = () => createBrowser(world.postern.issuer);
  const from = (address: string) => ({ headers: { 'x-forwarded-for': address } });
  const listDevices = async (): Promise<readonly Record<string, unknown>[]> => {
    const { devices } = await world.postern.cliJson(['devices', 'list', alice.username]);
    return devices as readonly Record<string, unknown>[];
  };

  test('openid-client begins, waits at the pace it is told, and has tokens of a second factor', {
    skip,
  }, async () => {
    const config = await client.discovery(
      new URL(world.postern.issuer),
      terminal.clientId,
      { [client.clockTolerance]: 24 * 3600 },
      client.None(),
      { execute: [client.allowInsecureRequests] },
    );
    const started = await client.initiateDeviceAuthorization(config, { scope: 'openid mail' });
    const [tokens] = await Promise.all([
      client.pollDeviceAuthorizationGrant(config, started),
      decideDevice(world, browse(), started.user_code),
    ]);
    assert.equal(tokens.claims()?.acr, 'urn:postern:factor:2');
    assert.deepEqual(tokens.claims()?.amr, ['pwd', 'otp', 'mfa']);
    assert.equal(
      (await client.refreshTokenGrant(config, tokens.refresh_token ?? '')).token_type.toLowerCase(),
      'bearer',
    );
  });

  test('oauth4webapi: pending, then tokens once, a listed device, mail for as long as it is not ended', {
    skip,
  }, async () => {
    const issuer = new URL(world.postern.issuer);
    const insecure = { [oauth.allowInsecureRequests]: true } as const;
    const server = await oauth.processDiscoveryResponse(
      issuer,
      await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...insecure }),
    );
    const program: oauth.Client = { client_id: terminal.clientId };
    const none = oauth.None();
    const started = await oauth.processDeviceAuthorizationResponse(
      server,
      program,
      await oauth.deviceAuthorizationRequest(server, program, none, { scope: 'mail' }, insecure),
    );
    const ask = async () =>
      oauth.processDeviceCodeResponse(
        server,
        program,
        await oauth.deviceCodeGrantRequest(server, program, none, started.device_code, insecure),
      );
    await assert.rejects(ask(), { error: 'authorization_pending' });
    const before = (await listDevices()).length;
    await decideDevice(world, browse(), started.user_code);
    assert.equal((await listDevices()).length, before, 'listed before it has tokens');
    const tokens = await ask();
    assert.equal(tokens.scope, 'mail urn:ietf:params:oauth:scope:mail offline_access');
    assert.equal((await world.introspect(tokens.access_token)).username, alice.username);
    const [device = {}] = await listDevices();
    assert.equal(device.client_id, terminal.clientId);
    await world.postern.cli(['devices', 'end', alice.username, String(device.id), '--yes']);
    assert.equal((await world.introspect(tokens.access_token)).active, false);
    await assert.rejects(ask(), { error: 'invalid_grant' });
  });

  test('the answer tells the pace and a sentence for the person, and the address with the code fills in nothing', async () => {
    const started = await startDevice(world);
    assert.match(started.user_code, /^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/);
    assert.deepEqual([started.interval, started.expires_in], [5, 600]);
    assert.equal(started.verification_uri, `${world.postern.issuer}/device`);
    assert.ok(
      started.message.includes(started.user_code) && started.message.includes(started.verification_uri),
    );
    const page = await browse().open(started.verification_uri_complete);
    assert.equal(page.status, 200);
    assert.ok(
      !page.html.includes(started.user_code) && !page.html.includes(started.user_code.replace('-', '')),
    );
    assert.ok(page.form?.fields.has('user_code'));
  });

  test('the question names the program, from where and when it asked, and warns of codes that others sent', {
    skip,
  }, async () => {
    const { user_code } = await startDevice(world);
    const browser = browse();
    const question = await untilQuestion(
      world,
      browser,
      await typeUserCode(browser, user_code.toLowerCase()),
    );
    assert.equal(stepOf(question), 'consent');
    const text = question.html.replace(/<[^>]+>/g, ' ');
    assert.match(text, /Connect terminal to your account\?/);
    assert.match(text, /Asked from\s+127\.0\.0\.1\s+\(where you are now\)/);
    assert.match(text, /today, \d\d:\d\d UTC/);
    assert.match(text, /If somebody sent you the code, refuse/);
    assert.match(text, /Read and send your mail/);
    assert.deepEqual(question.form?.firstButton, ['action', 'allow']);
    const done = await browser.submit(question, {});
    assert.equal(done.status, 200);
    assert.match(done.html, /terminal is connected/);
  });

  test('whoever is signed in is asked for a new code all the same, and a refusal is the end of it', {
    skip,
  }, async () => {
    const browser = browse();
    const first = await startDevice(world);
    await decideDevice(world, browser, first.user_code);
    const second = await startDevice(world);
    const page = await typeUserCode(browser, second.user_code);
    assert.equal(stepOf(page), 'totp');
    assert.ok(!page.form?.fields.has('remember'));
    const refused = await browser.submit(await untilQuestion(world, browser, page), {}, { action: 'deny' });
    assert.match(refused.html, /Nothing was connected/);
    assert.match(refused.html, /helpdesk@example\.test/);
    assert.equal((await askForTokens(world, second)).error, 'access_denied');
    assert.equal((await typeUserCode(browser, second.user_code)).status, 422);
    // The first one is not touched by it.
    assert.equal((await askForTokens(world, first)).status, 200);
  });

  test('neither a trusted browser nor a recovery code connects a device', { skip }, async () => {
    const browser = browse();
    const signIn = await browser.open(
      `/authorize?${new URLSearchParams({
        client_id: webApp.clientId,
        redirect_uri: webApp.redirectUri,
        response_type: 'code',
        scope: 'openid',
        code_challenge: 'x'.repeat(43),
        code_challenge_method: 'S256',
      })}`,
    );
    const code = await browser.submit(signIn, alice);
    await browser.submit(code, { code: world.freshCode(), remember: 'yes' });
    const { user_code } = await startDevice(world);
    const page = await typeUserCode(browser, user_code);
    assert.equal(stepOf(page), 'totp');
    const recovery = await browser.open(page.url.href.replace(/totp$/, 'recovery-code'));
    assert.ok(!recovery.form?.fields.has('recovery_code'), recovery.html);
  });

  test('"Not you?" at the question asks for another name and password', { skip }, async () => {
    await world.postern.cli(['accounts', 'add', 'bob', '--password-stdin'], {
      stdin: 'words behind the new door',
    });
    const browser = browse();
    const started = await startDevice(world);
    const question = await untilQuestion(world, browser, await typeUserCode(browser, started.user_code));
    const again = await browser.submit(question, {}, { action: 'restart' });
    assert.equal(stepOf(again), 'password');
    let page = await browser.submit(again, { username: 'bob', password: 'words behind the new door' });
    if (stepOf(page) !== 'consent') {
      // Two people in one browser: the first one's session ends, by a form that goes on by itself.
      page = await browser.submit(page, {});
    }
    assert.match(page.html.replace(/<[^>]+>/g, ' '), /bob/);
    await browser.submit(page, {});
    const { access_token } = await askForTokens(world, started);
    assert.equal((await world.introspect(access_token ?? '')).username, 'bob');
  });

  test('a device has ten minutes; behind them neither it nor its person gets on', { skip }, async () => {
    const browser = browse();
    const [open, typed] = [await startDevice(world), await startDevice(world)];
    const question = await untilQuestion(world, browser, await typeUserCode(browser, typed.user_code));
    world.postern.advanceClock(10 * minute + 1000);
    for (const started of [open, typed]) {
      assert.equal((await askForTokens(world, started)).error, 'expired_token');
    }
    assert.equal((await typeUserCode(browse(), open.user_code)).status, 422);
    const late = await browser.submit(question, {});
    assert.equal(late.status, 400);
    assert.equal((await askForTokens(world, typed)).error, 'expired_token');
  });

  test('a device that asks too often is told to slow down, until the answer is there', { skip }, async () => {
    const started = await startDevice(world);
    assert.equal((await askForTokens(world, started)).error, 'authorization_pending');
    assert.equal((await askForTokens(world, started)).error, 'slow_down');
    world.postern.advanceClock(5000);
    assert.equal((await askForTokens(world, started)).error, 'slow_down');
    world.postern.advanceClock(15_000);
    assert.equal((await askForTokens(world, started)).error, 'authorization_pending');
    await decideDevice(world, browse(), started.user_code);
    assert.equal((await askForTokens(world, started)).status, 200);
  });

  test('of twenty requests for one device code one has tokens, and they work', { skip }, async () => {
    const started = await startDevice(world);
    await decideDevice(world, browse(), started.user_code);
    const answers = await Promise.all(Array.from({ length: 20 }, () => askForTokens(world, started)));
    const [winner, ...others] = answers.filter(({ status }) => status === 200);
    assert.equal(others.length, 0);
    assert.ok(answers.every(({ status, error }) => status === 200 || error === 'invalid_grant'));
    assert.equal((await world.introspect(winner?.access_token ?? '')).active, true);
    world.postern.advanceClock(10_000);
    assert.equal((await askForTokens(world, started)).error, 'invalid_grant');
    assert.equal((await world.introspect(winner?.access_token ?? '')).active, false);
  });

  test('five wrong codes from one browser or one source, then a wait; others are not in it', {
    skip,
  }, async () => {
    world.postern.advanceClock(20 * minute);
    const { user_code } = await startDevice(world);
    const guess = async (browser: ReturnType<typeof browse>, address: string, code = 'BBBB-BBBB') =>
      browser.submit(await browser.open('/device'), { user_code: code }, from(address));
    const browser = browse();
    const statuses = [];
    for (let count = 0; count < 6; count += 1) {
      statuses.push((await guess(browser, `198.51.100.${count}`)).status);
    }
    assert.deepEqual(statuses, [422, 422, 422, 422, 422, 429]);
    const waiting = await guess(browser, '198.51.100.9', user_code);
    assert.equal(waiting.status, 429, 'the right one, too');
    const seconds = Number(waiting.headers.get('retry-after'));
    assert.ok(seconds > 0 && seconds <= 600, String(seconds));
    assert.match(waiting.alert, /minutes/);
    // One source with many browsers: a /64 is one.
    const bySource = [];
    for (let count = 0; count < 6; count += 1) {
      bySource.push((await guess(browse(), `2001:db8:1:2::${count + 1}`)).status);
    }
    assert.deepEqual(bySource, [422, 422, 422, 422, 422, 429]);
    assert.equal((await guess(browse(), '2001:db8:1:2:ffff::1', user_code)).status, 429);
    assert.equal(stepOf(await guess(browse(), '2001:db8:1:3::1', user_code)), 'password');
    world.postern.advanceClock(11 * minute);
    assert.equal((await guess(browser, '198.51.100.1')).status, 422);
  });

  test('access rules hold for a device as for every program', { skip }, async () => {
    world.postern.advanceClock(20 * minute);
    await world.postern.cli(['rules', 'add', 'deny', '--client', terminal.clientId, '--user', 'bob']);
    world.postern.advanceClock(6000);
    const browser = browse();
    const started = await startDevice(world);
    const first = await typeUserCode(browser, started.user_code);
    const page = await browser.submit(first, { username: 'bob', password: 'words behind the new door' });
    assert.equal(stepOf(page), 'denied');
    const refused = await browser.submit(page, {}, { action: 'cancel' });
    assert.match(refused.html, /Nothing was connected/);
    assert.equal((await askForTokens(world, started)).error, 'access_denied');
  });

  test('a client has the grant by its preset or by --device-flow, and a site of the house is asked for, too', {
    skip,
  }, async () => {
    await assert.rejects(startDevice(world, { clientId: 'mail-program' }), /unauthorized_client/);
    const added = await world.postern.cliJson([
      ...[
        'clients',
        'add',
        '--preset',
        'web',
        '--id',
        'board',
        '--redirect-uri',
        'https://board.example.test/',
      ],
      '--device-flow',
    ]);
    const board = { clientId: 'board', clientSecret: String(added.client_secret) };
    const started = await startDevice(world, board, 'openid');
    const browser = browse();
    const question = await untilQuestion(world, browser, await typeUserCode(browser, started.user_code));
    assert.equal(stepOf(question), 'consent');
    await browser.submit(question, {});
    assert.equal(
      (await askForTokens(world, started, { clientId: terminal.clientId })).error,
      'invalid_grant',
    );
    assert.equal((await askForTokens(world, started, board)).status, 200);
  });
});

test('where it is switched off there is no such path, page or grant, and clients that had it work on', async () => {
  const world = await openWorld({ env: { POSTERN_DEVICE_FLOW: 'no' } });
  try {
    await addTerminal(world);
    const { issuer } = world.postern;
    for (const [path, method] of [
      ['/device', 'GET'],
      ['/device', 'POST'],
      ['/device_authorization', 'POST'],
    ] as const) {
      assert.equal((await fetch(`${issuer}${path}`, { method })).status, 404, path);
    }
    const metadata = (await (await fetch(`${issuer}/.well-known/openid-configuration`)).json()) as object;
    assert.ok(!JSON.stringify(metadata).includes('device'));
    const page = await createBrowser(issuer).open(
      `/authorize?${new URLSearchParams({
        client_id: terminal.clientId,
        redirect_uri: 'http://127.0.0.1:1/',
        response_type: 'code',
        scope: 'mail',
        code_challenge: 'x'.repeat(43),
        code_challenge_method: 'S256',
      })}`,
    );
    assert.equal(stepOf(page), 'password');
  } finally {
    await world.close();
  }
});
