// Codes by counter: the vectors of the RFC, the look-ahead, passed codes and re-synchronisation.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Secret } from 'otpauth';
import {
  beginAt,
  type HotpState,
  matchHotp,
  nextCounter,
} from '../../../src/accounts/second-factor/app/hotp.ts';
import type { HotpUrl } from '../../../src/accounts/second-factor/app/otpauth-url.ts';
import { codeOfStep } from '../../../src/accounts/second-factor/app/totp.ts';

const parameters: HotpUrl = {
  type: 'hotp',
  label: 'alice',
  secret: Secret.fromLatin1('12345678901234567890').base32,
  algorithm: 'SHA1',
  digits: 6,
  counter: 0,
};

/** Eight digits: two counters of a test do not show the same code by chance. */
const long: HotpUrl = { ...parameters, digits: 8 };

const codeOf = (counter: number): string => codeOfStep(long, counter);

describe('the vectors of RFC 4226 appendix D', () => {
  const codes = '755224 287082 359152 969429 338314 254676 287922 162583 399871 520489'.split(' ');
  for (const [counter, code] of codes.entries()) {
    test(`counter ${counter} shows ${code}`, () => {
      assert.equal(codeOfStep(parameters, counter), code);
      assert.deepEqual(matchHotp(parameters, beginAt(counter), code), { outcome: 'right', step: counter });
    });
  }
});

test('counting begins where it shall, and the next code is the one after the last', () => {
  assert.deepEqual([beginAt(0), beginAt(1), beginAt(500)], [{}, { lastStep: 0 }, { lastStep: 499 }]);
  assert.deepEqual([nextCounter({}), nextCounter({ lastStep: 499 })], [0, 500]);
});

test('from every counter exactly the next eleven codes are right: ten may have been missed', () => {
  for (const next of [0, 1, 9, 10, 11, 1000, 2 ** 32 - 3, 2 ** 40]) {
    const state = beginAt(next);
    const right: number[] = [];
    for (let offset = -120; offset <= 120; offset += 1) {
      if (next + offset >= 0 && matchHotp(long, state, codeOf(next + offset)).outcome === 'right') {
        right.push(offset);
      }
    }
    assert.deepEqual(right, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  }
});

test('a passed code is never right again: the last ten are told from wrong ones', () => {
  const state: HotpState = { lastStep: 49 };
  for (let counter = 0; counter < 50; counter += 1) {
    const outcome = counter >= 40 ? 'used-before' : 'wrong-code';
    assert.deepEqual(matchHotp(long, state, codeOf(counter)), { outcome, ahead: [] });
  }
});

test('at the end of the numbers there is no next code, and nothing breaks', () => {
  const last = Number.MAX_SAFE_INTEGER;
  assert.deepEqual(matchHotp(long, beginAt(last), codeOf(last)), { outcome: 'right', step: last });
  assert.equal(matchHotp(long, { lastStep: last }, codeOf(last)).outcome, 'used-before');
});

test('a code of another length is wrong', () => {
  for (const code of ['', '12345', codeOfStep(parameters, 0), `${codeOf(0)}0`]) {
    assert.deepEqual(matchHotp(long, {}, code), { outcome: 'wrong-code', ahead: [] });
  }
});

describe('re-synchronisation', () => {
  test('two codes in a row within a hundred are right at the second, from the eleventh on', () => {
    for (let offset = 11; offset <= 110; offset += 1) {
      const first = matchHotp(long, { lastStep: 4 }, codeOf(5 + offset));
      const ahead = first.outcome === 'wrong-code' ? first.ahead : assert.fail();
      assert.deepEqual(ahead, offset < 100 ? [5 + offset] : [], `${offset}`);
      const second = matchHotp(long, { lastStep: 4, ahead }, codeOf(6 + offset));
      assert.equal(second.outcome, offset < 100 ? 'right' : 'wrong-code', `${offset}`);
      assert.equal(second.outcome === 'right' && second.step, offset < 100 && 6 + offset);
    }
  });

  test('the same code twice, the one before, and one that leaves a gap do not count', () => {
    const state: HotpState = { lastStep: 4, ahead: [50] };
    for (const counter of [49, 50, 52, 60]) {
      assert.deepEqual(matchHotp(long, state, codeOf(counter)), { outcome: 'wrong-code', ahead: [counter] });
    }
    assert.deepEqual(matchHotp(long, state, codeOf(51)), { outcome: 'right', step: 51 });
  });

  test('a wrong or passed code between the two makes them begin anew', () => {
    const state: HotpState = { lastStep: 4, ahead: [50] };
    for (const counter of [3, 5000]) {
      const between = matchHotp(long, state, codeOf(counter));
      assert.deepEqual(between.outcome !== 'right' && between.ahead, []);
    }
  });

  test('the due code is right although another is awaited', () => {
    const state: HotpState = { lastStep: 4, ahead: [50] };
    assert.deepEqual(matchHotp(long, state, codeOf(5)), { outcome: 'right', step: 5 });
  });
});
