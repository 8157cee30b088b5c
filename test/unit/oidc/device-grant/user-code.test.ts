// What a person may type for a user code.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readUserCode } from '../../../../src/oidc/device-grant/user-code.ts';

test('case, spaces, hyphens and other marks do not matter', () => {
  for (const typed of [
    'WDJBMJHT',
    'wdjb-mjht',
    ' WDJB MJHT ',
    'w d j b–m j h t',
    'wdjb\u00a0mjht',
    'WDJB_MJHT.',
  ]) {
    assert.equal(readUserCode(typed), 'WDJBMJHT', typed);
  }
});

test('what is no such code is none', () => {
  for (const typed of [
    '',
    'WDJB',
    'WDJB-MJH',
    'WDJB-MJHTT',
    'AEIO-UAEI',
    '12345678',
    'WDJBMJHI',
    'ＷＤＪＢＭＪＨＴ',
    'x'.repeat(60_000),
  ]) {
    assert.equal(readUserCode(typed), undefined, typed);
  }
});
