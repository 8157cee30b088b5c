// What counts as one source.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sourcePrefix } from '../../../src/base/source-prefix.ts';

test('an IPv4 address is a source of its own, also when written as IPv6', () => {
  assert.equal(sourcePrefix('192.0.2.7'), '192.0.2.7/32');
  assert.equal(sourcePrefix('::ffff:192.0.2.7'), '192.0.2.7/32');
  assert.equal(sourcePrefix('::ffff:c000:207'), '192.0.2.7/32');
  assert.notEqual(sourcePrefix('192.0.2.8'), sourcePrefix('192.0.2.7'));
});

test('IPv6 addresses of one /64 are one source, however they are written', () => {
  assert.equal(sourcePrefix('2001:db8:1:2::1'), '2001:db8:1:2::/64');
  assert.equal(sourcePrefix('2001:0DB8:0001:0002:ffff:ffff:ffff:ffff'), '2001:db8:1:2::/64');
  assert.equal(sourcePrefix('2001:db8::1'), '2001:db8:0:0::/64');
  assert.equal(sourcePrefix('fe80::1%eth0'), 'fe80:0:0:0::/64');
  assert.equal(sourcePrefix('::1'), '0:0:0:0::/64');
  assert.notEqual(sourcePrefix('2001:db8:1:3::1'), sourcePrefix('2001:db8:1:2::1'));
});

test('what is no address is one source', () => {
  assert.equal(sourcePrefix(''), 'no address');
  assert.equal(sourcePrefix('/run/proxy.sock'), 'no address');
});
