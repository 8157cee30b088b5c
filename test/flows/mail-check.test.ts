// POST /mail/check of the real program: what a mail server gets for what it sends, on both stores.

import assert from 'node:assert/strict';
import { request as sendRequest } from 'node:http';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { forEachStore } from '../support/engines.ts';
import { until } from '../support/until.ts';
import { alice, openWorld, type World } from '../support/world.ts';

const home = '198.51.100.7';

interface Asked {
  readonly body?: unknown;
  readonly secret?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly method?: string;
}

async function send(world: World, { body, secret, headers = {}, method = 'POST' }: Asked): Promise<Response> {
  const text = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
  return fetch(`${world.postern.issuer}/mail/check`, {
    method,
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${secret ?? world.mailServerSecret}`,
      ...headers,
    },
    ...(method === 'POST' ? { body: text as string } : {}),
  });
}

forEachStore((_engine, _openStore, makeTarget) => {
  let world: World;
  let lease: string;
  before(async () => {
    world = await openWorld({ target: await makeTarget() });
    const { postern } = world;
    const leasing = await postern.cliJson([
      'services',
      'add',
      'mx',
      '--concatenated',
      'lease',
      '--domain',
      'example.test',
    ]);
    lease = String(leasing.secret);
  });
  after(() => world?.close());

  const ask = (
    user: string,
    password: string,
    given: { secret?: string; service?: string; ip?: string } = {},
  ) =>
    send(world, {
      secret: given.secret,
      body: { user, password, service: given.service ?? 'imap', remote_ip: given.ip ?? home, session: 's1' },
    });

  test('an app password opens, by any of the person’s names, until it is removed', async () => {
    const { postern } = world;
    const words = ['app-passwords', 'add', 'alice', '--name', 'Phone', '--protocols', 'imap,smtp'];
    const { id, password } = await postern.cliJson(words);
    for (const user of ['alice', 'ALICE', 'Alice@Example.test']) {
      const answer = await ask(user, String(password));
      assert.equal(answer.status, 204);
      assert.equal(answer.headers.get('x-auth-user'), 'alice');
      assert.equal(await answer.text(), '');
    }
    assert.equal((await ask('alice', String(password), { service: 'pop3' })).status, 403);
    assert.equal((await ask('alice', String(password).toUpperCase().replaceAll('-', ' '))).status, 204);
    const { app_passwords: listed } = await postern.cliJson(['app-passwords', 'list', 'alice']);
    const [first] = listed as Record<string, unknown>[];
    assert.deepEqual(
      [first?.last_address, first?.last_service, first?.last_protocol],
      [home, 'mail-server', 'imap'],
    );
    await postern.cliJson(['app-passwords', 'remove', 'alice', String(id), '--yes']);
    assert.equal((await ask('alice', String(password))).status, 403);
  });

  test('password$code opens where the service has it, and its lease goes on; the code is spent everywhere', async () => {
    const code = world.freshCode();
    const text = `${alice.password}$${code}`;
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => ask('alice', text, { secret: lease })));
    assert.deepEqual(
      answers.map(({ status }) => status),
      [204, 204, 204, 204, 204],
    );
    assert.equal((await ask('alice', text, { secret: lease, service: 'smtp' })).status, 204);
    assert.equal((await ask('alice', text, { secret: lease, ip: '203.0.113.5' })).status, 403);
    assert.equal((await ask('alice', text)).status, 403);
    assert.equal((await world.postern.cli(['otp', 'verify', 'alice', code])).code, 1);
    await world.postern.cliJson(['accounts', 'disable', 'alice', '--yes']);
    assert.equal((await ask('alice', text, { secret: lease })).status, 403);
    await world.postern.cliJson(['accounts', 'enable', 'alice']);
    assert.equal((await ask('alice', text, { secret: lease })).status, 403);
  });

  test('every refusal has the same words, and says nothing of the reason', async () => {
    const texts: readonly (readonly [user: string, password: string])[] = [
      ['alice', ''],
      ['alice', alice.password],
      ['alice', `${alice.password}$000000`],
      ['alice', 'wrong'],
      ['alice', 'x'.repeat(60_000)],
      ['alice', '"\\\r\n\t\u007f$$$ü'],
      ['alice', 'ap00-0000-0000-0000-0000-0000-0000'],
      ['nobody', 'wrong'],
      ['', ''],
    ];
    const answers = new Set<string>();
    for (const [user, password] of texts) {
      const answer = await ask(user, password);
      const { date: _, ...headers } = Object.fromEntries(answer.headers);
      answers.add(JSON.stringify([answer.status, headers, await answer.text()]));
    }
    assert.equal(answers.size, 1, [...answers].join('\n'));
    const [only = ''] = answers;
    assert.match(only, /^\[403,/);
    assert.match(only, /"cache-control":"no-store"/);
    assert.match(only, /application\/problem\+json/);
    assert.doesNotMatch(only, /set-cookie/i);
  });

  test('bytes that are no text are a wrong password, not a broken server', async () => {
    const body = Buffer.concat([
      Buffer.from('{"user":"alice","password":"gr'),
      Buffer.from([0xfc, 0xdf]),
      Buffer.from('e","service":"imap"}'),
    ]);
    assert.equal((await send(world, { body })).status, 403);
  });

  const good = { user: 'alice', password: 'x', service: 'imap', remote_ip: home, session: 's' };
  const malformed: Readonly<Record<string, unknown>> = {
    'no body': '',
    'no JSON': 'user=alice',
    'a list': [good],
    'a name twice': '{"user":"alice","user":"bob","password":"x","service":"imap"}',
    'no user': { ...good, user: undefined },
    'no password': { ...good, password: undefined },
    'no service': { ...good, service: undefined },
    'a number as password': { ...good, password: 123456 },
    'a list as user': { ...good, user: ['alice'] },
    'an object as user': { ...good, user: { $ne: '' } },
    'null as password': { ...good, password: null },
    NUL: { ...good, password: 'a\0b' },
    'half a character': '{"user":"alice","password":"\\ud800","service":"imap"}',
    'a protocol with a space': { ...good, service: 'im ap' },
    'a long protocol': { ...good, service: 'x'.repeat(33) },
    'a name as address': { ...good, remote_ip: 'localhost' },
    'a number as address': { ...good, remote_ip: 1 },
    'a number as session': { ...good, session: 1 },
  };
  test('what is malformed is 400, named, and never repeated', async () => {
    for (const [what, body] of Object.entries(malformed)) {
      const answer = await send(world, { body });
      assert.equal(answer.status, 400, what);
      assert.equal(answer.headers.get('content-type'), 'application/problem+json', what);
      const { status, detail } = (await answer.json()) as Record<string, unknown>;
      assert.equal(status, 400);
      assert.ok(typeof detail === 'string' && detail.length > 10 && !detail.includes('alice'), what);
    }
    const huge = await send(world, { body: { ...good, password: 'x'.repeat(70_000) } });
    assert.equal(huge.status, 413);
    const { status } = await send(world, { body: good, headers: { 'content-type': 'text/plain' } });
    assert.equal(status, 415);
    assert.equal((await send(world, { method: 'GET' })).status, 405);
  });

  test('what a mail server does not know may be absent, null or empty', async () => {
    for (const unknown of [undefined, null, '']) {
      const { status } = await send(world, { body: { ...good, remote_ip: unknown, session: unknown } });
      assert.equal(status, 403);
    }
  });

  test('without the secret of a mail service nobody is told anything', async () => {
    for (const headers of [
      { authorization: '' },
      { authorization: 'Bearer wrong' },
      { authorization: `Bearer ${world.webAppSecret}` },
      { authorization: `Basic ${btoa(`mail-server:${world.mailServerSecret}`)}` },
    ]) {
      const answer = await send(world, { body: 'not even JSON', headers });
      assert.equal(answer.status, 401);
      assert.match(answer.headers.get('www-authenticate') ?? '', /^Bearer /);
    }
  });

  test('a secret works until the second rotation after it', async () => {
    const { postern } = world;
    const { secret: first } = await postern.cliJson(['services', 'add', 'turning']);
    const { secret: second } = await postern.cliJson(['services', 'rotate-secret', 'turning']);
    const statuses = async () =>
      Promise.all(
        [first, second].map(async (secret) => (await ask('x', 'x', { secret: String(secret) })).status),
      );
    assert.deepEqual(await statuses(), [403, 403]);
    await postern.cliJson(['services', 'rotate-secret', 'turning']);
    assert.deepEqual(await statuses(), [401, 403]);
  });

  test('any Host and an Expect: 100-continue are taken', async () => {
    const { promise, resolve, reject } = Promise.withResolvers<{ status: number; continued: boolean }>();
    let continued = false;
    const body = JSON.stringify(good);
    const request = sendRequest({
      port: world.postern.port,
      host: '127.0.0.1',
      path: '/mail/check',
      method: 'POST',
      headers: {
        host: 'inner.mail.lan:8080',
        'content-type': 'application/json',
        authorization: `Bearer ${world.mailServerSecret}`,
        expect: '100-continue',
        'content-length': Buffer.byteLength(body),
      },
    });
    request.on('continue', () => {
      continued = true;
      request.end(body);
    });
    request.on('response', (response) => {
      response.resume();
      resolve({ status: response.statusCode ?? 0, continued });
    });
    request.on('error', reject);
    request.flushHeaders();
    assert.deepEqual(await promise, { status: 403, continued: true });
  });

  test('a body that never ends in time leaves nothing behind', async () => {
    const socket = connect(world.postern.port, '127.0.0.1');
    socket.write(
      `POST /mail/check HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${world.mailServerSecret}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"user":`,
    );
    socket.destroy();
    assert.equal((await ask('alice', 'wrong')).status, 403);
  });

  test('after ten wrong passwords the next is asked to wait; neither name nor text is logged', async () => {
    const { postern } = world;
    const statuses: number[] = [];
    let last: Response | undefined;
    for (let index = 0; index < 11; index += 1) {
      last = await ask('secretive-name', `secretive-text-${index}`, { ip: '203.0.113.77' });
      statuses.push(last.status);
    }
    assert.deepEqual(statuses, [...Array(10).fill(403), 429]);
    assert.match(last?.headers.get('retry-after') ?? '', /^[1-9]\d*$/);
    await until(
      () => postern.log.some(({ msg, reason }) => msg === 'mail check refused' && reason === 'throttled'),
      'the log line of the last refusal',
    );
    assert.ok(
      postern.log.some(({ msg, reason }) => msg === 'mail check refused' && reason === 'wrong-password'),
    );
    assert.doesNotMatch(JSON.stringify(postern.log), /secretive|seven green/);
  });

  test('where the password alone is taken, the report says when, where and for what', async () => {
    const { postern } = world;
    await postern.cliJson(['accounts', 'add', 'bob', '--password-stdin'], { stdin: alice.password });
    const added = await postern.cli(['services', 'add', 'old', '--plain', 'without-factor', '--json']);
    assert.match(
      added.stderr,
      /^postern services add: warning: --plain without-factor shows account passwords/,
    );
    const secret = String(added.json().secret);
    assert.equal((await ask('bob', alice.password, { secret })).status, 204);
    assert.equal((await ask('alice', alice.password, { secret })).status, 403);
    const { accounts } = await postern.cliJson(['report', 'mfa']);
    const found = (accounts as Record<string, unknown>[]).find(({ username }) => username === 'bob');
    const { at, ...use } = Object(found?.last_password_use) as Record<string, unknown>;
    assert.deepEqual(use, { service: 'old', protocol: 'imap', address: home });
    assert.ok(Math.abs(Date.parse(String(at)) - postern.now()) < 60_000);
    assert.match((await postern.cli(['report', 'mfa'])).stdout, /bob .*old, imap, 198\.51\.100\.7/);
  });
});
