// The text form of password hashes is read strictly.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { formatPhc, parsePhc } from '../../../src/secrets/argon2-phc.ts';

const good =
  '$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$K13EBUiG7JV+9ZxztmHFTdb7J0WQsnj2V8bZaqyPptE';

test('a PHC string is read into its parts and written back the same', () => {
  const parsed = parsePhc(good);
  assert.equal(parsed.memoryKiB, 19456);
  assert.equal(parsed.passes, 2);
  assert.equal(parsed.parallelism, 1);
  assert.equal(parsed.salt.toString(), 'somesaltsomesalt');
  assert.equal(parsed.hash.length, 32);
  assert.equal(formatPhc(parsed), good);
});

describe('what is refused, without repeating it', () => {
  const refused = {
    'an empty text': '',
    'another variant': good.replace('argon2id', 'argon2i'),
    'another version': good.replace('v=19', 'v=16'),
    'no version': good.replace('$v=19', ''),
    'parameters in another order': good.replace('m=19456,t=2', 't=2,m=19456'),
    'a leading zero': good.replace('t=2', 't=02'),
    'a sign': good.replace('t=2', 't=+2'),
    'no passes': good.replace('t=2', 't=0'),
    'memory beyond 2 GiB': good.replace('m=19456', 'm=2097153'),
    'a hundred passes': good.replace('t=2', 't=100'),
    'less memory than the lanes need': good.replace('m=19456,t=2,p=1', 'm=15,t=2,p=2'),
    'too little memory': good.replace('m=19456', 'm=7'),
    padding: `${good}=`,
    'the other base64 alphabet': good.replace('+', '-'),
    'stray bits at the end': `${good.slice(0, -1)}F`,
    'a short salt': good.replace('c29tZXNhbHRzb21lc2FsdA', 'c29tZQ'),
    'a short hash': good.replace(/[^$]+$/, 'K13EBUiG'),
    'a further part': `${good}$c29t`,
    'a line break': `${good}\n`,
    'another format': '$2b$12$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234',
  };
  for (const [name, text] of Object.entries(refused)) {
    test(name, () => {
      assert.throws(
        () => parsePhc(text),
        (error) => error instanceof Error && (text === '' || !error.message.includes(text)),
      );
    });
  }
});
