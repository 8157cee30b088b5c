// What an app asks for, in words a person uses.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scopeLines } from '../../../interactions/consent/scope-lines.ts';
import { en } from '../../../src/views/texts/en.ts';

const urn = 'urn:ietf:params:oauth:scope:mail';

const cases: readonly (readonly [readonly string[], readonly string[]])[] = [
  [[], []],
  [['openid'], ['Know that it is you']],
  [
    ['openid', 'profile', 'email'],
    ['Know that it is you', 'See your name', 'See your e-mail address'],
  ],
  [['mail'], ['Read and send your mail']],
  [[urn], ['Read and send your mail']],
  [['mail', urn, 'mail'], ['Read and send your mail']],
  [
    ['offline_access', 'mail'],
    ['Read and send your mail', 'Stay connected while you are away'],
  ],
  [
    ['imap', 'smtp'],
    ['Read and sort your mail', 'Send mail in your name'],
  ],
  [[urn, 'imap', 'smtp', 'pop3'], ['Read and send your mail']],
  [
    ['mail', 'sieve'],
    ['Read and send your mail', 'Change your mail filters'],
  ],
  [
    ['calendar'],
    ['Do something this page has no words for: calendar. If you do not know what it is, do not allow it.'],
  ],
  [
    ['toString', 'constructor'],
    [
      'Do something this page has no words for: toString. If you do not know what it is, do not allow it.',
      'Do something this page has no words for: constructor. If you do not know what it is, do not allow it.',
    ],
  ],
];

for (const [scopes, lines] of cases) {
  test(`${scopes.join(' ') || 'nothing'} is told as ${lines.length} lines`, () => {
    const told = scopeLines(en, scopes).map((line) =>
      line
        .toString()
        .replace(/<[^>]+>/g, '')
        .trim(),
    );
    assert.deepEqual(told, lines);
  });
}
