// The end of a prefix, as a range over UTF-8 bytes needs it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { prefixEnd } from '../../../src/store/queries.ts';

test('the end of a prefix comes right after everything that begins with it', () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['', undefined],
    ['a', 'b'],
    ['az', 'a{'],
    ['é', 'ê'],
    ['🔑', '🔒'],
    // U+D7FF is the last character before the surrogates, which UTF-8 has not.
    ['\ud7ff', '\ue000'],
    ['\uffff', '\u{10000}'],
    ['a\u{10ffff}', 'b'],
    ['\u{10ffff}\u{10ffff}', undefined],
  ];
  for (const [prefix, end] of cases) {
    assert.equal(prefixEnd(prefix), end, prefix);
    if (end !== undefined) {
      assert.ok(Buffer.compare(Buffer.from(`${prefix}\u{10ffff}\u{10ffff}`), Buffer.from(end)) < 0);
      assert.ok(Buffer.compare(Buffer.from(prefix), Buffer.from(end)) < 0);
    }
  }
});
