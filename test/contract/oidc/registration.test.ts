// Programs that register themselves, over HTTP on both stores: what they become, how many may, and how they are forgotten.

import assert from 'node:assert/strict';
import { after, afterEach, mock, test } from 'node:test';
import { type ClientWorld, openClientWorld } from '../../support/client-world.ts';
import { forEachStore } from '../../support/engines.ts';

const hour = 60 * 60 * 1000;
const program = {
  redirect_uris: ['http://localhost', 'org.example.mail:/oauth'],
  token_endpoint_auth_method: 'none',
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  client_name: 'Example Mail',
  scope: 'urn:ietf:params:oauth:scope:mail offline_access',
};

forEachStore((_engine, openStore) => {
  const worlds: ClientWorld[] = [];
  const open = async (openRegistration = true): Promise<ClientWorld> => {
    const world = await openClientWorld(openStore, { settings: { openRegistration } });
    worlds.push(world);
    return world;
  };
  after(() => Promise.all(worlds.map((world) => world.close())));
  afterEach(() => mock.timers.reset());

  const send = (world: ClientWorld, init: RequestInit & { address?: string } = {}): Promise<Response> =>
    fetch(new URL('/register', world.issuer), {
      method: 'POST',
      body: JSON.stringify(program),
      ...init,
      headers: {
        'content-type': 'application/json',
        'x-forwarded-for': init.address ?? '192.0.2.7',
        ...(init.headers as Record<string, string>),
      },
    });
  const register = async (world: ClientWorld, changes: object = {}): Promise<string> => {
    const response = await send(world, { body: JSON.stringify({ ...program, ...changes }) });
    assert.equal(response.status, 201, await response.clone().text());
    return ((await response.json()) as { client_id: string }).client_id;
  };
  const metadata = async ({ issuer }: ClientWorld): Promise<Record<string, unknown>> =>
    (await (await fetch(new URL('/.well-known/oauth-authorization-server', issuer))).json()) as Record<
      string,
      unknown
    >;

  test('where it is switched off there is no such path, and nobody is sent to it', async () => {
    const world = await open(false);
    assert.equal((await send(world)).status, 404);
    assert.equal('registration_endpoint' in (await metadata(world)), false);
  });

  test('it is told what it became, and the metadata names the path', async () => {
    const world = await open();
    assert.equal((await metadata(world)).registration_endpoint, `${world.issuer}/register`);
    const response = await send(world, { body: JSON.stringify({ ...program, require_factor: 1 }) });
    assert.equal(response.status, 201);
    assert.equal(response.headers.get('cache-control'), 'no-store');
    const {
      client_id: id,
      client_id_issued_at: issued,
      ...rest
    } = (await response.json()) as Record<string, unknown>;
    assert.match(String(id), /^open-[\w-]{16}$/);
    assert.ok(Math.abs(Number(issued) - Date.now() / 1000) < 60);
    assert.deepEqual(rest, { ...program, application_type: 'native' });
    const listed = await world.clients.find(String(id));
    assert.deepEqual(
      [listed?.unverified, listed?.require_pkce, listed?.rotate_refresh_token],
      [true, true, true],
    );
    assert.equal(Date.parse(listed?.expires_at ?? '') - Date.parse(listed?.created_at ?? ''), 24 * hour);
  });

  test('it signs people in: with PKCE, after consent that says nobody has checked it', async () => {
    const world = await open();
    const service = await world.addService('imap');
    const id = await register(world);
    const tokens = await world.connect(id, { redirect_uri: 'http://localhost:4711' });
    assert.deepEqual(world.lastInteraction()?.client, {
      id,
      name: 'Example Mail',
      isNative: true,
      isUnverified: true,
      doesNotRotate: false,
      isPortal: false,
    });
    assert.equal(world.lastInteraction()?.prompt, 'consent');
    assert.equal((await world.introspect(service, tokens.access_token)).active, true);
    const [device] = await world.devices.list(world.accountId);
    assert.equal(device?.isUnverified, true);
    const asked = { client_id: id, redirect_uri: 'http://localhost', scope: 'mail' };
    assert.equal((await world.authorize(asked)).searchParams.get('error'), 'invalid_request', 'no challenge');
  });

  test('unused it is forgotten after a day; with its first tokens it stays', async () => {
    const world = await open();
    const [unused, used] = [await register(world), await register(world)];
    const start = Date.now();
    const { refresh_token: token } = await world.connect(used);
    assert.equal((await world.clients.find(used))?.expires_at, undefined);
    mock.timers.enable({ apis: ['Date'], now: start });
    mock.timers.setTime(start + 23 * hour);
    assert.equal((await world.clients.list()).length, 2);
    mock.timers.setTime(start + 24 * hour + 60_000);
    assert.deepEqual(
      (await world.clients.list()).map(({ client_id: id }) => id),
      [used],
    );
    const next = await world.refresh(used, token);
    assert.equal(next.status, 200);
    const gone = await world.refresh(unused, 'x');
    assert.deepEqual([gone.status, gone.body.error], [401, 'invalid_client']);
  });

  test('a code alone keeps nobody: only tokens do', async () => {
    const world = await open();
    const id = await register(world);
    await world.authorizeCode({
      client_id: id,
      redirect_uri: 'http://localhost',
      scope: 'mail',
      code_challenge: 'x'.repeat(43),
      code_challenge_method: 'S256',
    });
    assert.notEqual((await world.clients.find(id))?.expires_at, undefined);
  });

  test('ten an hour from one source, however many come at once; another source is not held up', async () => {
    const world = await open();
    const burst = await Promise.all(Array.from({ length: 25 }, () => send(world)));
    const made = burst.filter(({ status }) => status === 201);
    const refused = burst.filter(({ status }) => status === 429);
    assert.deepEqual([made.length, refused.length], [10, 15]);
    assert.ok(Number(refused[0]?.headers.get('retry-after')) > 0);
    assert.equal((await world.clients.list()).length, 10);
    assert.equal((await send(world, { address: '192.0.2.8' })).status, 201);
    assert.equal((await send(world, { address: '2001:db8::1' })).status, 201);
    const now = Date.now();
    mock.timers.enable({ apis: ['Date'], now: now + hour + 60_000 });
    assert.equal((await send(world)).status, 201);
  });

  test('one /64 is one source', async () => {
    const world = await open();
    const statuses = [];
    for (let last = 1; last <= 11; last += 1) {
      statuses.push((await send(world, { address: `2001:db8::${last.toString(16)}` })).status);
    }
    assert.deepEqual(statuses, [...Array(10).fill(201), 429]);
  });

  test('a network has no more than five addresses of it', async () => {
    const world = await open();
    const statuses = [];
    for (let at = 1; at <= 53; at += 1) {
      statuses.push((await send(world, { address: `2001:db8:7:${at.toString(16)}::1` })).status);
    }
    assert.deepEqual(statuses, [...Array(50).fill(201), 429, 429, 429]);
    assert.equal((await send(world, { address: '2001:db8:8::1' })).status, 201, 'another network');
  });

  test('what it named is all that it gets; without a name for it, it gets what it asks for', async () => {
    const world = await open();
    const granted = async (scope: string | undefined, asked: string) => {
      const id = await register(world, { scope, redirect_uris: ['http://localhost:8083/'] });
      return (await world.connect(id, { scope: asked })).scope;
    };
    const mail = 'mail urn:ietf:params:oauth:scope:mail';
    assert.equal(await granted('openid', 'openid profile mail'), 'openid offline_access');
    assert.equal(
      await granted('mail', 'openid profile mail imap'),
      `mail imap ${mail.slice(5)} offline_access`,
    );
    assert.equal(await granted('imap', 'mail imap'), 'imap offline_access');
    assert.equal(await granted(undefined, 'openid mail'), `openid ${mail} offline_access`);
    const id = await register(world, { scope: 'openid', redirect_uris: ['http://localhost:8083/'] });
    const { searchParams } = await world.authorize({
      client_id: id,
      redirect_uri: 'http://localhost:8083/',
      scope: 'mail',
      code_challenge: 'x'.repeat(43),
      code_challenge_method: 'S256',
    });
    assert.equal(searchParams.get('error'), 'invalid_scope');
  });

  test('what cannot be read is refused with an error of RFC 7591, and registers nothing', async () => {
    const world = await open();
    for (const [why, init, status] of [
      ['no JSON', { body: '{' }, 400],
      ['a list', { body: '[]' }, 400],
      ['a form', { body: 'a=b', headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 400],
      ['no type', { body: '{}', headers: { 'content-type': '' } }, 400],
      ['a script', { body: JSON.stringify({ redirect_uris: ['JavaScript:alert(1)'] }) }, 400],
      [
        'a secret',
        { body: JSON.stringify({ ...program, token_endpoint_auth_method: 'client_secret_basic' }) },
        400,
      ],
      ['not UTF-8', { body: Buffer.from([0x22, 0xff, 0x22]) }, 400],
      ['too large', { body: JSON.stringify({ ...program, more: 'x'.repeat(20_000) }) }, 413],
      ['another method', { method: 'GET', body: null }, 405],
      ['a change', { method: 'PUT' }, 405],
    ] as const) {
      const response = await send(world, init as RequestInit);
      assert.equal(response.status, status, why);
      const { error } = (await response.json().catch(() => ({}))) as { error?: string };
      if (status === 400 && why !== 'not UTF-8') {
        assert.match(error ?? '', /^invalid_(client_metadata|redirect_uri)$/, why);
      }
    }
    assert.deepEqual(await world.clients.list(), []);
  });

  test('deleting it ends its tokens at once', async () => {
    const world = await open();
    const service = await world.addService('imap');
    const id = await register(world);
    const { access_token: access, refresh_token: refresh } = await world.connect(id);
    assert.equal(await world.clients.remove(id), true);
    assert.deepEqual(await world.introspect(service, access), { active: false });
    assert.equal((await world.refresh(id, refresh)).body.error, 'invalid_client');
    assert.deepEqual(await world.devices.list(world.accountId), []);
  });
});
