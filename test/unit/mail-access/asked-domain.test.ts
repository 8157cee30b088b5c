// Which domain a request asks about: the part behind the @, or an answer that it cannot be read.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from '../../../src/base/app-error.ts';
import { readAskedDomain } from '../../../src/mail-access/autoconfig/asked-domain.ts';

const read: readonly (readonly [Readonly<Record<string, string>>, string | undefined])[] = [
  [{}, undefined],
  [{ emailaddress: '' }, undefined],
  [{ other: 'x' }, undefined],
  [{ emailaddress: 'alice@example.test' }, 'example.test'],
  [{ emailaddress: 'ALICE@Example.TEST' }, 'example.test'],
  [{ emailaddress: '@example.test' }, 'example.test'],
  [{ emailaddress: 'example.test' }, 'example.test'],
  [{ emailaddress: '"a@b"@example.test' }, 'example.test'],
  [{ emailaddress: '<script>@example.test' }, 'example.test'],
  [{ emailaddress: 'x@bücher.test' }, 'xn--bcher-kva.test'],
  [{ domain: 'example.test' }, 'example.test'],
  [{ emailaddress: 'alice@one.test', domain: 'two.test' }, 'one.test'],
  [{ emailaddress: '', domain: 'two.test' }, 'two.test'],
];

for (const [query, domain] of read) {
  test(`${JSON.stringify(query)} asks about ${domain}`, () => {
    assert.equal(readAskedDomain(query), domain);
  });
}

const unreadable: readonly (string | readonly string[])[] = [
  'alice@',
  'alice@exam ple.test',
  'alice@<b>.test',
  'alice@example.test\r\nX: y',
  'alice@-.test',
  'alice@..',
  `alice@${'a.'.repeat(130)}test`,
  `alice@${'a'.repeat(64)}.test`,
  ['alice@example.test', 'bob@example.test'],
];

for (const emailaddress of unreadable) {
  test(`${JSON.stringify(emailaddress).slice(0, 40)} is refused`, () => {
    assert.throws(
      () => readAskedDomain({ emailaddress }),
      (error) => error instanceof AppError && error.code === 'bad-request',
    );
  });
}
