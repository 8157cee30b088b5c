// How recovery codes look and how they are read.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  hashRecoveryCodes,
  makeRecoveryCodes,
  readRecoveryCode,
} from '../../../src/accounts/second-factor/verifying/recovery-codes.ts';

test('ten codes are made, each five groups of four without look-alikes, each with its own selector', () => {
  const codes = makeRecoveryCodes();
  assert.equal(codes.length, 10);
  for (const code of codes) {
    assert.match(code, /^[0-9a-hjkmnp-tv-z]{4}(-[0-9a-hjkmnp-tv-z]{4}){4}$/);
  }
  assert.equal(new Set(codes.map((code) => code.slice(0, 4))).size, 10);
  assert.equal(new Set(makeRecoveryCodes().concat(codes)).size, 20);
});

test('a code is read in any case, with or without spaces and hyphens, and past slips of the eye', () => {
  const expected = { selector: '01ab', secret: 'cdefghjkmnpqrstv' };
  for (const typed of [
    '01ab-cdef-ghjk-mnpq-rstv',
    ' 01AB CDEF GHJK MNPQ RSTV ',
    '01abcdefghjkmnpqrstv',
    'OlAB-cdef-ghjk-mnpq-rstv',
    'oIab–cdef—ghjk‑mnpq rstv',
  ]) {
    assert.deepEqual(readRecoveryCode(typed), expected, typed);
  }
});

test('anything else is no code', () => {
  const garbage: unknown[] = [
    '',
    '01ab-cdef-ghjk-mnpq-rst',
    '01ab-cdef-ghjk-mnpq-rstvx',
    '01ab-cdef-ghjk-mnpq-rstu',
    '٠١ab-cdef-ghjk-mnpq-rstv',
    '-'.repeat(10_000),
    ['01ab-cdef-ghjk-mnpq-rstv'],
    { length: 20 },
    undefined,
  ];
  for (const typed of garbage) {
    assert.equal(readRecoveryCode(typed), undefined, String(typed).slice(0, 30));
  }
});

test('a kept code holds its selector and the hash of the rest, nothing else', async () => {
  const hashed: string[] = [];
  const hash = async (text: string) => {
    hashed.push(text);
    return `hash of ${hashed.length}`;
  };
  const kept = await hashRecoveryCodes(['01ab-cdef-ghjk-mnpq-rstv'], { hash });
  assert.deepEqual(kept, [{ kind: 'recovery-code', id: '01ab', hash: 'hash of 1' }]);
  assert.deepEqual(hashed, ['cdefghjkmnpqrstv']);
  await assert.rejects(hashRecoveryCodes(['no code'], { hash }), TypeError);
});
