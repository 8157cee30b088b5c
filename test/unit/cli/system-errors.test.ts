// What the operating system refuses, told so that one knows what to do.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { describeFailure } from '../../../src/cli/frame/refusals.ts';

async function listenTwice(host: string): Promise<{ readonly port: number; readonly error: unknown }> {
  const first = createServer().listen(0, host);
  await once(first, 'listening');
  const { port } = first.address() as { port: number };
  const second = createServer().listen(port, host);
  const [error] = await once(second, 'error');
  first.close();
  return { port, error };
}

for (const [host, shown] of [
  ['127.0.0.1', '127.0.0.1'],
  ['::1', '[::1]'],
] as const) {
  test(`a port of ${host} that is in use names the settings that choose another`, async () => {
    const { port, error } = await listenTwice(host);
    const { exitCode, line, isUnexpected } = describeFailure(error);
    assert.deepEqual([exitCode, isUnexpected], [1, false]);
    assert.ok(line.startsWith(`${shown}:${port} is in use already: `), line);
    assert.match(line, /POSTERN_LISTEN .*POSTERN_ISSUER/);
  });
}

test('an address that this machine does not have is named', async () => {
  const server = createServer().listen(0, '192.0.2.1');
  const [error] = await once(server, 'error');
  assert.match(describeFailure(error).line, /^this machine has no address 192\.0\.2\.1: .*POSTERN_LISTEN$/);
});

for (const [path, line] of [
  ['/nowhere/file', '/nowhere/file: there is no such file or directory'],
  ['/tmp', '/tmp: it is a directory'],
  ['/dev/null/file', '/dev/null/file: a part of this path is no directory'],
] as const) {
  test(`${path} cannot be read, and why is said`, () => {
    const told = ((): string => {
      try {
        readFileSync(path);
        return '';
      } catch (error) {
        return describeFailure(error).line;
      }
    })();
    // A directory is opened before it cannot be read: only then its path is not known.
    assert.ok([line, 'EISDIR: illegal operation on a directory, read'].includes(told), told);
  });
}

test('what is no error of the operating system stays unexpected', () => {
  assert.equal(describeFailure(new Error('a slip')).isUnexpected, true);
});
