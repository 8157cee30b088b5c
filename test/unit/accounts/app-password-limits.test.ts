// What an app password is good for: how limits are read, and how they are judged.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { AccountInputError } from '../../../src/accounts/adding/account-input-error.ts';
import {
  type AppPasswordLimits,
  isWithinLimits,
  readLimits,
} from '../../../src/accounts/app-passwords/limits.ts';

const now = Date.UTC(2026, 10, 25);
const all: AppPasswordLimits = { protocols: [], services: [], networks: [] };
const use = { protocol: 'imap', service: 'mail', address: '192.0.2.7' };

describe('judged', () => {
  const cases: readonly (readonly [
    what: string,
    limits: Partial<AppPasswordLimits>,
    use: Partial<{ protocol: string; service: string; address: string | undefined }>,
    good: boolean,
  ])[] = [
    ['without limits all is allowed', {}, {}, true],
    ['also from nowhere', {}, { address: undefined }, true],
    ['a protocol of the list', { protocols: ['smtp', 'imap'] }, {}, true],
    ['a protocol beside the list', { protocols: ['smtp', 'pop3'] }, {}, false],
    ['a part of a protocol’s name', { protocols: ['imaps'] }, {}, false],
    ['no protocol', { protocols: ['imap'] }, { protocol: '' }, false],
    ['a service of the list', { services: ['mail'] }, {}, true],
    ['a service beside the list', { services: ['files'] }, {}, false],
    ['a service in another case', { services: ['mail'] }, { service: 'Mail' }, false],
    ['an address of the list', { networks: ['192.0.2.7'] }, {}, true],
    ['an address beside the list', { networks: ['192.0.2.8'] }, {}, false],
    ['a network around the address', { networks: ['198.51.100.0/24', '192.0.2.0/24'] }, {}, true],
    ['a network beside the address', { networks: ['192.0.3.0/24'] }, {}, false],
    [
      'an IPv4 address in the form of IPv6',
      { networks: ['192.0.2.0/24'] },
      { address: '::ffff:192.0.2.7' },
      true,
    ],
    ['an IPv6 network', { networks: ['2001:db8::/32'] }, { address: '2001:db8:1::7' }, true],
    ['another IPv6 network', { networks: ['2001:db8::/32'] }, { address: '2001:db9::7' }, false],
    ['no address where networks are named', { networks: ['192.0.2.0/24'] }, { address: undefined }, false],
    ['what is no address where networks are named', { networks: ['0.0.0.0/0'] }, { address: 'x' }, false],
    ['the last moment', { expiresAt: now + 1 }, {}, true],
    ['the moment it ends', { expiresAt: now }, {}, false],
    ['long after', { expiresAt: 1 }, {}, false],
    ['one limit kept and another not', { protocols: ['imap'], services: ['files'] }, {}, false],
    [
      'all limits kept',
      { protocols: ['imap'], services: ['mail'], networks: ['192.0.2.0/24'], expiresAt: now + 1 },
      {},
      true,
    ],
  ];
  for (const [what, limits, at, good] of cases) {
    test(`${what} is ${good ? 'allowed' : 'refused'}`, () => {
      assert.equal(isWithinLimits({ ...all, ...limits }, { ...use, ...at }, now), good);
    });
  }
});

describe('read', () => {
  test('in one spelling, each once', () => {
    assert.deepEqual(
      readLimits(
        {
          protocols: [' IMAP', 'imap', 'x-bbs'],
          services: ['mail ', 'Mail', 'mail'],
          networks: ['2001:DB8::/32', '192.0.2.1'],
          expiresAt: now + 1,
        },
        now,
      ),
      {
        protocols: ['imap', 'x-bbs'],
        services: ['mail', 'Mail'],
        networks: ['2001:db8::/32', '192.0.2.1'],
        expiresAt: now + 1,
      },
    );
    assert.deepEqual(readLimits({}, now), all);
  });

  const many = (form: (index: number) => string) => Array.from({ length: 33 }, (_, index) => form(index));
  const refused: readonly (readonly [field: string, given: Partial<AppPasswordLimits>])[] = [
    ['protocols', { protocols: [''] }],
    ['protocols', { protocols: ['im_ap'] }],
    ['protocols', { protocols: ['imap,smtp'] }],
    ['protocols', { protocols: ['x'.repeat(33)] }],
    ['protocols', { protocols: many((index) => `x${index}`) }],
    ['services', { services: [''] }],
    ['services', { services: ['-x'] }],
    ['services', { services: ['a b'] }],
    ['services', { services: ['x'.repeat(129)] }],
    ['network', { networks: [''] }],
    ['network', { networks: ['nowhere'] }],
    ['network', { networks: ['192.0.2.0/33'] }],
    ['network', { networks: ['192.0.2.0/24/1'] }],
    ['network', { networks: many((index) => `192.0.2.${index}`) }],
    ['expires', { expiresAt: now }],
    ['expires', { expiresAt: now - 1 }],
    ['expires', { expiresAt: Number.NaN }],
    ['expires', { expiresAt: Number.POSITIVE_INFINITY }],
  ];
  for (const [field, given] of refused) {
    test(`${JSON.stringify(given).slice(0, 60)} is refused, naming ${field}`, () => {
      assert.throws(
        () => readLimits(given, now),
        (error) => error instanceof AccountInputError && error.field === field && error.reason !== '',
      );
    });
  }
});

test('a protocol is called by one name, as mail servers are understood', () => {
  const { protocols } = readLimits({ protocols: ['Submission', 'smtp', 'managesieve', 'imap'] }, now);
  assert.deepEqual(protocols, ['smtp', 'sieve', 'imap']);
});
