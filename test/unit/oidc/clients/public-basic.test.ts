// Basic credentials without a secret: whose id is read out of them, and how it comes into the body.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readPublicBasic, withClientId } from '../../../../src/oidc/clients/public-basic.ts';

const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;

test('an id before the colon, and nothing behind it', () => {
  for (const [header, id] of [
    [basic('aerc:'), 'aerc'],
    [basic('aerc:').replace('Basic', 'basic'), 'aerc'],
    [basic('a%3Ab+c:'), 'a:b c'],
    [basic('aerc:secret'), undefined],
    [basic('aerc'), undefined],
    [basic(':'), undefined],
    [basic('a:b:'), undefined],
    [basic('%zz:'), undefined],
    ['Bearer YWVyYzo=', undefined],
    ['Basic YWVyYzo= x', undefined],
    ['Basic !', undefined],
    ['', undefined],
  ] as const) {
    assert.equal(readPublicBasic(header), id, header);
  }
});

test('it stands in the body where the body names nobody', () => {
  assert.deepEqual(withClientId({ a: 'b' }, 'aerc'), { a: 'b', client_id: 'aerc' });
  assert.deepEqual(withClientId({ client_id: '' }, 'aerc'), { client_id: 'aerc' });
  assert.deepEqual(withClientId({ client_id: 'aerc' }, 'aerc'), { client_id: 'aerc' });
  assert.deepEqual(withClientId({ client_id: ['aerc', 'x'] }, 'aerc'), { client_id: ['aerc', 'x'] });
  assert.deepEqual(withClientId({ a: 'b' }, undefined), { a: 'b' });
  assert.throws(() => withClientId({ client_id: 'mutt' }, 'aerc'), /differ/);
});
