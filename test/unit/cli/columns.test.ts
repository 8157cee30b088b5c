// Text for terminals: columns that line up, and nothing that steers.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatFacts, formatTable, onPaper, plain } from '../../../src/cli/frame/columns.ts';

const steering: readonly [text: string, shown: string][] = [
  ['Alice Å 🚪', 'Alice Å 🚪'],
  ['family 👩‍👧', 'family 👩‍👧'],
  ['\u001b[2Jgone', '\ufffd[2Jgone'],
  ['two\r\nlines', 'two\ufffdlines'],
  ['c1 \u009b31m', 'c1 \ufffd31m'],
  ['bell\u0007 and delete\u007f', 'bell\ufffd and delete\ufffd'],
  ['exe.\u202efdp', 'exe.\ufffdfdp'],
  ['one\u2028two', 'one\ufffdtwo'],
];

for (const [text, shown] of steering) {
  test(`${JSON.stringify(text)} is shown as ${JSON.stringify(shown)}`, () => {
    assert.equal(plain(text), shown);
  });
}

test('columns are as wide as their widest cell, without spaces at the end', () => {
  const table = formatTable(
    ['A', 'LONG'],
    [
      ['wide cell', 'x'],
      ['é', ''],
      ['\u0007', 'y'],
    ],
  );
  assert.equal(table, 'A          LONG\nwide cell  x\né\n\ufffd          y');
});

test('facts without a value are left out', () => {
  const facts = formatFacts([
    ['Name', 'Alice'],
    ['Language', undefined],
    ['Group', ''],
    ['Id', '7'],
  ]);
  assert.equal(facts, 'Name  Alice\nId    7');
  assert.equal(formatFacts([]), '');
});

test('a drawing is black on white line by line', () => {
  assert.equal(onPaper('▄\n▀'), '\u001b[30;107m▄\u001b[0m\n\u001b[30;107m▀\u001b[0m');
});
