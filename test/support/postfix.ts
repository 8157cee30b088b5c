// A real Postfix of our own: Debian's binaries, private directories, a loopback port, and the recipe's files appended unchanged.

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Certificate } from './certificate.ts';
import { getProgram, requireComponent, requirePrograms, type SkipReason } from './components.ts';
import { findFreePort } from './postern-process.ts';

export interface Postfix {
  readonly smtpPort: number;
  /** Its `queue_directory`: there before it starts, because Dovecot puts its sockets into it. */
  readonly spool: string;
  /** `recipe`: the directory that `postern recipe postfix --out` wrote. Waits until it greets. */
  start(recipe: string): Promise<void>;
  log(): string;
  /** Ends the master and with it all of its processes; removes everything. */
  close(): Promise<void>;
}

const deadlineMs = 10_000;

/** Postfix changes its user, which only root can. */
export function requirePostfix(): SkipReason {
  const isRoot = () => process.getuid?.() === 0;
  return requirePrograms('postfix') || requireComponent('postfix, to be run as root,', isRoot);
}

/** With a certificate it offers STARTTLS. */
export async function createPostfix(certificate?: Certificate): Promise<Postfix> {
  const directory = mkdtempSync(join(tmpdir(), 'postern-postfix-'));
  chmodSync(directory, 0o755);
  const [spool, logFile] = [join(directory, 'queue'), join(directory, 'log')];
  makeDirectories(directory, spool);
  const smtpPort = await findFreePort();
  let started: ChildProcess | undefined;
  const endAtExit = () => void endMaster(spool);
  process.once('exit', endAtExit);

  const log = () => readFileSync(logFile, 'utf8');
  return {
    smtpPort,
    spool,
    start: async (recipe) => {
      writeConfiguration(directory, recipe, certificate);
      // The output goes to a file, never to a pipe: every process of Postfix would hold the pipe open.
      const output = openSync(logFile, 'a');
      started = spawn(getProgram('postfix'), ['-c', directory, 'start-fg'], {
        stdio: ['ignore', output, output],
      });
      closeSync(output);
      await untilGreeting(smtpPort).catch((error) => {
        throw new Error(`postfix did not start:\n${log()}`, { cause: error });
      });
    },
    log,
    close: async () => {
      process.removeListener('exit', endAtExit);
      if (started?.exitCode === null) {
        const ended = once(started, 'exit');
        // What was started is a shell that waits for the master, and would leave it behind.
        if (!endMaster(spool)) {
          started.kill('SIGTERM');
        }
        await ended;
      }
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** False when no master says that it runs. */
function endMaster(spool: string): boolean {
  try {
    return process.kill(Number(readFileSync(join(spool, 'pid/master.pid'), 'utf8')), 'SIGTERM');
  } catch {
    return false;
  }
}

function makeDirectories(directory: string, spool: string): void {
  mkdirSync(spool);
  for (const path of [join(spool, 'private'), join(directory, 'data')]) {
    mkdirSync(path, { mode: 0o700 });
    execFileSync('chown', ['postfix', path]);
  }
}

function writeConfiguration(directory: string, recipe: string, certificate?: Certificate): void {
  const append = (name: string, own: string): void => {
    const added = readFileSync(join(recipe, `postfix-${name}`), 'utf8');
    writeFileSync(join(directory, name), `${own}\n${added}`);
  };
  append('main.cf', renderMain(directory) + renderTls(certificate));
  append('master.cf', master);
}

/** What the administrator had, and what makes it private and quick to fail. Nothing leaves the machine. */
function renderMain(directory: string): string {
  return `
compatibility_level = 3.6
queue_directory = ${directory}/queue
data_directory = ${directory}/data
maillog_file = ${directory}/log
maillog_file_prefixes = ${directory}
myhostname = mail.example.test
mydestination =
mynetworks =
alias_maps =
alias_database =
inet_interfaces = loopback-only
inet_protocols = ipv4
default_transport = error:nothing leaves this machine
smtpd_error_sleep_time = 0
`;
}

function renderTls(certificate: Certificate | undefined): string {
  return certificate === undefined
    ? ''
    : `smtpd_tls_cert_file = ${certificate.certificate}\nsmtpd_tls_key_file = ${certificate.key}\n`;
}

const master = `
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
`;

async function untilGreeting(port: number): Promise<void> {
  const deadline = Date.now() + deadlineMs;
  for (;;) {
    try {
      return await readGreeting(port);
    } catch (error) {
      if (Date.now() > deadline) {
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
    if (!String(greeting).startsWith('220 ')) {
      throw new Error(`not an SMTP greeting: ${greeting}`);
    }
  } finally {
    socket.destroy();
  }
}
