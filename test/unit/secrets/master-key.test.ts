// Where the master key comes from, and that it is never made where one was lost.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { createLog } from '../../../src/base/log.ts';
import { MasterKeyError, type MasterKeyOptions, openMasterKeys } from '../../../src/secrets/master-key.ts';

let directory: string;
let lines: string[];
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'postern-key-'));
  lines = [];
});
afterEach(() => rm(directory, { recursive: true }));

const openKeys = (changes: Partial<MasterKeyOptions> = {}): Promise<readonly Buffer[]> =>
  openMasterKeys({
    dataDir: join(directory, 'data'),
    store: { kind: 'sqlite', file: join(directory, 'data', 'postern.db') },
    isSealed: async () => false,
    log: createLog({ level: 'debug', clock: { now: () => 0 }, write: (line) => lines.push(line) }),
    ...changes,
  });
const keyFile = (): string => join(directory, 'data', 'master.key');

describe('the first start', () => {
  test('makes a key file that only its owner reads, in a directory that only its owner enters', async () => {
    const [key, ...more] = await openKeys();
    assert.equal(key?.length, 32);
    assert.deepEqual(more, []);
    assert.equal(await readFile(keyFile(), 'utf8'), `${key?.toString('base64')}\n`);
    assert.equal((await stat(keyFile())).mode & 0o777, 0o600);
    assert.equal((await stat(join(directory, 'data'))).mode & 0o777, 0o700);
    assert.deepEqual(await readdir(join(directory, 'data')), ['master.key']);
  });

  test('is remembered by the second, and the key is in no log line', async () => {
    const first = await openKeys();
    assert.deepEqual(await openKeys({ isSealed: async () => true }), first);
    assert.ok(!lines.join('').includes(first[0]?.toString('base64') ?? ''));
  });

  test('of six processes at once gives one key to all', async () => {
    const module = JSON.stringify(import.meta.resolve('../../../src/secrets/master-key.ts'));
    const script = `
      import { openMasterKeys } from ${module};
      const quiet = { info() {}, warn() {} };
      const [key] = await openMasterKeys({ dataDir: process.argv[1], store: { kind: 'sqlite' }, isSealed: async () => false, log: quiet });
      console.log(key.toString('hex'));`;
    const run = async (): Promise<string> => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', script, join(directory, 'data')], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      return text(child.stdout);
    };
    const keys = new Set(await Promise.all(Array.from({ length: 6 }, run)));
    assert.equal(keys.size, 1);
    assert.match([...keys].join(), /^[0-9a-f]{64}\n$/);
    assert.deepEqual(await readdir(join(directory, 'data')), ['master.key']);
  });

  test('of many in one process gives one key to all', async () => {
    const keys = await Promise.all(Array.from({ length: 50 }, () => openKeys()));
    assert.equal(new Set(keys.map(([key]) => key?.toString('hex'))).size, 1);
  });
});

describe('a key that was lost', () => {
  test('stops the start, and no new one is made', async () => {
    await assert.rejects(
      openKeys({ isSealed: async () => true }),
      isMasterKeyError(/master\.key is missing/),
    );
    await assert.rejects(stat(keyFile()), { code: 'ENOENT' });
  });

  test('is no loss when another process made file and store meanwhile', async () => {
    const other = randomBytes(32);
    const isSealed = async (): Promise<boolean> => {
      await openKeys();
      await writeFile(keyFile(), other.toString('base64'));
      return true;
    };
    assert.deepEqual(await openKeys({ isSealed }), [other]);
  });
});

describe('the key file', () => {
  const one = randomBytes(32);
  const two = randomBytes(32);
  const write = async (content: string | Buffer): Promise<void> => {
    await openKeys();
    await writeFile(keyFile(), content);
  };

  for (const [name, content] of [
    ['standard base64', `${one.toString('base64')}\n`],
    ['base64url', one.toString('base64url')],
    ['without a line break, with a carriage return', `${one.toString('base64')}\r\n`],
  ] as const) {
    test(`may hold ${name}`, async () => {
      await write(content);
      assert.deepEqual(await openKeys(), [one]);
    });
  }

  test('may hold several keys, the sealing one first', async () => {
    await write(`${one.toString('base64')}\n${two.toString('base64')}\n`);
    assert.deepEqual(await openKeys(), [one, two]);
  });

  const half = one.toString('base64').slice(0, 20);
  for (const [name, content] of [
    ['nothing', ''],
    ['half a key', half],
    ['31 bytes', randomBytes(31).toString('base64')],
    ['33 bytes', randomBytes(33).toString('base64')],
    ['raw bytes', one],
    ['a key and a scrap', `${one.toString('base64')} ${half}`],
  ] as const) {
    test(`that holds ${name} stops the start, untouched and unrepeated`, async () => {
      await write(content);
      await assert.rejects(openKeys(), (error) => {
        assert.ok(isMasterKeyError(/does not hold/)(error));
        return !String(error).includes(half);
      });
      assert.deepEqual(await readFile(keyFile()), Buffer.from(content));
    });
  }

  test('that others may read is used, with a warning', async () => {
    await openKeys();
    await chmod(keyFile(), 0o644);
    await openKeys();
    assert.match(lines.at(-1) ?? '', /"level":"warn".*read by others/);
  });

  test('that is a directory, or below a file, stops the start and names the fault', async () => {
    await mkdir(keyFile(), { recursive: true });
    await assert.rejects(openKeys(), isMasterKeyError(/cannot be read \(EISDIR\)$/));
    await writeFile(join(directory, 'file'), '');
    const dataDir = join(directory, 'file');
    await assert.rejects(openKeys({ dataDir }), isMasterKeyError(/cannot be read \(ENOTDIR\)$/));
  });
});

describe('the store decides', () => {
  const given = [randomBytes(32)];

  test('a given key wins, and no file is made', async () => {
    assert.equal(await openKeys({ given }), given);
    assert.deepEqual(await readdir(directory), []);
  });

  test('a store in memory has a key of its own', async () => {
    const [one, two] = await Promise.all([1, 2].map(() => openKeys({ store: { kind: 'memory' } })));
    assert.equal(one?.[0]?.length, 32);
    assert.notDeepEqual(one, two);
    assert.deepEqual(await readdir(directory), []);
  });

  test('a MongoDB store must be given one', async () => {
    const store = { kind: 'mongodb', url: 'mongodb://user:canary-7f3a@db/postern' } as const;
    await assert.rejects(openKeys({ store }), isMasterKeyError(/POSTERN_MASTER_KEY must be given/));
    assert.equal(await openKeys({ store, given }), given);
    assert.deepEqual(await readdir(directory), []);
  });
});

/** One line for the operator. */
function isMasterKeyError(message: RegExp): (error: unknown) => boolean {
  return (error) =>
    error instanceof MasterKeyError && message.test(error.message) && !error.message.includes('\n');
}
