// How an app password looks, how it is read, and that nothing else is taken for one.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  makeAppPassword,
  readAppPassword,
  showAppPassword,
} from '../../../src/accounts/app-passwords/app-password-text.ts';
import { makeRecoveryCodes } from '../../../src/accounts/second-factor/verifying/recovery-codes.ts';

const shown = 'ap01-abcd-efgh-jkmn-pqrs-tvwx-yz23';
const expected = { selector: '01abcd', secret: 'efghjkmnpqrstvwxyz23' };

test('it is seven groups of four letters without look-alikes, and begins with ap', () => {
  for (let round = 0; round < 200; round += 1) {
    const made = makeAppPassword(() => false);
    const text = showAppPassword(made);
    assert.match(text, /^ap[0-9a-hjkmnp-tv-z]{2}(-[0-9a-hjkmnp-tv-z]{4}){6}$/);
    assert.deepEqual(readAppPassword(text), made);
  }
});

test('its secret has a hundred bits, every letter of them drawn', () => {
  const secrets = Array.from({ length: 2000 }, () => makeAppPassword(() => false).secret);
  assert.equal(new Set(secrets).size, 2000);
  for (let place = 0; place < 20; place += 1) {
    assert.equal(new Set(secrets.map((secret) => secret[place])).size, 32, `place ${place}`);
  }
});

test('a selector that is taken is not made again', () => {
  const seen: string[] = [];
  const made = makeAppPassword((selector) => {
    seen.push(selector);
    return seen.length < 3;
  });
  assert.equal(seen.length, 3);
  assert.equal(made.selector, seen[2]);
});

describe('it is read however it is typed', () => {
  for (const typed of [
    shown,
    shown.toUpperCase(),
    shown.replaceAll('-', ''),
    shown.replaceAll('-', ' '),
    `  ${shown}\n`,
    shown.replaceAll('-', ' - '),
    'a p 0 1 a b c d e f g h j k m n p q r s t v w x y z 2 3',
    shown.replaceAll('-', '–').toUpperCase(),
    'apOl-abcd-efgh-jkmn-pqrs-tvwx-yz23',
    'APoI-abcd-efgh-jkmn-pqrs-tvwx-yz23',
    'ap01abcd efghjkmn\tpqrstvwx\u00a0yz23',
  ]) {
    test(JSON.stringify(typed), () => assert.deepEqual(readAppPassword(typed), expected));
  }
});

describe('nothing else is taken for one', () => {
  const others: readonly (readonly [what: string, typed: unknown])[] = [
    ['nothing', ''],
    ['an account password', 'seven green bottles'],
    ['a long one that begins alike', 'apricots and apples are all that grow here'],
    ['one letter less', shown.slice(0, -1)],
    ['one letter more', `${shown}4`],
    ['another beginning', `xp${shown.slice(2)}`],
    ['a letter that is never in one', shown.replace('tvwx', 'tuwx')],
    ['other signs between', shown.replaceAll('-', '.')],
    ['a password and a code', `${shown}$123456`],
    ['a password and a code of the same length', 'ap01-abcd-efgh-jkmn-pqr$123456'],
    ['digits of another script', shown.replace('23', '٢٣')],
    ['letters of another script', shown.replace('ap', 'аp')],
    ['only hyphens', '-'.repeat(28)],
    ['more than anybody types', `${shown}${' '.repeat(10_000)}`],
    ['a list', [shown]],
    ['a thing with a length', { length: 28, startsWith: () => true }],
    ['a number', 28],
    ['nothing at all', undefined],
    ['null', null],
  ];
  for (const [what, typed] of others) {
    test(what, () => assert.equal(readAppPassword(typed), undefined));
  }

  test('a recovery code', () => {
    for (const code of makeRecoveryCodes()) {
      assert.equal(readAppPassword(code), undefined);
    }
  });
});
