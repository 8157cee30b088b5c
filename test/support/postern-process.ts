// The real program as a child process: started, watched, asked by its command line, stopped and killed like an operator would.

import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CliOptions, type CliResult, runPosternCli } from './postern-process-cli.ts';
import { posternEnvironment } from './postern-process-environment.ts';
import { createRun, type LogLine } from './postern-process-run.ts';

export interface PosternOptions {
  /** More `POSTERN_*` variables; they win over those made here. */
  readonly env?: Readonly<Record<string, string>>;
  /** A `mongodb://` URL; without it the process has an SQLite store in its own data directory. */
  readonly storeUrl?: string;
  /** The issuer's host, both loopback. */
  readonly host?: '127.0.0.1' | 'localhost';
  /** Where an earlier process kept its data: started on the same store. Not removed at the end. */
  readonly dataDirectory?: string;
  readonly port?: number;
}

export interface PosternProcess {
  readonly issuer: string;
  readonly port: number;
  readonly dataDirectory: string;
  /** What its process runs in: for a command that a test starts itself. */
  readonly env: NodeJS.ProcessEnv;
  /** Everything logged so far, over all restarts. */
  readonly log: readonly LogLine[];
  /** What came on stderr so far, over all restarts. */
  stderr(): string;
  /** The newest set-up link printed on stderr; throws when none was. */
  setupLink(): string;
  /** Runs `postern ARGUMENTS` on the same store, at the same moved clock. */
  cli(args: readonly string[], options?: CliOptions): Promise<CliResult>;
  /** Like `cli`, with `--json` added; throws unless the command succeeded, answers its JSON. */
  cliJson(args: readonly string[], options?: CliOptions): Promise<Readonly<Record<string, unknown>>>;
  /** The time that the process believes in, in milliseconds since 1970. */
  now(): number;
  /** Moves the clock of the process forward, at once. */
  advanceClock(milliseconds: number): void;
  /** Starts the program again after `stop` or `kill`, on the same port and store. */
  start(): Promise<void>;
  /** SIGTERM; answers the exit code, or null when it had to be killed after 15 s. */
  stop(): Promise<number | null>;
  /** SIGKILL. */
  kill(): Promise<void>;
  restart(): Promise<void>;
  /** Stops the program and removes what was made for it. */
  close(): Promise<void>;
}

/** Starts `node src/main.ts serve` on a free port and waits until it listens. */
export async function startPostern(options: PosternOptions = {}): Promise<PosternProcess> {
  const directory = options.dataDirectory ?? mkdtempSync(join(tmpdir(), 'postern-test-'));
  const port = options.port ?? (await findFreePort());
  const issuer = `http://${options.host ?? '127.0.0.1'}:${port}`;
  const clockFile = join(mkdtempSync(join(tmpdir(), 'postern-clock-')), 'offset');
  const env = posternEnvironment({ ...options, directory, port, issuer, clockFile });
  const run = createRun(env);
  const clock = createClockFile(clockFile);
  const cli = (args: readonly string[], cliOptions: CliOptions = {}) => runPosternCli(args, env, cliOptions);

  const close = async (): Promise<void> => {
    await run.stop();
    rmSync(join(clockFile, '..'), { recursive: true, force: true });
    if (options.dataDirectory === undefined) {
      rmSync(directory, { recursive: true, force: true });
    }
  };
  try {
    await run.start();
  } catch (error) {
    await close();
    throw error;
  }
  return {
    issuer,
    port,
    dataDirectory: directory,
    env,
    log: run.log,
    stderr: run.stderr,
    setupLink: () => findSetupLink(run.stderr()),
    cli,
    cliJson: async (args, cliOptions = {}) => {
      const result = await cli([...args, '--json'], cliOptions);
      if (result.code !== 0) {
        throw new Error(`postern ${args.join(' ')} ended with ${result.code}: ${result.stderr}`);
      }
      return result.json();
    },
    ...clock,
    start: run.start,
    stop: run.stop,
    kill: run.kill,
    restart: async () => {
      await run.stop();
      await run.start();
    },
    close,
  };
}

/** A port nobody listens on at this moment. */
export async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') {
    throw new Error('the system gave no port');
  }
  return address.port;
}

function createClockFile(file: string): Pick<PosternProcess, 'now' | 'advanceClock'> {
  let offset = 0;
  writeFileSync(file, '0');
  return {
    now: () => Date.now() + offset,
    advanceClock: (milliseconds) => {
      offset += milliseconds;
      writeFileSync(file, String(offset));
    },
  };
}

function findSetupLink(stderr: string): string {
  const link = [...stderr.matchAll(/https?:\/\/\S+\/setup\?token=\S+/g)].at(-1)?.[0];
  if (link === undefined) {
    throw new Error(`no set-up link on stderr:\n${stderr}`);
  }
  return link;
}
