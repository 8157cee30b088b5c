// A real Dovecot 2.3 of our own: Debian's binary, private directory, loopback ports, and the recipe's files unchanged in conf.d.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { getProgram } from './components.ts';
import { writeDovecotConfiguration } from './dovecot-configuration.ts';
import { findFreePort } from './postern-process.ts';

export interface DovecotOptions {
  /** The directories that `postern recipe … --out` wrote: their `*.conf` are copied to conf.d, the rest stays there. */
  readonly recipe: string | readonly string[];
  /** People who also have a password, in a password database of the administrator's own: name to password. */
  readonly passwords?: Readonly<Record<string, string>>;
  /** The names of those who have a mailbox; without it everybody has one. */
  readonly users?: readonly string[];
  /** More lines for the administrator's own configuration, read between the recipe's first and last file. */
  readonly settings?: string;
}

export interface Dovecot {
  readonly host: '127.0.0.1';
  readonly imapPort: number;
  readonly pop3Port: number;
  /** The master process. */
  readonly pid: number;
  /** Everything logged so far. */
  log(): string;
  /** Ends the master and with it all of its processes; removes mail and configuration. */
  close(): Promise<void>;
}

const deadlineMs = 10_000;

/** Starts Dovecot and waits until it greets on its IMAP port; throws with its log when it does not. */
export async function startDovecot(options: DovecotOptions): Promise<Dovecot> {
  const directory = mkdtempSync(join(tmpdir(), 'postern-dovecot-'));
  const [imapPort, pop3Port] = [await findFreePort(), await findFreePort()];
  const recipes = [options.recipe].flat();
  const file = writeDovecotConfiguration({ ...options, recipes, directory, imapPort, pop3Port });
  const logFile = join(directory, 'log');
  // The output goes to a file, never to a pipe: every process of Dovecot would hold the pipe open.
  const output = openSync(logFile, 'a');
  const master = spawn(getProgram('dovecot'), ['-F', '-c', file], { stdio: ['ignore', output, output] });
  closeSync(output);
  const endAtExit = () => master.kill('SIGTERM');
  process.once('exit', endAtExit);

  const log = () => readFileSync(logFile, 'utf8');
  const close = async (): Promise<void> => {
    await endMaster(master);
    process.removeListener('exit', endAtExit);
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    await untilGreeting(imapPort, master);
  } catch (error) {
    const reason = new Error(`dovecot did not start:\n${log()}`, { cause: error });
    await close();
    throw reason;
  }
  return { host: '127.0.0.1', imapPort, pop3Port, pid: master.pid ?? 0, log, close };
}

async function untilGreeting(port: number, master: ChildProcess): Promise<void> {
  const deadline = Date.now() + deadlineMs;
  for (;;) {
    try {
      return await readGreeting(port);
    } catch (error) {
      if (hasEnded(master) || Date.now() > deadline) {
        throw error;
      }
      await wait(20);
    }
  }
}

async function readGreeting(port: number): Promise<void> {
  const socket = createConnection(port, '127.0.0.1');
  try {
    const [greeting] = await once(socket, 'data', { signal: AbortSignal.timeout(deadlineMs) });
    if (!String(greeting).startsWith('* OK ')) {
      throw new Error(`not an IMAP greeting: ${greeting}`);
    }
  } finally {
    socket.destroy();
  }
}

async function endMaster(master: ChildProcess): Promise<void> {
  if (!hasEnded(master)) {
    const ended = once(master, 'exit');
    master.kill('SIGTERM');
    await ended;
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}
