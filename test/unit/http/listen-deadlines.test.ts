// The ten seconds of the open door: for headers to arrive, and for requests to finish when the server stops. Waited for at once.

import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, test } from 'node:test';
import { systemClock } from '../../../src/base/clock.ts';
import { createLog } from '../../../src/base/log.ts';
import { type RunningServer, startServer } from '../../../src/http/listen.ts';

const log = createLog({ level: 'error', clock: systemClock, write: () => {} });
const settings = { listen: { kind: 'tcp', host: '127.0.0.1', port: 0 } } as const;
const head = 'GET / HTTP/1.1\r\nHost: localhost\r\n';

/** All that comes back for these bytes until the server closes. */
function exchange({ address }: RunningServer, bytes: string): Promise<string> {
  assert.ok(address !== null && typeof address === 'object');
  const socket = connect(address.port, '127.0.0.1');
  socket.on('error', () => {});
  socket.write(bytes);
  return text(socket).catch(() => '');
}

async function secondsFor(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1000;
}

describe('ten seconds', { concurrency: true }, () => {
  test('are the time for headers: who is slower, or silent, is sent away', async () => {
    const server = await startServer((_request, response) => void response.end(), settings, log);
    const starts = ['', 'GET / HTTP/1.1\r\n', `${head}X-A: `];
    let answers: string[] = [];
    const seconds = await secondsFor(async () => {
      answers = await Promise.all(starts.map((bytes) => exchange(server, bytes)));
    });
    assert.ok(seconds > 8 && seconds < 30, `${seconds} s`);
    for (const answer of answers) {
      assert.match(answer, /^HTTP\/1\.1 408 /);
    }
    await server.close();
  });

  test('are the time for a request to finish when the server stops', async () => {
    const arrived = Promise.withResolvers<void>();
    const server = await startServer(() => arrived.resolve(), settings, log);
    const stuck = exchange(server, `${head}\r\n`);
    await arrived.promise;
    const seconds = await secondsFor(() => server.close());
    assert.ok(seconds > 9 && seconds < 30, `${seconds} s`);
    assert.equal(await stuck, '');
  });
});
