// Time-based codes: the vectors of the RFC, the window, used steps and learned drift.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Secret } from 'otpauth';
import type { TotpUrl } from '../../../src/accounts/second-factor/app/otpauth-url.ts';
import { codeOfStep, matchTotp, readCode, stepAt } from '../../../src/accounts/second-factor/app/totp.ts';

const digits = '1234567890'.repeat(7);
const vectorSecrets = {
  SHA1: digits.slice(0, 20),
  SHA256: digits.slice(0, 32),
  SHA512: digits.slice(0, 64),
};

function parametersOf(algorithm: TotpUrl['algorithm'], rest: Partial<TotpUrl> = {}): TotpUrl {
  const secret = Secret.fromLatin1(vectorSecrets[algorithm]).base32;
  return { type: 'totp', label: 'alice', secret, algorithm, digits: 8, period: 30, ...rest };
}

describe('the vectors of RFC 6238 appendix B', () => {
  const vectors = [
    [59, '94287082', '46119246', '90693936'],
    [1111111109, '07081804', '68084774', '25091201'],
    [1111111111, '14050471', '67062674', '99943326'],
    [1234567890, '89005924', '91819424', '93441116'],
    [2000000000, '69279037', '90698825', '38618901'],
    [20000000000, '65353130', '77737706', '47863826'],
  ] as const;
  for (const [seconds, ...codes] of vectors) {
    for (const [index, algorithm] of (['SHA1', 'SHA256', 'SHA512'] as const).entries()) {
      test(`${algorithm} at ${seconds} s is ${codes[index]}`, () => {
        const parameters = parametersOf(algorithm);
        const now = seconds * 1000;
        const code = codes[index] ?? '';
        assert.equal(codeOfStep(parameters, stepAt(now, 0, 30)), code);
        const match = matchTotp(parameters, { t0: 0, drift: 0 }, { code, now, window: 0 });
        assert.equal(match.outcome, 'right');
      });
    }
  }
});

describe('typed codes', () => {
  test('spaces and hyphens around and inside are forgiven', () => {
    for (const typed of ['123456', ' 123 456 ', '123-456', '12 34 56']) {
      assert.equal(readCode(typed), '123456');
    }
    assert.equal(readCode('1234 5678'), '12345678');
  });
  const garbage: unknown[] = [
    '',
    '1',
    '12345',
    '123456789',
    '+123456',
    '12345a',
    '١٢٣٤٥٦',
    '１２３４５６',
    '१२३४५६',
    '1e5',
    '0x1234',
    '123.456',
    '123456\0',
    '９23456',
    '9'.repeat(10_000),
    ' '.repeat(10_000),
    123456,
    123456n,
    ['123456'],
    ['1', '2', '3', '4', '5', '6'],
    { length: 6 },
    { toString: () => '123456' },
    null,
    undefined,
    true,
  ];
  for (const typed of garbage) {
    test(`${typeof typed} ${String(typed).slice(0, 20)} is refused`, () =>
      assert.equal(readCode(typed), undefined));
  }
});

describe('the window', () => {
  const parameters = parametersOf('SHA1', { digits: 6 });
  const base = 60_000_000 * 30;
  const offsetsThatMatch = (window: number, drift: number, lastStep?: number): number[] => {
    const accepted = new Set<number>();
    // Every second of three steps, each offset from -5 to +5.
    for (let second = 0; second < 90; second += 1) {
      const now = (base + second) * 1000 + 999;
      const current = stepAt(now, 0, 30);
      for (let offset = -5; offset <= 5; offset += 1) {
        const code = codeOfStep(parameters, current + offset);
        const state = { t0: 0, drift, ...(lastStep === undefined ? {} : { lastStep }) };
        if (matchTotp(parameters, state, { code, now, window }).outcome === 'right') {
          accepted.add(offset);
        }
      }
    }
    return [...accepted].sort((a, b) => a - b);
  };
  const cases = [
    [0, 0, [0]],
    [1, 0, [-1, 0, 1]],
    [2, 0, [-2, -1, 0, 1, 2]],
    [1, 2, [1, 2, 3]],
    [1, -2, [-3, -2, -1]],
    [1, 9, [1, 2, 3]],
    [2, 2, [-1, 0, 1, 2, 3]],
    [2, -2, [-3, -2, -1, 0, 1]],
    [0, 2, [2]],
  ] as const;
  for (const [window, drift, expected] of cases) {
    test(`window ${window}, drift ${drift}: steps ${expected.join(', ')}, at every second`, () => {
      assert.deepEqual(offsetsThatMatch(window, drift), expected);
    });
  }
});

describe('a used step', () => {
  const parameters = parametersOf('SHA1', { digits: 6 });
  const now = 1_800_000_000_000;
  const current = stepAt(now, 0, 30);
  test('kills itself and all before it, at every offset of the window', () => {
    for (const used of [-2, -1, 0, 1, 2]) {
      for (const offset of [-2, -1, 0, 1, 2]) {
        const state = { t0: 0, drift: 0, lastStep: current + used };
        const code = codeOfStep(parameters, current + offset);
        const { outcome } = matchTotp(parameters, state, { code, now, window: 2 });
        assert.equal(outcome, offset > used ? 'right' : 'used-before', `${used} then ${offset}`);
      }
    }
  });
  test('a wrong code is told apart from a used one', () => {
    const code = codeOfStep(parameters, current + 7);
    assert.equal(matchTotp(parameters, { t0: 0, drift: 0 }, { code, now, window: 2 }).outcome, 'wrong-code');
  });
  test('before T0 no code is right', () => {
    const state = { t0: now / 1000 + 3600, drift: 0 };
    for (let step = 0; step < 5; step += 1) {
      const code = codeOfStep(parameters, step);
      assert.equal(matchTotp(parameters, state, { code, now, window: 2 }).outcome, 'wrong-code');
    }
  });
  test('a code of another length is wrong, even if it begins alike', () => {
    const code = codeOfStep(parametersOf('SHA1', { digits: 8 }), current);
    assert.equal(matchTotp(parameters, { t0: 0, drift: 0 }, { code, now, window: 2 }).outcome, 'wrong-code');
  });
});

describe('learned drift', () => {
  const parameters = parametersOf('SHA1', { digits: 6 });
  const learn = (window: number, offsets: readonly number[]): (number | string)[] => {
    let drift = 0;
    let now = 1_800_000_000_000;
    return offsets.map((offset) => {
      now += 600_000;
      const code = codeOfStep(parameters, stepAt(now, 0, 30) + offset);
      const match = matchTotp(parameters, { t0: 0, drift }, { code, now, window });
      drift = match.outcome === 'right' ? match.drift : drift;
      return match.outcome === 'right' ? drift : match.outcome;
    });
  };
  test('follows a clock that goes wrong slowly, up to three steps', () => {
    assert.deepEqual(learn(1, [1, 2, 3, 4]), [1, 2, 2, 'wrong-code']);
    assert.deepEqual(learn(1, [-1, -2, -3, -4]), [-1, -2, -2, 'wrong-code']);
  });
  test('moves one step at a time, and back again', () => {
    assert.deepEqual(learn(2, [2, 3, 0, 0]), [1, 1, 0, 0]);
  });
  test('learns nothing without a window', () => {
    assert.deepEqual(learn(0, [0, 1, -1]), [0, 'wrong-code', 'wrong-code']);
  });
});
