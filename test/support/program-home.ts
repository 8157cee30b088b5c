// The machine of somebody with mail programs: a home directory of its own, in which programs are run and always end.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { getProgram } from './components.ts';

export interface ProgramHome {
  readonly path: string;
  /** What programs find around them: this home, and nothing of the machine's own settings. */
  readonly env: NodeJS.ProcessEnv;
  /** Runs a program to its end; after half a minute it is killed with all that it started. */
  run(program: string, args: readonly string[], stdin?: string): Promise<ProgramResult>;
  /** Starts one that prints an address and waits for a browser to come back. */
  begin(program: string, args: readonly string[]): WaitingProgram;
  /** Paths begin at the home. */
  read(path: string): string;
  write(path: string, content: string | Uint8Array, mode?: number): void;
  makeDirectory(path: string): void;
  /** The contents of all files below a directory, such as the messages of a Maildir. */
  readAll(path: string): readonly string[];
  /** Ends what still runs, removes everything. */
  close(): Promise<void>;
}

export interface ProgramResult {
  /** Null when it was killed because it did not end. */
  readonly code: number | null;
  readonly stdout: string;
  /** Both outputs and the exit code: for the message of an assertion. */
  readonly told: string;
}

export interface WaitingProgram {
  /** The first address that it prints. */
  readonly address: Promise<string>;
  readonly ended: Promise<ProgramResult>;
}

const deadlineMs = 30_000;

/** `userId`: for programs that refuse to work for root; the home belongs to that user then. */
export function createProgramHome(userId?: number): ProgramHome {
  const path = mkdtempSync(join(tmpdir(), 'postern-home-'));
  const env = environmentOf(path);
  const running = new Set<ChildProcess>();
  const own = (entry: string): void => {
    if (userId !== undefined) {
      chownSync(entry, userId, userId);
    }
  };
  own(path);
  const start = (program: string, args: readonly string[], stdin = ''): ChildProcess => {
    const user = userId === undefined ? {} : { uid: userId, gid: userId };
    const child = spawn(getProgram(program), args, { cwd: path, env, detached: true, ...user });
    running.add(child);
    child.once('close', () => running.delete(child));
    // A program that asks nothing may be gone before it is written.
    child.stdin.on('error', () => {});
    child.stdin.end(stdin);
    return child;
  };
  const makeDirectory = (name: string): void => {
    const parent = dirname(name);
    if (parent !== '.') {
      makeDirectory(parent);
    }
    mkdirSync(join(path, name), { recursive: true });
    own(join(path, name));
  };
  return {
    path,
    env,
    run: (program, args, stdin) => untilEnd(start(program, args, stdin)),
    begin: (program, args) => {
      const child = start(program, args);
      return { address: findAddress(child), ended: untilEnd(child) };
    },
    read: (name) => readFileSync(join(path, name), 'utf8'),
    write: (name, content, mode = 0o600) => {
      makeDirectory(dirname(name));
      writeFileSync(join(path, name), content, { mode });
      own(join(path, name));
    },
    makeDirectory,
    readAll: (name) =>
      readdirSync(join(path, name), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8')),
    close: async () => {
      await Promise.all([...running].map((child) => endGroup(child)));
      rmSync(path, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

function environmentOf(home: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: home,
    XDG_RUNTIME_DIR: home,
    LANG: 'C.UTF-8',
    TERM: 'screen',
    // What a Python program prints is seen at once.
    PYTHONUNBUFFERED: '1',
  };
}

async function untilEnd(child: ChildProcess): Promise<ProgramResult> {
  const timer = setTimeout(() => endGroup(child), deadlineMs);
  const { stdout: out, stderr: errors } = child;
  const [stdout, stderr] = await Promise.all([
    out === null ? '' : text(out),
    errors === null ? '' : text(errors),
    once(child, 'close'),
  ]);
  clearTimeout(timer);
  return { code: child.exitCode, stdout, told: `${stdout}${stderr}(ended with ${child.exitCode})` };
}

function findAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      printed += chunk.toString('utf8');
      const [, address] = /(https?:\/\/\S+)\s/.exec(printed) ?? [];
      if (address !== undefined) {
        resolve(address);
      }
    });
    child.once('close', () => reject(new Error(`no address was printed:\n${printed}`)));
  });
}

/** A program's helpers are in its group and end with it. */
export async function endGroup(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) {
    return;
  }
  const closed = once(child, 'close');
  process.kill(-child.pid, 'SIGKILL');
  await closed;
}
