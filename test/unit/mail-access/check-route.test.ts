// POST /mail/check beside its decisions: what a mail server is told when we cannot decide, and how names travel in a header.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import Router from '@koa/router';
import type { Middleware } from 'koa';
import type { Account } from '../../../src/accounts/account.ts';
import { AppError } from '../../../src/base/app-error.ts';
import { addCheckRoutes, type CheckRouteParts } from '../../../src/mail-access/check/route.ts';
import type { Verdict } from '../../../src/mail-access/check/verdict.ts';
import type { MailService } from '../../../src/oidc/clients/mail-services.ts';
import { createRefusalStrokes } from '../../../src/secrets/refusal-strokes.ts';
import { StoreUnavailableError } from '../../../src/store/store.ts';
import { testSettings } from '../../support/accounts.ts';
import { quietLog } from '../../support/engines.ts';
import { runApp } from '../../support/running-app.ts';

async function ask(given: {
  service?: () => Promise<MailService>;
  verdict?: () => Promise<Verdict>;
  text?: string;
}) {
  const service = async () => ({ name: 'mx' }) as MailService;
  const parts: CheckRouteParts = {
    mailServices: { findBySecret: given.service ?? service },
    mailCheck: { check: given.verdict ?? (async () => assert.fail('it was not asked')) },
    settings: testSettings,
    hasher: createRefusalStrokes(),
    log: quietLog,
  };
  const router = new Router();
  addCheckRoutes(router, parts);
  const app = await runApp({ routes: [router.routes() as Middleware] });
  after(() => app.close());
  const startedAt = performance.now();
  const answer = await app.send('/mail/check', {
    method: 'POST',
    headers: { authorization: 'Bearer x', 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ user: 'a', password: given.text ?? 'b', service: 'imap' }),
  });
  return { ...answer, ms: performance.now() - startedAt };
}

const faults: Readonly<Record<string, Parameters<typeof ask>[0]>> = {
  'the store is away before the secret is known': {
    service: async () => {
      throw new StoreUnavailableError(new Error('connection refused'));
    },
  },
  'the store is away': {
    verdict: async () => {
      throw new StoreUnavailableError(new Error('connection refused'));
    },
  },
  'too many passwords wait': {
    verdict: async () => {
      throw new AppError('too-busy', { detail: 'too many passwords wait to be hashed' });
    },
  },
};
for (const [what, given] of Object.entries(faults)) {
  test(`503 with Retry-After where ${what}: it is no wrong password`, async () => {
    const { status, headers, body } = await ask(given);
    assert.equal(status, 503);
    assert.match(String(headers['retry-after']), /^\d+$/);
    assert.doesNotMatch(body, /refused|hashed/);
  });
}

test('the mail login is sent as the bytes of UTF-8', async () => {
  const account = { username: 'müllerσ', emails: [] } as unknown as Account;
  const { status, headers } = await ask({
    verdict: async () => ({ outcome: 'admitted', account, by: 'lease' }),
  });
  assert.equal(status, 204);
  assert.equal(Buffer.from(String(headers['x-auth-user']), 'latin1').toString('utf8'), 'müllerσ');
});

test('a refusal leaves on a stroke of the clock; that of a text in the form of an app password on an earlier one', async () => {
  const refuse = (reason: 'wrong-code' | 'app-password' | 'access-rules') => async () =>
    ({ outcome: 'refused', reason }) as const;
  const even = await ask({ verdict: refuse('wrong-code') });
  assert.ok(even.status === 403 && even.ms >= 100, String(even.ms));
  const text = 'apzz-zzzz-zzzz-zzzz-zzzz-zzzz-zzzz';
  for (const reason of ['app-password', 'access-rules'] as const) {
    const tries = [];
    for (let round = 0; round < 5; round += 1) {
      tries.push((await ask({ verdict: refuse(reason), text })).ms);
    }
    const quickest = Math.min(...tries);
    assert.ok(quickest >= 10 && quickest < 95, `${reason} ${quickest}`);
  }
});
