// Which passwords may be chosen.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { AccountInputError } from '../../../src/accounts/adding/account-input-error.ts';
import { commonWords } from '../../../src/accounts/password/common-words.ts';
import { requireGoodPassword } from '../../../src/accounts/password/password-rules.ts';

const context = {
  settings: { passwordMin: 8, brandName: 'Acme Mail', mailDomains: ['example.org'] },
  owner: ['alice.miller', 'al@home.example', 'Alice Miller-Jones'],
};

function problemOf(password: string): unknown {
  try {
    requireGoodPassword(password, context);
    return undefined;
  } catch (error) {
    assert.ok(error instanceof AccountInputError && error.field === 'password');
    assert.ok(!error.message.includes(password) && !error.reason.includes(password));
    return error.problem;
  }
}

describe('passwords that are allowed', () => {
  const allowed = [
    'correct horse battery staple',
    'kq8fz2mw',
    'Tr0ub4dor&3',
    'alice-likes-9-pears',
    'пчёлы над рекой',
    '👩‍🚀🚀🌙✨🪐🌍🛰️🔭',
    'xxxxxxxxyz!kq',
    `long ${'lorem ipsum '.repeat(80)}`,
  ];
  for (const password of allowed) {
    test(password.slice(0, 40), () => assert.equal(problemOf(password), undefined));
  }
  test('no composition is asked for: eight lower-case letters do', () => {
    assert.equal(problemOf('vjwkqmzt'), undefined);
  });
});

describe('passwords that are among the first guesses', () => {
  const common = [
    'password',
    'Password1',
    'P@ssw0rd',
    'password123!',
    '12345678',
    '1234567890',
    '87654321',
    '11111111',
    '00000000',
    'qwertyuiop',
    'qwerty123',
    'asdfghjkl',
    '1q2w3e4r',
    '1qaz2wsx',
    'q1w2e3r4',
    'zaq12wsx',
    'iloveyou',
    'iloveyou1',
    'sunshine',
    'princess1',
    'football',
    'baseball',
    'superman',
    'trustno1',
    'letmein1',
    'welcome1',
    'starwars',
    'whatever',
    'charlie1',
    'michelle',
    'jennifer',
    'liverpool1',
    'chelsea1',
    'abcd1234',
    'abcdefgh',
    'qwer1234',
    'passw0rd',
    'adminadmin',
    'admin123',
    'Summer2024!',
    'dragon12345',
    '11112222',
    '19840215',
    'aaaaaaaa',
    'abababab',
    'abcabcabc',
    'motdepasse',
    'passwort1',
    'contraseña',
    'пароль123',
  ];
  for (const password of common) {
    test(password, () => assert.equal(problemOf(password), 'too-common'));
  }
});

describe('what people do to common passwords does not help', () => {
  const done = [
    ['backwards', 'drowssap'],
    ['cut to eight characters', 'swordfis'],
    ['typed on a keyboard set to Latin', 'fktrcfylh'],
    ['from key to key', 'zaq12wsx'],
    ['three short runs', '1qaz2wsx3edc'],
    ['two runs interleaved', '1a2b3c4d'],
    ['each twice', '1122334455'],
    ['across the number pad', '147258369'],
    ['look-alikes', 'M1dn1ght!'],
  ] as const;
  for (const [what, password] of done) {
    test(`${what}: ${password}`, () => assert.equal(problemOf(password), 'too-common'));
  }
});

describe('passwords made of what everybody knows', () => {
  const known = [
    'alice.miller',
    'AliceMiller',
    'miller2024',
    'alice1234',
    'Miller-Jones',
    'acmemail',
    'Acme Mail 1',
    'postern123',
    'homeexample',
    '4l1c3miller',
  ];
  for (const password of known) {
    test(password, () => assert.equal(problemOf(password), 'too-common'));
  }
});

describe('the length of a password', () => {
  test('is counted in characters, not in bytes or UTF-16 units', () => {
    assert.deepEqual(problemOf('kq8fz2m'), { atLeast: 8 });
    assert.deepEqual(problemOf('🚀🌙✨🪐🌍🔭👩'), { atLeast: 8 });
    assert.equal(problemOf('🚀🌙✨🪐🌍🔭👩🧭'), undefined);
  });
  test('is counted after composition: a letter and its accent are one', () => {
    assert.deepEqual(problemOf('ke\u0301q8z2m'), { atLeast: 8 });
  });
  test('ends at 1024 UTF-16 units', () => {
    const long = 'kq8fz2mw'.repeat(128);
    assert.equal(problemOf(long), undefined);
    assert.deepEqual(problemOf(`${long}x`), { atMost: 1024 });
  });
  test('a lone surrogate is no text', () => {
    assert.equal(problemOf('kq8fz2mw\ud800'), 'malformed');
  });
});

test('the form of an app password is theirs alone, however it is typed', () => {
  for (const password of ['ap01-abcd-efgh-jkmn-pqrs-tvwx-yz23', 'AP01ABCDEFGHJKMNPQRSTVWXYZ23']) {
    assert.equal(problemOf(password), 'too-common');
  }
  assert.equal(problemOf('ap01-abcd-efgh-jkmn-pqrs-tvwx-yz2'), undefined);
});

test('the longest password is judged in a moment', () => {
  const started = performance.now();
  problemOf('zq1!'.repeat(256));
  problemOf('aliceqwertypassword1234sunshine'.repeat(30));
  assert.ok(performance.now() - started < 10_000);
});

test('there are thousands of common words, in lower case and normal form', () => {
  assert.ok(commonWords.size > 5000, String(commonWords.size));
  for (const word of commonWords) {
    assert.equal(word, word.normalize('NFKC').toLowerCase());
  }
});
