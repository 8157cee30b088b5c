// How names and addresses are read, and which are refused.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { AccountInputError } from '../../../src/accounts/adding/account-input-error.ts';
import { canonicalName, mailLogin, readAddress, readNewUsername } from '../../../src/accounts/names.ts';

describe('one spelling for each name', () => {
  const cases = [
    ['Alice', 'alice'],
    ['  alice\t', 'alice'],
    ['ALICE@Example.ORG', 'alice@example.org'],
    ['ａｌｉｃｅ', 'alice'],
    ['Zoe\u0308', 'zoë'],
    ['ΟΔΥΣΣΕΥΣ', 'οδυσσευσ'],
    ['οδυσσευς', 'οδυσσευσ'],
    ['bob@Bücher.example', 'bob@xn--bcher-kva.example'],
  ] as const;
  for (const [typed, canonical] of cases) {
    test(`${JSON.stringify(typed)} is ${canonical}`, () => {
      assert.equal(canonicalName(typed), canonical);
      assert.equal(canonicalName(canonicalName(typed)), canonical);
    });
  }
});

test('what nobody can be called is no name', () => {
  const impossible: unknown[] = [
    '',
    '   ',
    'a b',
    'a\u00a0b',
    'a\u200bb',
    'a\0b',
    'a\nb',
    '\u202ealice',
    '\ud800',
    'x'.repeat(255),
    'x'.repeat(10_000),
    undefined,
    null,
    7,
    ['alice'],
    { $ne: '' },
  ];
  for (const typed of impossible) {
    assert.equal(canonicalName(typed), undefined, String(JSON.stringify(typed)).slice(0, 40));
  }
});

describe('new user names', () => {
  for (const name of [
    'alice',
    'a',
    'a.b-c_d+e',
    'alice@example.org',
    'zoë',
    '張偉',
    '0',
    '_dmarc',
    'x'.repeat(128),
  ]) {
    test(`${name.slice(0, 20)} is allowed`, () => assert.equal(readNewUsername(name), name));
  }
  const refused = [
    'al:ice',
    'al$ice',
    'a b',
    'a@b@c',
    '@b',
    'a@',
    '.a',
    'a.',
    '-a',
    'a/b',
    'a\\b',
    '"a"',
    "a'b",
    'a,b',
    '<a>',
    '%61',
    '',
  ];
  for (const name of refused) {
    test(`${JSON.stringify(name)} is refused`, () => {
      assert.throws(() => readNewUsername(name), isRefusal('username', 'malformed'));
    });
  }
  test('more than 128 characters are refused', () => {
    assert.throws(() => readNewUsername('x'.repeat(129)), isRefusal('username', 'too-long'));
  });
});

describe('addresses', () => {
  const allowed = [
    ['Alice@Example.org', 'alice@example.org'],
    ["o'neil+tag@mail.example.org", "o'neil+tag@mail.example.org"],
    ['a@localhost', 'a@localhost'],
  ] as const;
  for (const [typed, address] of allowed) {
    test(`${typed} is one address`, () => assert.equal(readAddress(typed), address));
  }
  const refused = [
    'alice',
    'alice@',
    '@example.org',
    'a@b@example.org',
    'a@example.org, b@example.org',
    'a@example.org,b@example.org',
    'Alice <a@example.org>',
    '"a b"@example.org',
    'a@[127.0.0.1]',
    'a..b@example.org',
    '.a@example.org',
    'a@example..org',
    'a@-example.org',
    'a@exam_ple.org',
    'a@example.org\r\nBcc: b@example.org',
    'a@example.org\0',
    'a(comment)@example.org',
    'ä@example.org',
    `${'a'.repeat(65)}@example.org`,
    `a@${'b'.repeat(64)}.org`,
  ];
  for (const typed of refused) {
    test(`${JSON.stringify(typed.slice(0, 40))} is refused`, () => {
      assert.throws(() => readAddress(typed), isRefusal('email', 'malformed'));
    });
  }
});

describe('the name that mail servers know', () => {
  const account = {
    username: 'alice',
    emails: [
      { address: 'alice@private.example', verified: true },
      { address: 'wrong@example.org', verified: false },
      { address: 'alice@example.org', verified: true },
      { address: 'a@example.org', verified: true },
    ],
  };
  test('is the user name by default', () => {
    assert.equal(mailLogin(account, { mailLogin: 'username', mailDomains: ['example.org'] }), 'alice');
  });
  test('is the first verified address in a mail domain where so set', () => {
    assert.equal(
      mailLogin(account, { mailLogin: 'email', mailDomains: ['example.org'] }),
      'alice@example.org',
    );
  });
  test('is the user name where no address lies in a mail domain', () => {
    assert.equal(mailLogin(account, { mailLogin: 'email', mailDomains: ['other.example'] }), 'alice');
  });
});

function isRefusal(field: string, problem: string): (error: unknown) => boolean {
  return (error) => error instanceof AccountInputError && error.field === field && error.problem === problem;
}

test('an address holds no character that a mail server takes for a pattern', () => {
  for (const address of ['*@example.test', 'a?b@example.test', '*']) {
    assert.throws(() => readAddress(address), AccountInputError, address);
  }
  assert.equal(readAddress("o'neil+x@example.test"), "o'neil+x@example.test");
});
