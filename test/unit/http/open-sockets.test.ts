// Many connections from one place: everybody else still gets in. 127.0.0.1 and 127.0.0.2 are two sources on loopback.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, type NetConnectOpts, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, test } from 'node:test';
import { type ListenSettings, type RunningServer, startServer } from '../../../src/http/listen.ts';
import { mostSocketsOfSource } from '../../../src/http/open-sockets.ts';
import { quietLog } from '../../support/engines.ts';

const sockets: Socket[] = [];
let server: RunningServer | undefined;
afterEach(async () => {
  for (const socket of sockets.splice(0)) {
    socket.destroy();
  }
  await server?.close();
});

const tcp = { listen: { kind: 'tcp', host: '127.0.0.1', port: 0 } } as const;

/** Opens a server on all of loopback, and answers how to ask it something. */
async function start(settings: ListenSettings = tcp) {
  server = await startServer((_request, response) => void response.end('hello'), settings, quietLog);
  const { address } = server;
  return async (from?: string): Promise<Socket | undefined> => {
    const to: NetConnectOpts =
      address !== null && typeof address === 'object'
        ? { port: address.port, host: '127.0.0.1', ...(from === undefined ? {} : { localAddress: from }) }
        : { path: String(address) };
    const socket = connect(to);
    sockets.push(socket);
    socket.on('error', () => {});
    socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    const answered = await Promise.race([
      once(socket, 'data').then(
        () => true,
        () => false,
      ),
      once(socket, 'close').then(
        () => false,
        () => false,
      ),
    ]);
    return answered ? socket : undefined;
  };
}

type Ask = Awaited<ReturnType<typeof start>>;

/** Some at a time: what the system holds for us before we accept it has an end. */
async function askMany(ask: Ask, count: number, from?: string): Promise<readonly Socket[]> {
  const held: Socket[] = [];
  for (let asked = 0; asked < count; asked += 50) {
    const some = Array.from({ length: Math.min(50, count - asked) }, () => ask(from));
    held.push(...(await Promise.all(some)).filter((socket) => socket !== undefined));
  }
  return held;
}

test('a source has its share and no more, another address gets in, and what is closed makes room', async () => {
  const ask = await start();
  const held = await askMany(ask, mostSocketsOfSource + 50, '127.0.0.1');
  assert.equal(held.length, mostSocketsOfSource);
  assert.equal(await ask('127.0.0.1'), undefined);
  assert.ok(await ask('127.0.0.2'));
  const [first] = held;
  assert.ok(first);
  const closed = once(first, 'close');
  first.end();
  await closed;
  assert.ok(await ask('127.0.0.1'));
  assert.equal(await ask('127.0.0.1'), undefined);
});

test('a trusted proxy speaks for many, and holds as many as it needs', async () => {
  const ask = await start({ ...tcp, trustedProxies: ['127.0.0.0/31'] });
  assert.equal((await askMany(ask, mostSocketsOfSource + 50, '127.0.0.1')).length, mostSocketsOfSource + 50);
  assert.equal((await askMany(ask, mostSocketsOfSource + 1, '127.0.0.2')).length, mostSocketsOfSource);
});

test('at a Unix socket nobody is counted', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'postern-sockets-'));
  try {
    const ask = await start({ listen: { kind: 'unix', path: join(directory, 'door') } });
    assert.equal((await askMany(ask, mostSocketsOfSource + 50)).length, mostSocketsOfSource + 50);
  } finally {
    await rm(directory, { recursive: true });
  }
});
