// A JSON object is read in one way only: no name twice, and what is no object is told without a word of its content.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from '../../../src/base/app-error.ts';
import { readJsonObject } from '../../../src/http/json.ts';

const accepted: readonly (readonly [text: string, value: object])[] = [
  ['{}', {}],
  ['{"a":"b"}', { a: 'b' }],
  [' {\n"a" : "b:c" , "d" : [{"a":1},{"a":2}] } ', { a: 'b:c', d: [{ a: 1 }, { a: 2 }] }],
  ['{"a":"\\"x\\":","b\\"":"\\\\"}', { a: '"x":', 'b"': '\\' }],
];
for (const [text, value] of accepted) {
  test(`${text.trim()} is read`, () => {
    assert.deepEqual({ ...readJsonObject(text) }, value);
  });
}

const deep = `${'['.repeat(30_000)}${']'.repeat(30_000)}`;
const refused: readonly (readonly [what: string, text: string])[] = [
  ['nothing', ''],
  ['no JSON', 'secret'],
  ['half of it', '{"a":"secret'],
  ['a list', '["secret"]'],
  ['null', 'null'],
  ['a string', '"secret"'],
  ['a name twice', '{"a":"secret","a":"secret2"}'],
  ['a name twice in two spellings', '{"a":"secret","\\u0061":"secret2"}'],
  ['a name twice further in', '{"b":[{"a":"secret","a":2}]}'],
  ['more than one object', '{"a":1}{"b":2}'],
  ['a raw line break in a string', '{"a":"sec\nret"}'],
  ['thirty thousand levels', `{"a":${deep}}`],
];
for (const [what, text] of refused) {
  test(`${what} is refused, and the reason holds nothing of it`, () => {
    assert.throws(
      () => readJsonObject(text),
      (error) =>
        error instanceof AppError &&
        error.code === 'bad-request' &&
        !`${error.detail}${error.cause}`.includes('secret'),
    );
  });
}

test('names of the prototype are ordinary names', () => {
  const object = readJsonObject('{"__proto__":"x","constructor":"y"}');
  assert.deepEqual(Object.keys(object), ['__proto__', 'constructor']);
  assert.equal(readJsonObject('{}').toString, undefined);
});

test('a long string of escapes is read', () => {
  const text = '\\"'.repeat(30_000);
  assert.equal(String(readJsonObject(`{"a":"${text}"}`).a).length, 30_000);
});
