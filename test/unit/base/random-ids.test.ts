// Identifiers and bearer values: their form, and that ids can be typed behind a command.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomId, randomToken } from '../../../src/base/random-ids.ts';

test('an id has 16 characters and never begins like an option', () => {
  // One in 64 would: that two thousand draws miss it has a chance of one in 10^13.
  const ids = Array.from({ length: 2000 }, randomId);
  assert.ok(ids.every((id) => /^[A-Za-z0-9_][A-Za-z0-9_-]{15}$/.test(id)));
  assert.equal(new Set(ids).size, 2000);
});

test('a bearer value has 256 bits', () => {
  assert.match(randomToken(), /^[A-Za-z0-9_-]{43}$/);
});
