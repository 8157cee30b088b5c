// Which requests are ours: a matrix of Host headers and request targets, as bytes on the wire.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Middleware } from 'koa';
import { type RunningApp, runApp } from '../../support/running-app.ts';

/** Tells what a page would build its links from. */
const echo: Middleware = (ctx) => {
  ctx.body = `seen ${ctx.host} ${ctx.req.url} ${ctx.request.URL.href}`;
};

function statusOf(answer: string): number {
  return Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);
}

function request(target: string, ...headers: string[]): string {
  return [`GET ${target} HTTP/1.1`, ...headers, 'Connection: close', '', ''].join('\r\n');
}

interface World {
  readonly issuer: string;
  readonly own: readonly string[];
  readonly foreign: readonly string[];
}

const worlds: readonly World[] = [
  {
    issuer: 'http://login.example.org',
    own: ['login.example.org', 'LOGIN.Example.ORG', 'login.example.org:80', 'login.example.org:080'],
    foreign: [
      '',
      'example.org',
      'evil.test',
      'login.example.org.',
      'login.example.org:81',
      'login.example.org:443',
      'login.example.org:',
      'login.example.org.evil.test',
      'evil.test/login.example.org',
      'login.example.org/evil',
      'login.example.org?evil',
      'login.example.org#evil',
      'login.example.org\\evil',
      'login.example.org, evil.test',
      'evil.test, login.example.org',
      'user@login.example.org',
      'evil.test@login.example.org',
      'login%2Eexample%2Eorg',
      'log\tin.example.org',
      'http://login.example.org',
      '[::1]',
      '*',
    ],
  },
  { issuer: 'http://localhost:3000', own: ['localhost:3000'], foreign: ['localhost', '127.0.0.1:3000'] },
  {
    issuer: 'http://[::1]:3000',
    own: ['[::1]:3000', '[0:0:0:0:0:0:0:1]:3000'],
    foreign: ['::1:3000', '[::1]', '[::2]:3000', '[::1%25lo]:3000'],
  },
];

for (const { issuer, own, foreign } of worlds) {
  describe(`with the issuer ${issuer}`, () => {
    const { host } = new URL(issuer);
    let app: RunningApp;
    before(async () => {
      app = await runApp({ issuer, routes: [echo] });
    });
    after(() => app.close());

    for (const name of own) {
      test(`Host "${name}" is ours, and pages see the issuer's spelling of it`, async () => {
        const answer = await app.sendRaw(request('/page?q=1', `Host: ${name}`));
        assert.equal(statusOf(answer), 200);
        assert.ok(answer.endsWith(`seen ${host} /page?q=1 ${issuer}/page?q=1`), answer);
      });
    }
    for (const name of foreign) {
      test(`Host "${name}" is refused`, async () => {
        const answer = await app.sendRaw(request('/page', `Host: ${name}`));
        assert.equal(statusOf(answer), 421);
        assert.ok(!answer.includes('seen') && !answer.includes('evil'));
      });
    }

    test('a target that names us is reduced to its path', async () => {
      const answer = await app.sendRaw(request(`${issuer}/page?q=1`, `Host: ${host}`));
      assert.ok(answer.endsWith(`seen ${host} /page?q=1 ${issuer}/page?q=1`), answer);
    });
    for (const target of [
      'http://evil.test/page',
      'HTTP://EVIL.TEST/page',
      `https://${host}/page`,
      `${issuer}.evil.test/page`,
      `http://${host}:81/page`,
      'ftp://evil.test/page',
    ]) {
      test(`the target ${target} is refused, whatever the Host says`, async () => {
        assert.match(String(statusOf(await app.sendRaw(request(target, `Host: ${host}`)))), /^(400|421)$/);
      });
    }
    test('a target that is neither path nor URL is refused', async () => {
      const options = request('*', `Host: ${host}`).replace('GET', 'OPTIONS');
      assert.equal(statusOf(await app.sendRaw(options)), 400);
    });
    test('a target that looks like a host is a path', async () => {
      const answer = await app.sendRaw(request('//evil.test/page', `Host: ${host}`));
      assert.ok(answer.endsWith(`seen ${host} //evil.test/page ${issuer}//evil.test/page`), answer);
    });
  });
}

describe('the doors of mail servers and probes', () => {
  let app: RunningApp;
  before(async () => {
    app = await runApp({
      issuer: 'https://login.example.org',
      routes: [],
      provider: (incoming, response) => {
        response.end(`seen ${incoming.headers.host} ${incoming.url}`);
      },
    });
  });
  after(() => app.close());

  for (const path of ['/health/live', '/health/ready', '/introspect', '/mail/check']) {
    test(`${path} answers under any name and without TLS`, async () => {
      assert.equal(statusOf(await app.sendRaw(request(path, 'Host: 10.0.0.7:3000'))), 200);
      assert.equal(statusOf(await app.sendRaw(request(`${path}?x=1`, 'Host: evil.test'))), 200);
    });
  }
  test('/introspect sees the issuer in place of the name it was asked under', async () => {
    const answer = await app.sendRaw(request('http://evil.test/introspect', 'Host: evil.test'));
    assert.ok(answer.endsWith('seen login.example.org /introspect'), answer);
  });
  for (const path of [
    '/introspect/x',
    '/health',
    '/health/live/x',
    '/mail/check.xml',
    '/INTROSPECT',
    '//introspect',
    '/x/../introspect',
    '/token?/introspect',
    '/%69ntrospect',
  ]) {
    test(`${path} is no such door`, async () => {
      assert.equal(statusOf(await app.sendRaw(request(path, 'Host: evil.test'))), 421);
    });
  }
});

describe('two Host headers', () => {
  let app: RunningApp;
  before(async () => {
    app = await runApp({ issuer: 'http://login.example.org', routes: [echo] });
  });
  after(() => app.close());

  for (const [first, second] of [
    ['login.example.org', 'evil.test'],
    ['evil.test', 'login.example.org'],
    ['login.example.org', 'login.example.org'],
  ]) {
    for (const path of ['/page', '/introspect']) {
      test(`are refused: ${first}, ${second} at ${path}`, async () => {
        const answer = await app.sendRaw(request(path, `Host: ${first}`, `hOST: ${second}`));
        assert.equal(statusOf(answer), 400);
        assert.ok(!answer.includes('seen'));
      });
    }
  }
  test('and none at all: refused too', async () => {
    assert.equal(statusOf(await app.sendRaw(request('/page'))), 400);
    assert.equal(statusOf(await app.sendRaw('GET /page HTTP/1.0\r\n\r\n')), 421);
  });
});

describe('the scheme', () => {
  const issuer = 'https://login.example.org';
  test('of an https issuer must have been used, as far as the peer can be believed', async () => {
    const believed = await runApp({ issuer, routes: [echo], trustedProxies: ['127.0.0.1'] });
    const stranger = await runApp({ issuer, routes: [echo] });
    const ask = async (app: RunningApp, ...headers: string[]): Promise<number> =>
      statusOf(await app.sendRaw(request('/page', 'Host: login.example.org', ...headers)));
    assert.equal(await ask(believed, 'X-Forwarded-Proto: https'), 200);
    assert.equal(await ask(believed, 'X-Forwarded-Proto: http'), 421);
    assert.equal(await ask(believed), 421);
    assert.equal(await ask(stranger, 'X-Forwarded-Proto: https'), 421);
    assert.ok(stranger.logText().includes('POSTERN_TRUSTED_PROXIES'));
    await Promise.all([believed.close(), stranger.close()]);
  });
});
