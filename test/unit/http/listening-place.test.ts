// Where a server listens, as text, and when its own links lead elsewhere.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describePlace, leadsHere } from '../../../src/http/listening-place.ts';

const here = { address: '127.0.0.1', family: 'IPv4', port: 3001 };

test('a place is an address with its port, or the path of a socket', () => {
  assert.equal(describePlace(here), '127.0.0.1:3001');
  assert.equal(describePlace({ address: '::1', family: 'IPv6', port: 3001 }), '[::1]:3001');
  assert.equal(describePlace('/run/postern.sock'), 'unix:/run/postern.sock');
});

for (const [issuer, leads] of [
  ['http://localhost:3001', true],
  ['http://127.0.0.1:3001', true],
  ['http://[::1]:3001', true],
  ['http://localhost:3000', false],
  ['http://localhost', false],
  ['https://127.0.0.1', false],
  ['https://id.example.test', true],
] as const) {
  test(`links of ${issuer} ${leads ? 'may lead' : 'do not lead'} to port 3001 of this machine`, () => {
    assert.equal(leadsHere(issuer, here), leads);
    assert.equal(leadsHere(issuer, '/run/postern.sock'), true, 'a proxy stands before a socket');
  });
}
