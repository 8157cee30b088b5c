// Which addresses are one network: /24 of IPv4, /48 of IPv6, in whatever spelling they come.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sourceNetwork } from '../../../../src/oidc/tokens/source-network.ts';

for (const [address, network] of [
  ['192.0.2.7', '192.0.2.0/24'],
  ['192.0.2.255', '192.0.2.0/24'],
  ['::ffff:192.0.2.7', '192.0.2.0/24'],
  ['192.0.3.7', '192.0.3.0/24'],
  ['2001:db8:1:2::3', '2001:db8:1::/48'],
  ['2001:0DB8:0001:ffff::', '2001:db8:1::/48'],
  ['2001:db8:2::', '2001:db8:2::/48'],
  ['::1', '0:0:0::/48'],
  ['fe80::1%eth0', 'fe80:0:0::/48'],
  ['', 'no address'],
] as const) {
  test(`${address || 'nothing'} is of ${network}`, () => assert.equal(sourceNetwork(address), network));
}
