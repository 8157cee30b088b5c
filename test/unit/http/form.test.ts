// Posted forms: read strictly, and never more than a little.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { readForm } from '../../../src/http/form.ts';
import { type Answer, type RunningApp, runApp } from '../../support/running-app.ts';

const names = ['username', 'password', 'a b', 'ü', '__proto__', ''];
const type = 'application/x-www-form-urlencoded';

let app: RunningApp;
before(async () => {
  app = await runApp({
    routes: [
      async (ctx) => {
        const form = await readForm(ctx);
        ctx.body = Object.fromEntries(names.map((name) => [`(${name})`, form.get(name)]));
      },
    ],
  });
});
after(() => app.close());

const post = (body: string | Buffer, headers: Record<string, string> = {}): Promise<Answer> =>
  app.send('/', { method: 'POST', headers: { 'content-type': type, ...headers }, body });
const fieldsOf = async (body: string | Buffer): Promise<Record<string, string>> => {
  const answer = await post(body);
  assert.equal(answer.status, 200);
  return JSON.parse(answer.body);
};

describe('a form is read', () => {
  test('as the browser wrote it', async () => {
    const password = ' pä$$&=+%\r\n\0 ';
    const body = new URLSearchParams({ username: 'alice', password, 'a b': '1' }).toString();
    const fields = await fieldsOf(body);
    assert.equal(fields['(username)'], 'alice');
    assert.equal(fields['(password)'], password);
    assert.equal(fields['(a b)'], '1');
  });

  test('with an empty text for what it lacks, also for names that every object has', async () => {
    assert.deepEqual(
      Object.values(await fieldsOf('x=y')),
      names.map(() => ''),
    );
  });

  test('whether a field has a value or none, an equals sign in it, or bytes as they are', async () => {
    assert.equal((await fieldsOf('username&password='))['(username)'], '');
    assert.equal((await fieldsOf('username=a=b'))['(username)'], 'a=b');
    assert.equal((await fieldsOf('ü=ß'))['(ü)'], 'ß');
    assert.equal((await fieldsOf('&&username=a&&'))['(username)'], 'a');
    assert.equal((await fieldsOf('__proto__=a'))['(__proto__)'], 'a');
  });

  test('when it comes in pieces of unknown length', async () => {
    const answer = await app.sendRaw(
      `POST / HTTP/1.1\r\nHost: localhost:3000\r\nContent-Type: ${type}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n` +
        '9\r\nusername=\r\n5\r\nalice\r\n0\r\n\r\n',
    );
    assert.match(answer, /^HTTP\/1\.1 200 .*"\(username\)":"alice"/s);
  });

  test('up to 64 KiB, and not a byte more', async () => {
    const name = 'username=';
    const body = name + 'x'.repeat(64 * 1024 - name.length);
    assert.equal((await fieldsOf(body))['(username)'], body.slice(name.length));
    assert.equal((await post(`${body}x`)).status, 413);
  });

  test('in UTF-8, by any name of it', async () => {
    assert.equal((await post('username=a', { 'content-type': `${type}; charset=UTF-8` })).status, 200);
  });
});

describe('a form is refused', () => {
  test('when it is too large, however it hides its size', async () => {
    const chunk = 'x'.repeat(0x1000);
    const answer = await app.sendRaw(
      `POST / HTTP/1.1\r\nHost: localhost:3000\r\nContent-Type: ${type}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n${`1000\r\n${chunk}\r\n`.repeat(17)}0\r\n\r\n`,
    );
    assert.match(answer, /^HTTP\/1\.1 413 /);
  });

  for (const [title, body] of [
    ['the same name comes twice', 'username=a&username=b'],
    ['the same name comes twice in two spellings', 'username=a&user%6Eame=b'],
    ['an empty name comes twice', '=a&=b'],
    ['the password is cut in two by a list', 'password=a&password='],
    ['a percent sign stands alone', 'password=100%'],
    ['a percent sign is followed by no number', 'password=%zz'],
    ['a value is not UTF-8', 'password=%FF'],
    ['a value is overlong UTF-8', 'password=%C0%AF'],
    ['a value is half a surrogate pair', 'password=%ED%A0%80'],
    ['a name is not UTF-8', '%FF=a'],
    ['its bytes are not UTF-8', Buffer.from([0x61, 0x3d, 0xff])],
  ] as const) {
    test(`400 when ${title}`, async () => {
      assert.equal((await post(body)).status, 400);
    });
  }

  for (const [title, headers] of [
    ['JSON', { 'content-type': 'application/json' }],
    ['multipart', { 'content-type': 'multipart/form-data; boundary=x' }],
    ['plain text, as forged forms like to be', { 'content-type': 'text/plain' }],
    ['of no type', { 'content-type': '' }],
    ['in another character set', { 'content-type': `${type}; charset=iso-8859-1` }],
    ['packed', { 'content-encoding': 'gzip' }],
  ] as const) {
    test(`415 when it is ${title}`, async () => {
      assert.equal((await post('username=a', headers)).status, 415);
    });
  }

  test('415 without a body', async () => {
    assert.equal((await app.send('/', { method: 'POST' })).status, 415);
  });

  test('and what it held is in no log line', async () => {
    await post('password=canary-7f3a&password=canary-7f3a');
    await post('password=canary-7f3a%');
    assert.ok(!app.logText().includes('canary-7f3a'));
  });
});
