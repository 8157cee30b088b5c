// Which lines of a token file are read, and which are named as wrong.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readFactorLines } from '../../../src/cli/otp/csv.ts';

const url = 'otpauth://totp/a?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const row = (line: number, username: string, address = url, t0 = '') => ({
  line,
  username,
  url: address,
  t0,
});

const read: readonly [title: string, text: string, rows: readonly ReturnType<typeof row>[]][] = [
  ['nothing', '', []],
  ['empty lines', '\n \n\r\n', []],
  ['two values', `alice,${url}`, [row(1, 'alice')]],
  ['three values', `alice,${url},1000\n`, [row(1, 'alice', url, '1000')]],
  ['an empty third value', `alice,${url},\n`, [row(1, 'alice')]],
  ['spaces around values', ` alice , ${url} , 5 `, [row(1, 'alice', url, '5')]],
  ['line breaks of every kind', `a,${url}\r\nb,${url}\rc,${url}\n`, [row(1, 'a'), row(2, 'b'), row(3, 'c')]],
  ['a gap: lines keep their numbers', `a,${url}\n\nb,${url}`, [row(1, 'a'), row(3, 'b')]],
  ['a byte order mark', `\ufeffa,${url}`, [row(1, 'a')]],
  ['names of columns', `Username,URL,T0\na,${url}`, [row(2, 'a')]],
  ['two names of columns', `username,url\na,${url}`, [row(2, 'a')]],
  ['values in quotes', `"a","${url}","7"`, [row(1, 'a', url, '7')]],
  ['a comma and a quote in quotes', `a,"x,""y"""`, [row(1, 'a', 'x,"y"')]],
  ['an empty user name', `,${url}`, [row(1, '')]],
];

for (const [title, text, rows] of read) {
  test(`${title} is read`, () => assert.deepEqual(readFactorLines(text), { rows, problems: [] }));
}

for (const line of ['alice', `alice,${url},1,2`, `alice,"${url}`, `alice,"${url}"x`, `al"ice,${url}`]) {
  test(`${JSON.stringify(line.replace(url, 'URL'))} is named by its number, and not repeated`, () => {
    const { rows, problems } = readFactorLines(`bob,${url}\n${line}\n`);
    assert.deepEqual(rows, [row(1, 'bob')]);
    assert.deepEqual(
      problems.map((problem) => [problem.line, problem.field]),
      [[2, 'the line']],
    );
    assert.ok(!JSON.stringify(problems).includes('GEZD'));
  });
}
