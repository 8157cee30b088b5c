// The end of a sign-in that was cut short: it is finished by whoever comes next, and a second click leads where the first did.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type FinishParts, finish } from '../../../interactions/finish.ts';
import type { Visit } from '../../../interactions/step.ts';
import { quietLog } from '../../support/engines.ts';

const stamps = { signedInSince: 0, sessionsSince: 0, twoFactorSince: 0 };
const account = { id: 'a1', status: 'active', secrets: [], ...stamps };
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

function createWorld(
  changes: { finishedAt?: string; isFirst?: boolean; remember?: () => Promise<void> } = {},
) {
  const finished: unknown[] = [];
  const parts = {
    accounts: { findById: async () => account },
    accessRules: { judge: async () => ({ factor: 1, reasons: [] }) },
    clock: { now: () => 10_000 },
    log: quietLog,
    progress: { finish: async () => changes.isFirst ?? false },
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
    interaction: { uid: 'uid', prompt: 'login', client: { id: 'c' } },
  };
  return { finished, end: () => finish(parts, visit as unknown as Visit, progress) };
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
