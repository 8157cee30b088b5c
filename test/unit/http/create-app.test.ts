// The way of a request as a whole: headers on every answer, the log line, health, files, and the provider at the end.

import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import Koa, { type Middleware } from 'koa';
import { createAssets } from '../../../src/views/assets/assets.ts';
import { type RunningApp, runApp } from '../../support/running-app.ts';

let app: RunningApp;
afterEach(() => app.close());

const hello: Middleware = (ctx) => {
  ctx.body = 'hello';
};

test('what cannot be read behind a request is no fault of ours', async () => {
  const untilCutOff: Middleware = async () => {
    await app.untilLogged('request cut off');
  };
  app = await runApp({ routes: [untilCutOff] });
  await app.sendRaw('GET /setup HTTP/1.1\r\nHost: localhost:3000\r\n\r\n{"what": "is this"}\r\n\r\n');
  const { level, reason } = await app.untilLogged('request cut off');
  assert.equal(level, 'info');
  assert.match(String(reason), /Parse Error/);
  assert.deepEqual(
    app.log().filter(({ level }) => level === 'error'),
    [],
  );
});

describe('every answer', () => {
  test('says what browsers may do with it', async () => {
    app = await runApp({ routes: [hello] });
    const { headers } = await app.send('/setup');
    const policy = String(headers['content-security-policy']).split('; ');
    assert.deepEqual(
      new Set(policy),
      new Set([
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "base-uri 'none'",
        "object-src 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
      ]),
    );
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['referrer-policy'], 'same-origin');
    assert.equal(headers['cross-origin-opener-policy'], 'same-origin');
    assert.equal(headers['cache-control'], 'no-store');
    assert.equal(headers['strict-transport-security'], undefined);
  });

  test('of an https issuer keeps browsers to https, for a year', async () => {
    app = await runApp({
      issuer: 'https://login.example.org',
      routes: [hello],
      trustedProxies: ['127.0.0.1'],
    });
    const { headers } = await app.send('/setup', { headers: { 'x-forwarded-proto': 'https' } });
    assert.equal(headers['strict-transport-security'], 'max-age=31536000');
  });

  test('on the way to a client has no form-action, which Chromium would hold against the redirect', async () => {
    app = await runApp({ routes: [hello] });
    for (const [path, leads] of [
      ['/interaction/abc/password', true],
      ['/authorize', true],
      ['/authorize/abc', true],
      ['/logout', true],
      ['/logout/confirm', true],
      ['/setup', false],
      ['/interactions', false],
      ['/x/interaction/abc', false],
      ['/', false],
    ] as const) {
      const { headers } = await app.send(path);
      assert.equal(!String(headers['content-security-policy']).includes('form-action'), leads, path);
    }
  });

  test('keeps these headers when it is refused or not found', async () => {
    app = await runApp();
    for (const host of ['evil.test', 'localhost:3000']) {
      const { headers } = await app.send('/nowhere', { headers: { host } });
      assert.match(String(headers['content-security-policy']), /default-src 'none'/, host);
    }
  });
});

describe('the log line of a request', () => {
  test('has method, path, status, time, address and number, and no secret of the address', async () => {
    app = await runApp({ routes: [hello] });
    await app.send('/interaction/canary-uid/password?token=canary-query', {
      headers: { cookie: 'canary-cookie' },
    });
    await app.send('/authorize/canary-uid');
    const lines = app.log().filter((line) => line.msg === 'request');
    assert.deepEqual(
      lines.map(({ method, path, status, address }) => ({ method, path, status, address })),
      ['/interaction/…/password', '/authorize/…'].map((path) => ({
        method: 'GET',
        path,
        status: 200,
        address: '127.0.0.1',
      })),
    );
    assert.ok(lines.every((line) => typeof line.ms === 'number' && typeof line.requestId === 'string'));
    assert.ok(!app.logText().includes('canary'));
  });

  test('is written for what the provider answers, too', async () => {
    app = await runApp({ provider: (_request, response) => void response.writeHead(401).end() });
    await app.send('/token');
    assert.equal(app.log().find((line) => line.msg === 'request')?.status, 401);
  });
});

describe('health', () => {
  test('is alive without the store, and ready only with it', async () => {
    let isUp = true;
    app = await runApp({
      ping: async () => {
        if (!isUp) {
          throw new Error('canary-url');
        }
      },
    });
    assert.equal((await app.send('/health/live')).status, 200);
    assert.equal((await app.send('/health/ready')).status, 200);
    isUp = false;
    assert.equal((await app.send('/health/live')).status, 200);
    const { status, body, headers } = await app.send('/health/ready');
    assert.equal(status, 503);
    assert.deepEqual(JSON.parse(body), { status: 'unavailable' });
    assert.equal(headers['cache-control'], 'no-store');
  });
});

describe('files that pages load', () => {
  test('may be kept for ever, under an address that changes with them', async () => {
    app = await runApp();
    for (const { path, contentType, body } of createAssets({ color: '#1d5c63' })) {
      const answer = await app.send(path);
      assert.equal(answer.status, 200);
      assert.equal(answer.body, body);
      assert.equal(answer.headers['content-type'], contentType);
      assert.equal(answer.headers['cache-control'], 'public, max-age=31536000, immutable');
      const head = await app.send(path, { method: 'HEAD' });
      assert.equal(head.headers['content-length'], String(Buffer.byteLength(body)));
      assert.equal((await app.send(path, { method: 'POST' })).status, 404);
    }
    assert.equal((await app.send('/assets/postern-0000000000000000.css')).status, 404);
  });
});

describe('the provider', () => {
  test('gets what no page took, with our headers kept, and answers for itself', async () => {
    const inner = new Koa();
    inner.use((ctx) => {
      ctx.status = 201;
      ctx.set('Cache-Control', 'private');
      ctx.body = `${ctx.method} ${ctx.path}`;
    });
    const page: Middleware = (ctx, next) => (ctx.path === '/page' ? hello(ctx, next) : next());
    app = await runApp({ routes: [page], provider: inner.callback() });
    assert.equal((await app.send('/page')).body, 'hello');
    const { status, body, headers } = await app.send('/token', { method: 'POST' });
    assert.equal(status, 201);
    assert.equal(body, 'POST /token');
    assert.equal(headers['cache-control'], 'private');
    assert.equal(headers['x-content-type-options'], 'nosniff');
  });

  test('reads the body itself', async () => {
    app = await runApp({
      provider: async (request, response) => {
        let body = '';
        for await (const chunk of request) {
          body += chunk;
        }
        response.end(body);
      },
    });
    assert.equal((await app.send('/token', { method: 'POST', body: 'grant_type=x' })).body, 'grant_type=x');
  });
});
