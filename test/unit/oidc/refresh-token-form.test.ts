// The form of refresh tokens: only our own are read, and a successor is always the same.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRefreshTokenForm } from '../../../src/oidc/records/refresh-token-form.ts';

const form = createRefreshTokenForm('a key of this deployment');

test('a new chain begins with number 0 and a family of its own', () => {
  const [one, other] = [form.begin(), form.begin()];
  assert.equal(form.read(one)?.number, 0);
  assert.notEqual(form.read(one)?.family, form.read(other)?.family);
});

test('the successor is the next number of the same family, and the same at every call', () => {
  const first = form.begin();
  const second = form.successor(first);
  assert.deepEqual(form.read(second), { family: form.read(first)?.family, number: 1 });
  assert.equal(form.successor(first), second);
  assert.notEqual(form.successor(second), second);
});

test('a token is short enough for every mail program', () => {
  let token = form.begin();
  for (let rotation = 0; rotation < 1000; rotation += 1) {
    token = form.successor(token);
  }
  assert.ok(token.length <= 70, `${token.length} characters`);
});

test('nothing but a token of ours is read', () => {
  const token = form.begin();
  const [family = '', , mac = ''] = token.split('.');
  const foreign = createRefreshTokenForm('another key').begin();
  for (const wrong of [
    '',
    foreign,
    `${family}.1.${mac}`,
    `${family}.00.${mac}`,
    `${family}.-1.${mac}`,
    `${token} `,
    `${token}A`,
    token.slice(0, -1),
    `${family}.0.${'A'.repeat(43)}`,
    `${'A'.repeat(16)}.0.${mac}`,
    'x'.repeat(10_000),
  ]) {
    assert.equal(form.read(wrong), undefined, wrong.slice(0, 80));
    assert.throws(() => form.successor(wrong));
  }
});
