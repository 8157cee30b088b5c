// The end of a sign-in that was cut short: it is finished by whoever comes next, and a second click leads where the first did.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type FinishParts, finish } from '../../../interactions/finish.ts';
import type { Proven } from '../../../interactions/progress.ts';
import type { Visit } from '../../../interactions/step.ts';
import type { Requirement } from '../../../src/accounts/rules/required-factor.ts';
import { AppError } from '../../../src/base/app-error.ts';
import { quietLog } from '../../support/engines.ts';

const stamps = { signedInSince: 0, sessionsSince: 0, twoFactorSince: 0 };
const account = { id: 'a1', status: 'active', secrets: [] as object[], ...stamps };
const progress = {
  proven: {
    accountId: 'a1',
    username: 'alice',
    passwordAt: 5_000,
    stamps: '0.0.0',
    requiredFactor: 1 as const,
    factor: 1 as const,
    amr: ['pwd'],
  },
};

interface Changes {
  readonly finishedAt?: string;
  readonly isFirst?: boolean;
  readonly remember?: () => Promise<void>;
  readonly proven?: Partial<Proven>;
  readonly hasFactor?: boolean;
  readonly isTrusted?: boolean;
  readonly requirement?: Requirement;
  readonly scopes?: readonly string[];
  readonly sessionsSince?: number;
}

function createWorld(changes: Changes = {}) {
  const finished: unknown[] = [];
  const trusted: string[] = [];
  const ended: string[] = [];
  const secrets = changes.hasFactor === true ? [{ kind: 'otpauth', state: 'active' }] : [];
  const parts = {
    accounts: { findById: async () => ({ ...account, sessionsSince: changes.sessionsSince ?? 0, secrets }) },
    accessRules: { judge: async () => changes.requirement ?? { factor: 1, reasons: [] } },
    clock: { now: () => 10_000 },
    log: quietLog,
    progress: {
      finish: async () => {
        ended.push('ended');
        return changes.isFirst ?? false;
      },
    },
    trust: {
      isTrusted: () => changes.isTrusted ?? false,
      remember: async (_ctx: unknown, accountId: string) => {
        trusted.push(accountId);
      },
    },
    knownBrowsers: { remember: changes.remember ?? (async () => {}) },
    interactions: {
      get: async () => ({ finishedAt: changes.finishedAt }),
      finishLogin: async (_ctx: unknown, proof: unknown) => {
        finished.push(proof);
        return '/authorize/uid';
      },
    },
  } as unknown as FinishParts;
  const visit = {
    ctx: { ip: '192.0.2.7' },
    interaction: { uid: 'uid', prompt: 'login', client: { id: 'c' }, scopes: changes.scopes ?? [] },
  };
  const given = { proven: { ...progress.proven, ...changes.proven } };
  return { finished, trusted, ended, end: () => finish(parts, visit as unknown as Visit, given) };
}

test('who comes first finishes with what was proven', async () => {
  const { finished, end } = createWorld({ isFirst: true });
  assert.equal(await end(), '/authorize/uid');
  assert.deepEqual(finished, [{ accountId: 'a1', factor: 1, amr: ['pwd'], authTime: 5 }]);
});

test('a second click leads where the first one did, and finishes nothing', async () => {
  const { finished, end } = createWorld({ finishedAt: '/authorize/first' });
  assert.equal(await end(), '/authorize/first');
  assert.deepEqual(finished, []);
});

test('an end that was begun and cut short is written again', async () => {
  const { finished, end } = createWorld();
  assert.equal(await end(), '/authorize/uid');
  assert.equal(finished.length, 1);
});

test('a browser that cannot be remembered does not undo the sign-in', async () => {
  const { end } = createWorld({ isFirst: true, remember: () => Promise.reject(new Error('store gone')) });
  assert.equal(await end(), '/authorize/uid');
});

test('a sign-in that would wait for a time far ahead is told to come again, and is not used up', async () => {
  const proven = { stamps: '0.300.0' };
  const { ended, finished, end } = createWorld({ isFirst: true, sessionsSince: 300, proven });
  const isLater = (error: unknown): boolean =>
    error instanceof AppError && error.code === 'too-many-changes' && error.retryAfterSeconds === 290;
  await assert.rejects(end, isLater);
  assert.deepEqual([ended, finished], [[], []]);
});

const trustedProof = { amr: ['pwd', 'rba'] };
const both = { factor: 2, amr: ['pwd', 'otp', 'mfa'], requiredFactor: 2 } as const;

test('a browser that is trusted still stands in for the code, and is told apart', async () => {
  const { finished, end } = createWorld({
    isFirst: true,
    hasFactor: true,
    isTrusted: true,
    proven: trustedProof,
  });
  await end();
  assert.deepEqual(finished, [{ accountId: 'a1', factor: 1, amr: ['pwd', 'rba'], authTime: 5 }]);
});

const refused: readonly (readonly [string, Changes])[] = [
  ['whose trust ended since the password', { hasFactor: true, proven: trustedProof }],
  ['whose sign-in was never by trust', { hasFactor: true, isTrusted: true }],
  [
    'where a rule has come to ask for two factors',
    {
      hasFactor: true,
      isTrusted: true,
      proven: trustedProof,
      requirement: { factor: 2, reasons: [{ by: 'rule', asks: 2 }] },
    },
  ],
  [
    'where a program is connected',
    { hasFactor: true, isTrusted: true, proven: trustedProof, scopes: ['openid', 'mail'] },
  ],
];

for (const [where, changes] of refused) {
  test(`a browser ${where} finishes nothing with one factor`, async () => {
    const { finished, end } = createWorld({ isFirst: true, ...changes });
    await assert.rejects(end, (error) => error instanceof AppError && error.code === 'sign-in-expired');
    assert.deepEqual(finished, []);
  });
}

test('of many clicks at once, only the one that finishes the sign-in makes its browser trusted', async () => {
  const proven = { ...both, remember: true } as const;
  const late = createWorld({ hasFactor: true, proven });
  await late.end();
  assert.equal(late.finished.length, 1, 'the others may write the same result');
  assert.deepEqual(late.trusted, []);
  const first = createWorld({ isFirst: true, hasFactor: true, proven });
  await first.end();
  assert.deepEqual(first.trusted, ['a1']);
});

test('a browser becomes trusted when its owner said so, at the end and not before', async () => {
  const said = createWorld({ isFirst: true, hasFactor: true, proven: { ...both, remember: true } });
  await said.end();
  assert.deepEqual(said.trusted, ['a1']);
  const unsaid = createWorld({ isFirst: true, hasFactor: true, proven: both });
  await unsaid.end();
  assert.deepEqual(unsaid.trusted, []);
  const late = createWorld({ finishedAt: '/there', hasFactor: true, proven: { ...both, remember: true } });
  await late.end();
  assert.deepEqual(late.trusted, []);
});
