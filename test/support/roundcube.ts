// A real Roundcube of our own: Debian's files behind PHP's own web server, with private configuration, database and log.

import { type ChildProcess, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { getProgram, requireComponent, requirePrograms, type SkipReason } from './components.ts';
import { findFreePort } from './postern-process.ts';
import { endGroup } from './program-home.ts';

export interface Roundcube {
  readonly url: string;
  /** Where `postern recipe roundcube --out` writes to. */
  readonly configuration: string;
  /** `secret`: what `postern clients add` showed. Waits until it answers. */
  start(secret: string): Promise<void>;
  /**
   * Every session's access token has run out, as Roundcube's clock sees it. Call what it answers to put the sessions back
   * to this moment: a page that was asked for now, but answered late, has the refresh token that they have now.
   */
  expireTokens(): () => void;
  /** What it complained about. */
  log(): string;
  close(): Promise<void>;
}

const deadlineMs = 20_000;
const documents = '/var/lib/roundcube/public_html';
const debianConfiguration = '/etc/roundcube';

export function requireRoundcube(): SkipReason {
  return requirePrograms('php') || requireComponent('roundcube', () => existsSync(`${documents}/index.php`));
}

export async function createRoundcube(): Promise<Roundcube> {
  const directory = mkdtempSync(join(tmpdir(), 'postern-roundcube-'));
  const configuration = join(directory, 'configuration');
  for (const name of ['configuration', 'temp', 'logs']) {
    mkdirSync(join(directory, name));
  }
  for (const name of ['defaults.inc.php', 'mimetypes.php']) {
    symlinkSync(join(debianConfiguration, name), join(configuration, name));
  }
  const port = await findFreePort();
  const database = join(directory, 'roundcube.db');
  const url = `http://127.0.0.1:${port}/`;
  let server: ChildProcess | undefined;
  const endAtExit = () => server?.pid && process.kill(-server.pid, 'SIGKILL');
  process.once('exit', endAtExit);

  const log = (): string => {
    const file = join(directory, 'logs', 'errors.log');
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  };
  return {
    url,
    configuration,
    start: async (secret) => {
      writeFileSync(join(configuration, 'postern-client-secret'), `${secret}\n`, { mode: 0o600 });
      writeFileSync(
        join(configuration, 'config.inc.php'),
        renderConfiguration(directory, database, configuration),
      );
      // Several workers, as any web server has: one page does not wait for another. They end as one group.
      const env = {
        PATH: process.env.PATH,
        ROUNDCUBE_CONFIG_DIR: configuration,
        PHP_CLI_SERVER_WORKERS: '4',
      };
      const args = [
        '-d',
        'session.gc_probability=0',
        '-d',
        `error_log=${directory}/logs/errors.log`,
        '-d',
        'log_errors=1',
        '-S',
        `127.0.0.1:${port}`,
        '-t',
        documents,
      ];
      server = spawn(getProgram('php'), args, { env, stdio: 'ignore', detached: true });
      await untilAnswering(url);
    },
    expireTokens: () => expireSessions(database),
    log,
    close: async () => {
      process.removeListener('exit', endAtExit);
      if (server !== undefined) {
        await endGroup(server);
      }
      rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** What the administrator had before the recipe. */
function renderConfiguration(directory: string, database: string, configuration: string): string {
  return `<?php
$config['db_dsnw'] = 'sqlite:///${database}?mode=0600';
$config['des_key'] = 'twenty-four-characters!!';
$config['log_driver'] = 'file';
$config['log_dir'] = '${directory}/logs/';
$config['temp_dir'] = '${directory}/temp/';
$config['skin'] = 'elastic';
$config['plugins'] = [];
$config['enable_spellcheck'] = false;
include '${configuration}/postern.inc.php';
`;
}

async function untilAnswering(url: string): Promise<void> {
  for (const deadline = Date.now() + deadlineMs; ; ) {
    try {
      await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(deadlineMs) });
      return;
    } catch (error) {
      if (Date.now() > deadline) {
        throw new Error('roundcube did not start', { cause: error });
      }
      await wait(50);
    }
  }
}

/** Sessions are PHP's own serialization, in base64: the moment at which a token expires is a number in it. */
function expireSessions(database: string): () => void {
  const store = new DatabaseSync(database);
  const sessions = store.prepare('SELECT sess_id, vars FROM session').all();
  store.close();
  const expired = sessions.map(({ sess_id: id, vars }) => {
    const text = Buffer.from(String(vars), 'base64').toString('latin1');
    const changed = text.replace(/(s:7:"expires";i:)\d+/, '$11000000000');
    return [Buffer.from(changed, 'latin1').toString('base64'), String(id)] as const;
  });
  const write = (): void => {
    const open = new DatabaseSync(database);
    const update = open.prepare('UPDATE session SET vars = ? WHERE sess_id = ?');
    for (const values of expired) {
      update.run(...values);
    }
    open.close();
  };
  write();
  return write;
}
