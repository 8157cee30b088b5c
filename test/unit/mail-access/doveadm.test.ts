// What doveadm is told, and what its answers mean: a stand-in answers as the real one of Dovecot 2.3 did.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { after, before, beforeEach, test } from 'node:test';
import { kickAtDoveadm } from '../../../src/mail-access/kick/doveadm.ts';

interface Asked {
  readonly path: string | undefined;
  readonly authorization: string | undefined;
  readonly body: unknown;
}

let server: Server;
let place = '';
let answer: readonly [status: number, body: string] = [200, ''];
const asked: Asked[] = [];

before(async () => {
  server = createServer(async (request, response) => {
    const { authorization } = request.headers;
    asked.push({ path: request.url, authorization, body: JSON.parse((await text(request)) || 'null') });
    response.writeHead(answer[0], { location: 'http://127.0.0.1:1/elsewhere' }).end(answer[1]);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  place = `127.0.0.1:${(server.address() as AddressInfo).port}/doveadm/v1`;
});
after(() => server.close());
beforeEach(() => {
  asked.length = 0;
  answer = [200, '[["doveadmResponse",[{"result":"alice"}],"postern"]]'];
});

test('the key alone goes as an API key, a name with a password as Basic; neither stands in the address', async () => {
  await kickAtDoveadm(`http://:se%2Fs%40me@${place}`, 'alice@example.test');
  await kickAtDoveadm(`http://doveadm:se%2Fs%40me@${place}`, 'alice');
  const encode = (value: string): string => Buffer.from(value).toString('base64');
  assert.deepEqual(asked, [
    {
      path: '/doveadm/v1',
      authorization: `X-Dovecot-API ${encode('se/s@me')}`,
      body: [['kick', { mask: ['alice@example.test'] }, 'postern']],
    },
    {
      path: '/doveadm/v1',
      authorization: `Basic ${encode('doveadm:se/s@me')}`,
      body: [['kick', { mask: ['alice'] }, 'postern']],
    },
  ]);
});

test('nobody connected is as good as closed', async () => {
  answer = [200, '[["error",{"type":"exitCode","exitCode":68},"postern"]]'];
  await kickAtDoveadm(`http://:sesame@${place}`, 'alice');
});

const refusals: readonly (readonly [string, number, string, RegExp])[] = [
  ['a wrong key', 401, '', /answers 401/],
  ['a redirect', 302, '', /fetch failed/],
  ['a fault inside', 200, '[["error",{"type":"exitCode","exitCode":75},"postern"]]', /75/],
  ['an unknown command', 200, '[["error",{"type":"unknownMethod"},"postern"]]', /unknownMethod/],
  ['another program', 200, '<html>', /another form/],
  ['an empty list', 200, '[]', /another form/],
  ['null', 200, 'null', /another form/],
];

for (const [what, status, body, why] of refusals) {
  test(`${what} is no success, and the error does not tell the key`, async () => {
    answer = [status, body];
    const failed = await kickAtDoveadm(`http://:sesame@${place}`, 'alice').catch((error: unknown) => error);
    assert.ok(failed instanceof Error);
    assert.match(failed.message, why);
    assert.doesNotMatch(`${failed.stack} ${String(failed.cause)}`, /sesame|c2VzYW1l/);
  });
}

test('a name that doveadm takes for a pattern is never sent: it would close the connections of others', async () => {
  for (const name of ['*@example.test', 'a?b', 'a\\b', '']) {
    await assert.rejects(kickAtDoveadm(`http://:key@${place}`, name), /pattern/, name);
  }
  assert.deepEqual(asked, []);
});
