// How failures are told: one line each, never more than the person may know.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from '../../../src/base/app-error.ts';
import { describeFailure, Refusal, UsageError } from '../../../src/cli/frame/refusals.ts';
import { MasterKeyError } from '../../../src/secrets/master-key.ts';
import { StoreUnavailableError } from '../../../src/store/store.ts';

const unexpected = 'something unexpected happened; POSTERN_LOG_LEVEL=debug tells more';

const failures: readonly [error: unknown, exitCode: number, line: string, isUnexpected: boolean][] = [
  [new UsageError('NAME is missing'), 2, 'NAME is missing', false],
  [new Refusal('there is no account "x"'), 1, 'there is no account "x"', false],
  [new MasterKeyError('wrong master key'), 1, 'wrong master key', false],
  [new AppError('too-busy'), 1, 'too-busy', false],
  [new AppError('too-busy', { detail: 'many are waiting' }), 1, 'many are waiting', false],
  [
    new StoreUnavailableError(new Error('connect mongodb://ada:hunter2@db')),
    1,
    'the store does not answer (POSTERN_STORE says which; POSTERN_LOG_LEVEL=debug tells more)',
    true,
  ],
  [
    Object.assign(new Error("EACCES: permission denied, mkdir '/srv'"), { code: 'EACCES', syscall: 'mkdir' }),
    1,
    "EACCES: permission denied, mkdir '/srv'",
    false,
  ],
  [new TypeError('hunter2 is not a function'), 1, unexpected, true],
  ['hunter2', 1, unexpected, true],
  [undefined, 1, unexpected, true],
  [
    new Refusal('two\nlines and \u001b[31mred \u202eback'),
    1,
    'two\ufffdlines and \ufffd[31mred \ufffdback',
    false,
  ],
];

for (const [error, exitCode, line, isUnexpected] of failures) {
  test(`${String(error).replaceAll('\n', ' ')} is told as: ${line}`, () => {
    assert.deepEqual(describeFailure(error), { exitCode, line, isUnexpected });
  });
}
