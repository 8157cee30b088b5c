// The open door: its limits as bytes on the wire, a stop that loses no answer, Unix sockets, and certificates renewed while it runs.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, rename, rm, stat, symlink, unlink, writeFile } from 'node:fs/promises';
import { Agent, get, type RequestListener, request as sendRequest } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, afterEach, before, describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { type ConnectionOptions, connect as connectTls, type TLSSocket } from 'node:tls';
import { systemClock } from '../../../src/base/clock.ts';
import { createLog } from '../../../src/base/log.ts';
import { type ListenSettings, type RunningServer, startServer } from '../../../src/http/listen.ts';
import { requirePrograms } from '../../support/components.ts';

const lines: string[] = [];
const log = createLog({ level: 'debug', clock: systemClock, write: (line) => lines.push(line) });
const tcp = { listen: { kind: 'tcp', host: '127.0.0.1', port: 0 } } as const;

const open: RunningServer[] = [];
async function start(listener: RequestListener, settings: ListenSettings = tcp): Promise<RunningServer> {
  const server = await startServer(listener, settings, log);
  open.push(server);
  return server;
}
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

function portOf({ address }: RunningServer): number {
  assert.ok(address !== null && typeof address === 'object');
  return address.port;
}

/** All that comes back for these bytes until the server closes. */
async function exchange(server: RunningServer, bytes: string): Promise<string> {
  const socket = connect(portOf(server), '127.0.0.1');
  socket.on('error', () => {});
  socket.write(bytes, 'latin1');
  return text(socket).catch(() => '');
}

const host = 'Host: localhost\r\n';

describe('a request that two readers could read in two ways', () => {
  const cases: readonly (readonly [string, string])[] = [
    [
      'has a length and is chunked',
      `${host}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\n${host}\r\n`,
    ],
    [
      'is chunked and has a length',
      `${host}Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\n${host}\r\n`,
    ],
    [
      'has two lengths',
      `${host}Content-Length: 0\r\nContent-Length: 35\r\n\r\nGET /smuggled HTTP/1.1\r\n${host}\r\n`,
    ],
    ['has a length with a sign', `${host}Content-Length: +5\r\n\r\nhello`],
    ['is chunked in an unknown way', `${host}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`],
    ['is chunked, and then something else', `${host}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n`],
    ['has a space before a colon', `${host}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n`],
    ['folds a header', `${host}X-A: b\r\n c\r\n\r\n`],
    ['has a bare carriage return in a header', `${host}X-A: b\rX-C: d\r\n\r\n`],
    ['has a bare line feed', `Host: localhost\nX-A: b\n\n`],
    ['has a zero byte in a header', `${host}X-A: b\0c\r\n\r\n`],
    ['has no Host', '\r\n'],
    ['has a chunk with a bare line feed', `${host}Transfer-Encoding: chunked\r\n\r\n5\nhello\r\n0\r\n\r\n`],
  ];
  for (const [title, rest] of cases) {
    test(`is refused when it ${title}`, async () => {
      const seen: (string | undefined)[] = [];
      const server = await start((request, response) => {
        request.on('error', () => {});
        request.resume().on('end', () => {
          seen.push(request.url);
          response.end();
        });
      });
      const answer = await exchange(server, `POST / HTTP/1.1\r\n${rest}`);
      assert.match(answer, /^HTTP\/1\.1 400 /);
      assert.deepEqual(seen, []);
    });
  }
});

describe('headers', () => {
  const seen: string[] = [];
  const listener: RequestListener = (request, response) => {
    seen.push(request.url ?? '');
    response.end(String(request.rawHeaders.length / 2));
  };
  const withHeaders = (count: number, size = 1): string =>
    `GET / HTTP/1.1\r\n${host}Connection: close\r\n${`X-A: ${'x'.repeat(size)}\r\n`.repeat(count - 2)}\r\n`;

  test('may be a hundred', async () => {
    const answer = await exchange(await start(listener), withHeaders(100));
    assert.match(answer, /^HTTP\/1\.1 200 .*\r\n\r\n100$/s);
  });

  test('may not be more: none is dropped unseen', async () => {
    const server = await start(listener);
    seen.length = 0;
    for (const count of [101, 102, 500]) {
      assert.match(await exchange(server, withHeaders(count)), /^HTTP\/1\.1 431 /, String(count));
    }
    assert.deepEqual(seen, []);
  });

  test('may not be larger than 16 KiB together', async () => {
    const server = await start(listener);
    assert.match(await exchange(server, withHeaders(12, 1500)), /^HTTP\/1\.1 200 /);
    assert.match(await exchange(server, withHeaders(12, 1700)), /^HTTP\/1\.1 431 /);
  });
});

describe('a stop', () => {
  test('finishes what runs, ends what is idle, and takes nothing new', async () => {
    const arrived = Promise.withResolvers<void>();
    const finish = Promise.withResolvers<void>();
    const server = await start(async (request, response) => {
      if (request.url === '/slow') {
        arrived.resolve();
        await finish.promise;
      }
      response.end('whole');
    });
    const port = portOf(server);
    const agent = new Agent({ keepAlive: true });
    const idle = connect(port, '127.0.0.1');
    idle.write(`GET / HTTP/1.1\r\n${host}\r\n`);
    await once(idle, 'data');
    const silent = connect(port, '127.0.0.1');
    await once(silent, 'connect');
    const slow = get({ port, path: '/slow', agent });
    const answered = once(slow, 'response');
    await arrived.promise;

    const closing = server.close();
    await Promise.all([once(idle, 'close'), once(silent, 'close')]);
    const [refused] = await once(connect(port, '127.0.0.1'), 'error');
    assert.equal(refused.code, 'ECONNREFUSED');

    finish.resolve();
    const begun = performance.now();
    const [response] = await answered;
    assert.equal(await text(response), 'whole');
    assert.equal(response.headers.connection, 'close', 'nobody sends the next request here');
    await closing;
    assert.ok(performance.now() - begun < 4_500, 'nobody waits for the keep-alive time');
    agent.destroy();
  });

  test('does not wait for the keep-alive of an answer that was on its way already', async () => {
    const begun = Promise.withResolvers<void>();
    const finish = Promise.withResolvers<void>();
    const server = await start(async (_request, response) => {
      response.write('first ');
      begun.resolve();
      await finish.promise;
      response.end('last');
    });
    const agent = new Agent({ keepAlive: true });
    const answered = once(get({ port: portOf(server), agent }), 'response');
    await begun.promise;
    const [response] = await answered;
    const closing = server.close();
    finish.resolve();
    assert.equal(await text(response), 'first last');
    const since = performance.now();
    await closing;
    assert.ok(performance.now() - since < 4_500);
    agent.destroy();
  });
});

test('idle connections are kept longer than a mail server keeps them', async () => {
  const server = await start((_request, response) => void response.end());
  const socket = connect(portOf(server), '127.0.0.1');
  socket.write(`GET / HTTP/1.1\r\n${host}\r\n`);
  const [bytes] = await once(socket, 'data');
  const seconds = Number(/Keep-Alive: timeout=(\d+)/.exec(String(bytes))?.[1]);
  assert.ok(seconds >= 65, `${seconds} s`);
  socket.destroy();
});

test('an address that is taken is told', async () => {
  const server = await start(() => {});
  const settings = { listen: { kind: 'tcp', host: '127.0.0.1', port: portOf(server) } } as const;
  await assert.rejects(
    startServer(() => {}, settings, log),
    { code: 'EADDRINUSE' },
  );
});

describe('a Unix socket', () => {
  let directory: string;
  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'postern-socket-'));
  });
  after(() => rm(directory, { recursive: true }));
  const settingsFor = (name: string) => ({ listen: { kind: 'unix', path: join(directory, name) } }) as const;
  const hello: RequestListener = (_request, response) => void response.end('hello');
  const ask = async (path: string): Promise<string> => {
    const request = sendRequest({ socketPath: path, agent: false });
    request.end();
    const [response] = await once(request, 'response');
    return text(response);
  };

  test('serves its owner and group, and goes with the server', async () => {
    const settings = settingsFor('plain');
    const { path } = settings.listen;
    const server = await start(hello, settings);
    assert.equal(server.address, path);
    assert.equal(await ask(path), 'hello');
    assert.equal((await stat(path)).mode & 0o777, 0o660);
    await server.close();
    await assert.rejects(stat(path), { code: 'ENOENT' });
  });

  test('that a killed process left is taken over', async () => {
    const settings = settingsFor('stale');
    const { path } = settings.listen;
    const script =
      'require("net").createServer().listen(process.argv[1], () => process.kill(process.pid, "SIGKILL"))';
    spawnSync(process.execPath, ['-e', script, path]);
    assert.ok((await stat(path)).isSocket());
    await start(hello, settings);
    assert.equal(await ask(path), 'hello');
  });

  test('that somebody answers on is left to them', async () => {
    const settings = settingsFor('taken');
    await start(hello, settings);
    await assert.rejects(startServer(hello, settings, log), { code: 'EADDRINUSE' });
    assert.equal(await ask(settings.listen.path), 'hello');
  });

  test('does not replace a file that is no socket', async () => {
    const settings = settingsFor('file');
    await writeFile(settings.listen.path, 'precious');
    await assert.rejects(startServer(hello, settings, log), { code: 'EADDRINUSE' });
    assert.equal((await stat(settings.listen.path)).size, 8);
  });
});

describe('our own HTTPS', { skip: requirePrograms('openssl') }, () => {
  let directory: string;
  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'postern-tls-'));
    for (const name of ['one', 'two']) {
      const subject = `/CN=${name}`;
      const files = ['-keyout', join(directory, `${name}.key`), '-out', join(directory, `${name}.crt`)];
      const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
      execFileSync('openssl', ['req', '-x509', ...kind, '-subj', subject, ...files], { stdio: 'ignore' });
    }
  });
  after(() => rm(directory, { recursive: true }));
  const pathOf = (name: string): string => join(directory, name);
  const install = async (name: string, what: 'crt' | 'key'): Promise<void> =>
    cp(pathOf(`${name}.${what}`), pathOf(`live.${what}`));
  const settings = (): ListenSettings => ({
    ...tcp,
    tlsCert: pathOf('live.crt'),
    tlsKey: pathOf('live.key'),
  });
  const listener: RequestListener = (request, response) => void response.end(`hello ${request.url}`);

  const dial = async (server: RunningServer, options: ConnectionOptions = {}): Promise<TLSSocket> => {
    const socket = connectTls({ port: portOf(server), rejectUnauthorized: false, ...options });
    await once(socket, 'secureConnect');
    return socket;
  };
  const servedName = async (server: RunningServer): Promise<unknown> => {
    const socket = await dial(server);
    const { CN } = socket.getPeerCertificate().subject;
    socket.destroy();
    return CN;
  };
  const logged = async (msg: string, work: () => Promise<void>): Promise<void> => {
    const from = lines.length;
    await work();
    while (!lines.slice(from).some((line) => line.includes(msg))) {
      await wait(50);
    }
  };

  test('serves the new pair when both files were replaced, and drops nobody', async () => {
    await Promise.all([install('one', 'crt'), install('one', 'key')]);
    const server = await start(listener, settings());
    assert.equal(await servedName(server), 'one');
    const old = await dial(server);
    await logged('certificate reloaded', async () => {
      await Promise.all([install('two', 'crt'), install('two', 'key')]);
    });
    assert.equal(await servedName(server), 'two');
    old.write(`GET /still-here HTTP/1.1\r\n${host}Connection: close\r\n\r\n`);
    assert.match(await text(old), /hello \/still-here$/);
  });

  test('keeps the old pair while only half of the new one is there', async () => {
    await Promise.all([install('one', 'crt'), install('one', 'key')]);
    const server = await start(listener, settings());
    await logged('certificate not reloaded', () => install('two', 'crt'));
    assert.equal(await servedName(server), 'one');
    await logged('certificate reloaded', () => install('two', 'key'));
    assert.equal(await servedName(server), 'two');
  });

  test('keeps the old pair when the new file is garbage or gone', async () => {
    await Promise.all([install('one', 'crt'), install('one', 'key')]);
    const server = await start(listener, settings());
    await logged('certificate not reloaded', () => writeFile(pathOf('live.crt'), 'canary-7f3a'));
    await logged('certificate not reloaded', () => unlink(pathOf('live.key')));
    assert.equal(await servedName(server), 'one');
    assert.ok(!lines.join('').includes('canary-7f3a'));
  });

  test('follows a link that is set to another place, as mounted secrets do', async () => {
    for (const what of ['crt', 'key']) {
      await rm(pathOf(`live.${what}`), { force: true });
      await symlink(`now/${what}`, pathOf(`live.${what}`));
    }
    for (const name of ['one', 'two']) {
      await mkdir(pathOf(`${name}.d`));
      await cp(pathOf(`${name}.crt`), pathOf(`${name}.d/crt`));
      await cp(pathOf(`${name}.key`), pathOf(`${name}.d/key`));
    }
    await symlink('one.d', pathOf('now'));
    const server = await start(listener, settings());
    assert.equal(await servedName(server), 'one');
    await logged('certificate reloaded', async () => {
      await symlink('two.d', pathOf('next'));
      await rename(pathOf('next'), pathOf('now'));
    });
    assert.equal(await servedName(server), 'two');
  });

  test('speaks nothing older than TLS 1.2', async () => {
    const server = await start(listener, settings());
    await assert.rejects(dial(server, { minVersion: 'TLSv1', maxVersion: 'TLSv1.1' }));
    assert.equal((await dial(server, { maxVersion: 'TLSv1.2' })).getProtocol(), 'TLSv1.2');
  });

  test('does not start without its files', async () => {
    const missing = { ...settings(), tlsKey: pathOf('missing.key') };
    await assert.rejects(start(listener, missing), { code: 'ENOENT' });
  });
});
