// Forged forms: what is refused, and that a text browser gets in all the same.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Middleware } from 'koa';
import { createCsrf } from '../../../src/http/csrf.ts';
import { readForm } from '../../../src/http/form.ts';
import { type Answer, type RunningApp, runApp } from '../../support/running-app.ts';

const key = 'a secret of the server';

function formPage(issuer: string): Middleware {
  const csrf = createCsrf({ key, issuer });
  return async (ctx) => {
    if (ctx.method === 'POST') {
      csrf.require(ctx, await readForm(ctx));
      ctx.body = 'accepted';
    } else {
      ctx.body = `${csrf.token(ctx)} ${csrf.token(ctx)}`;
    }
  };
}

interface Shown {
  readonly cookie: string;
  readonly token: string;
  readonly setCookie: string;
}

function readShown({ headers, body }: Answer): Shown {
  const [setCookie = '', ...more] = headers['set-cookie'] ?? [];
  assert.deepEqual(more, [], 'one cookie');
  return { setCookie, cookie: setCookie.split(';')[0] ?? '', token: body.split(' ')[0] ?? '' };
}

const issuers = ['http://localhost:3000', 'https://login.example.org'];
for (const issuer of issuers) {
  describe(`a form of ${issuer}`, () => {
    const proxied: Record<string, string> = { 'x-forwarded-proto': new URL(issuer).protocol.slice(0, -1) };
    let app: RunningApp;
    let shown: Shown;
    let foreign: Shown;
    before(async () => {
      app = await runApp({ issuer, trustedProxies: ['127.0.0.1'], routes: [formPage(issuer)] });
      shown = readShown(await app.send('/form', { headers: proxied }));
      foreign = readShown(await app.send('/form', { headers: proxied }));
    });
    after(() => app.close());

    const post = async (
      { cookie, token }: { cookie: string; token: string },
      headers: Record<string, string> = {},
    ): Promise<number> => {
      const { status, body } = await app.send('/form', {
        method: 'POST',
        headers: {
          ...proxied,
          cookie,
          'content-type': 'application/x-www-form-urlencoded',
          ...headers,
        },
        body: token === '' ? 'x=y' : `x=y&csrf=${encodeURIComponent(token)}`,
      });
      assert.equal(status === 200, body === 'accepted');
      return status;
    };

    test('sets one cookie, kept from scripts and other sites, and bound to this host under https', () => {
      const value = '[A-Za-z0-9_-]{43}; Path=/; HttpOnly; SameSite=Lax';
      const expected = issuer.startsWith('https:')
        ? `^__Host-postern-form=${value}; Secure$`
        : `^postern-form=${value}$`;
      assert.match(shown.setCookie, new RegExp(expected));
    });

    test('has the same value for all forms of one page, and of one browser', async () => {
      const first = await app.send('/form', { headers: proxied });
      const [one, two] = first.body.split(' ');
      assert.equal(one, two);
      const { cookie } = readShown(first);
      const again = await app.send('/form', { headers: { ...proxied, cookie } });
      assert.equal(again.body, first.body);
      assert.equal(again.headers['set-cookie'], undefined);
    });

    test('has another value in each browser, and it is not the cookie', () => {
      assert.notEqual(shown.token, foreign.token);
      assert.ok(!shown.cookie.includes(shown.token));
    });

    test('is accepted from the browser it was shown in', async () => {
      assert.equal(await post(shown, { origin: issuer, 'sec-fetch-site': 'same-origin' }), 200);
    });

    test('is accepted from a text browser that tells nothing about itself', async () => {
      assert.equal(await post(shown), 200);
    });

    test('is accepted with an Origin only, and after an address was typed', async () => {
      assert.equal(await post(shown, { origin: issuer }), 200);
      assert.equal(await post(shown, { 'sec-fetch-site': 'none' }), 200);
    });

    test('is refused without the value, with that of another browser, with a made-up or cut one', async () => {
      for (const token of ['', foreign.token, 'x'.repeat(43), shown.token.slice(0, -1), `${shown.token}A`]) {
        assert.equal(await post({ ...shown, token }, { origin: issuer }), 403, token);
      }
    });

    test('is refused without the cookie, with that of another browser, with one we never made', async () => {
      const name = shown.cookie.split('=')[0];
      for (const cookie of ['', foreign.cookie, `${name}=`, `${name}=x`, `${name}=${'x'.repeat(43)}`]) {
        assert.equal(await post({ ...shown, cookie }, { origin: issuer }), 403, cookie);
      }
    });

    for (const origin of [
      'null',
      'https://evil.test',
      `${issuer}.evil.test`,
      `${issuer}/`,
      issuer.replace('://', '://sub.'),
      issuer.startsWith('https:') ? issuer.replace('https:', 'http:') : issuer.replace('http:', 'https:'),
    ]) {
      test(`is refused from the origin ${origin}, even with the right value`, async () => {
        assert.equal(await post(shown, { origin }), 403);
      });
    }

    for (const site of ['cross-site', 'same-site', 'Same-Origin', 'x']) {
      test(`is refused when the browser says ${site}, even with the right value`, async () => {
        assert.equal(await post(shown, { 'sec-fetch-site': site }), 403);
        assert.equal(await post(shown, { 'sec-fetch-site': site, origin: issuer }), 403);
      });
    }
  });
}

test('a value made under another key is refused', async () => {
  const issuer = 'http://localhost:3000';
  const app = await runApp({ issuer, routes: [formPage(issuer)] });
  const { cookie } = readShown(await app.send('/form'));
  const forger = createCsrf({ key: 'another key', issuer });
  const forged = forger.token({ cookies: { get: () => cookie.split('=')[1] } } as never);
  const { status } = await app.send('/form', {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
    body: `csrf=${forged}`,
  });
  assert.equal(status, 403);
  await app.close();
});
