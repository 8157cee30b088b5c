// Whatever goes wrong in a page: what the person sees, what a program reads, and what only the log knows.

import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import Koa from 'koa';
import { AppError, type AppErrorCode } from '../../../src/base/app-error.ts';
import { en } from '../../../src/views/texts/en.ts';
import { type Answer, type RunningApp, runApp } from '../../support/running-app.ts';

const canary = 'canary-7f3a';

let app: RunningApp;
afterEach(() => app.close());

async function answerTo(error: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  app = await runApp({
    routes: [
      () => {
        throw error;
      },
    ],
  });
  return app.send(`/page?token=${canary}`, { headers });
}

const entries = (msg: string): readonly Readonly<Record<string, unknown>>[] =>
  app.log().filter((line) => line.msg === msg);

describe('a refusal', () => {
  const codes: readonly (readonly [AppErrorCode, number])[] = [
    ['bad-request', 400],
    ['forbidden', 403],
    ['not-found', 404],
    ['method-not-allowed', 405],
    ['out-of-step', 409],
    ['too-large', 413],
    ['unsupported-media-type', 415],
    ['misdirected', 421],
    ['sign-in-expired', 400],
    ['too-many-changes', 429],
    ['too-busy', 503],
    ['store-unavailable', 503],
  ];
  for (const [code, status] of codes) {
    test(`${code} is a page with status ${status} and its sentence, logged once with its reason`, async () => {
      const error = new AppError(code, { detail: `detail ${canary}`, cause: new Error(`cause ${canary}`) });
      const { headers, body, ...answer } = await answerTo(error, { accept: 'text/html' });
      assert.equal(answer.status, status);
      assert.match(String(headers['content-type']), /^text\/html; charset=utf-8$/);
      assert.ok(body.includes(`<h1>${en.errors[code].title}</h1>`));
      assert.ok(!body.includes(canary) && !JSON.stringify(headers).includes(canary));
      assert.equal(headers['retry-after'], status === 503 ? '5' : undefined);
      const [line, ...more] = entries('refused');
      assert.deepEqual(more, []);
      assert.equal(line?.code, code);
      assert.equal(line?.reason, `detail ${canary}`);
      assert.equal(line?.path, '/page');
      assert.equal(line?.level, status === 503 ? 'warn' : 'info');
      assert.ok(body.includes(String(line?.requestId)));
    });
  }

  test('that ends by itself says when', async () => {
    const error = new AppError('too-many-changes', { retryAfterSeconds: 540 });
    const { status, headers, body } = await answerTo(error, { accept: 'text/html' });
    assert.equal(status, 429);
    assert.equal(headers['retry-after'], '540');
    assert.ok(body.includes('Wait 9 minutes, then try again.'));
  });

  test('is JSON for a program that asks for it', async () => {
    const { status, headers, body } = await answerTo(new AppError('too-busy', { detail: canary }), {
      accept: 'application/json',
    });
    assert.equal(status, 503);
    assert.equal(headers['retry-after'], '5');
    assert.equal(headers['cache-control'], 'no-store');
    const { request_id: requestId, ...rest } = JSON.parse(body);
    assert.deepEqual(rest, { error: 'too-busy' });
    assert.match(requestId, /^[A-Za-z0-9_-]{16}$/);
  });
});

describe('a fault', () => {
  const faults: readonly (readonly [string, unknown])[] = [
    ['an error', new Error(`secret ${canary}`, { cause: new Error(`deeper ${canary}`) })],
    ['an error that claims to be harmless', Object.assign(new Error(canary), { status: 200, expose: true })],
    ['an error that hides', Object.assign(new Error(canary), { status: 418, expose: false })],
    ['an error with headers', Object.assign(new Error(canary), { headers: { 'X-Canary': canary } })],
    ['a text', canary],
    ['nothing', undefined],
    ['null', null],
  ];
  for (const [title, fault] of faults) {
    test(`(${title}) is a page that says nothing but its number, and the log says all, once`, async () => {
      const { status, headers, body } = await answerTo(fault, { accept: 'text/html' });
      assert.equal(status, 500);
      assert.ok(body.includes(`<h1>${en.errors.bug.title}</h1>`));
      assert.ok(!body.includes(canary) && !JSON.stringify(headers).includes(canary));
      assert.ok(!body.includes('.ts:'), 'no stack');
      const [line, ...more] = entries('fault');
      assert.deepEqual(more, []);
      assert.equal(line?.level, 'error');
      assert.ok(body.includes(String(line?.requestId)));
      if (fault instanceof Error) {
        assert.match(String(line?.error), /canary-7f3a.*rendered-errors\.test\.ts/s);
      }
    });
  }

  test('tells a program no more', async () => {
    const { status, body } = await answerTo(new Error(canary), { accept: 'application/json' });
    assert.equal(status, 500);
    assert.equal(JSON.parse(body).error, 'server_error');
    assert.ok(!body.includes(canary));
  });

  test('keeps the security headers', async () => {
    const { headers } = await answerTo(new Error(canary));
    assert.match(String(headers['content-security-policy']), /default-src 'none'/);
    assert.equal(headers['x-content-type-options'], 'nosniff');
  });
});

test('a request that Koa itself cannot read is a bad request', async () => {
  app = await runApp({ routes: [(ctx) => ctx.throw(400, `malformed ${canary}`)] });
  const { status, body } = await app.send('/page');
  assert.equal(status, 400);
  assert.ok(!body.includes(canary));
});

test('the number of a request is ours, whatever the client calls it', async () => {
  app = await runApp({
    routes: [
      () => {
        throw new AppError('forbidden');
      },
    ],
  });
  const headers = { 'x-request-id': canary, 'x-correlation-id': canary };
  const bodies = await Promise.all([1, 2].map(async () => (await app.send('/page', { headers })).body));
  assert.ok(!bodies.join().includes(canary) && !app.logText().includes(canary));
  assert.equal(new Set(entries('refused').map((line) => line.requestId)).size, 2);
});

describe('what the provider throws', () => {
  test('before it answers is our page', async () => {
    app = await runApp({
      provider: async () => {
        throw new Error(canary);
      },
    });
    const { status, body } = await app.send('/authorize', { headers: { accept: 'text/html' } });
    assert.equal(status, 500);
    assert.ok(body.includes(en.errors.bug.title) && !body.includes(canary));
    assert.equal(entries('fault').length, 1);
  });

  test('of our refusals is rendered as anywhere else', async () => {
    app = await runApp({
      provider: async () => {
        throw new AppError('store-unavailable', { detail: canary });
      },
    });
    const { status, headers } = await app.send('/token', { headers: { accept: 'application/json' } });
    assert.equal(status, 503);
    assert.equal(headers['retry-after'], '5');
  });

  test('in the middle of its answer cuts the connection, so that nobody takes it for whole', async () => {
    app = await runApp({
      provider: async (_request, response) => {
        response.writeHead(200, { 'content-type': 'text/plain' });
        response.write('half');
        throw new Error(canary);
      },
    });
    const answer = await app.sendRaw('GET /token HTTP/1.1\r\nHost: localhost:3000\r\n\r\n');
    assert.ok(!answer.includes('0\r\n\r\n') && !answer.includes(canary));
    assert.equal(entries('fault').length, 1);
  });

  test('inside its own Koa says nothing either', async () => {
    const inner = new Koa();
    inner.silent = true;
    inner.use(() => {
      throw new Error(canary);
    });
    app = await runApp({ provider: inner.callback() });
    const { status, body, headers } = await app.send('/token');
    assert.equal(status, 500);
    assert.ok(!body.includes(canary) && !JSON.stringify(headers).includes(canary));
  });
});
