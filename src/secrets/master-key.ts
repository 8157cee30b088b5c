// The master keys that seal secrets at rest: given by the settings, or from a file that the first start makes.

import { randomBytes } from 'node:crypto';
import { chmod, link, open, readFile, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../base/log.ts';
import { makeDirectory } from '../base/make-directory.ts';
import { randomId } from '../base/random-ids.ts';
import type { Settings } from '../config/settings.ts';
import { masterKeyBytes } from './sealing.ts';

/** The master key is missing, unreadable or the wrong one: Postern does not start. The message is one line for the operator. */
export class MasterKeyError extends Error {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.name = 'MasterKeyError';
  }
}

export interface MasterKeyOptions {
  /** The keys of the settings; they win over the file. */
  readonly given?: readonly Buffer[] | undefined;
  /** Directory of `master.key`; made (0700) together with the file. */
  readonly dataDir: string;
  readonly store: Settings['store'];
  /** Whether the store was sealed before: then a missing key file is a loss, and no new key is made. */
  readonly isSealed: () => Promise<boolean>;
  readonly log: Log;
}

/** The key ring, 32 bytes each, the sealing key first. Throws `MasterKeyError`. Any number of processes may start at once. */
export async function openMasterKeys(options: MasterKeyOptions): Promise<readonly Buffer[]> {
  if (options.given && options.given.length > 0) {
    return options.given;
  }
  if (options.store.kind === 'memory') {
    return [randomBytes(masterKeyBytes)];
  }
  if (options.store.kind === 'mongodb') {
    throw new MasterKeyError(
      'POSTERN_MASTER_KEY must be given with a MongoDB store: every process needs the same key',
    );
  }
  const path = join(options.dataDir, 'master.key');
  const found = await readKeyFile(path, options.log);
  if (found) {
    return found;
  }
  const wasSealed = await options.isSealed();
  if (!wasSealed) {
    await makeKeyFile(options.dataDir, path);
    options.log.info('master key made', { file: path });
  }
  // Another process may have made file and store since the first look.
  const keys = await readKeyFile(path, options.log);
  if (!keys) {
    throw new MasterKeyError(
      `the store is sealed by a master key, but ${path} is missing: put it back or set POSTERN_MASTER_KEY`,
    );
  }
  return keys;
}

async function readKeyFile(path: string, log: Log): Promise<readonly Buffer[] | undefined> {
  try {
    const text = await readFile(path, 'utf8');
    if (((await stat(path)).mode & 0o077) !== 0) {
      log.warn('the master key file can be read by others: chmod 600', { file: path });
    }
    return parseKeys(text, path);
  } catch (cause) {
    if (errnoOf(cause) === 'ENOENT') {
      return undefined;
    }
    throw cause instanceof MasterKeyError
      ? cause
      : new MasterKeyError(`${path} cannot be read (${errnoOf(cause)})`, { cause });
  }
}

/** One key, or several separated by white space, in base64 of either alphabet. */
function parseKeys(text: string, path: string): readonly Buffer[] {
  const words = text.split(/\s+/).filter((word) => word !== '');
  const keys = words.map((word) => Buffer.from(word, 'base64'));
  const isWhole = (word: string): boolean => /^[A-Za-z0-9+/_-]{43}=?$/.test(word);
  if (keys.length === 0 || !words.every(isWhole)) {
    throw new MasterKeyError(`${path} does not hold ${masterKeyBytes} bytes in base64`);
  }
  return keys;
}

/** Written aside and linked into place: nobody reads half a key, and of two processes one wins. */
async function makeKeyFile(dataDir: string, path: string): Promise<void> {
  const draft = `${path}.${randomId()}`;
  try {
    await makeDataDir(dataDir);
    await writeDurably(draft, `${randomBytes(masterKeyBytes).toString('base64')}\n`);
    try {
      await link(draft, path);
    } catch (cause) {
      if (errnoOf(cause) !== 'EEXIST') {
        throw cause;
      }
    } finally {
      await unlink(draft);
    }
    await syncDirectory(dataDir);
  } catch (cause) {
    throw new MasterKeyError(`${path} cannot be made (${errnoOf(cause)})`, { cause });
  }
}

async function makeDataDir(path: string): Promise<void> {
  if (makeDirectory(path, 0o700)) {
    await chmod(path, 0o700);
  }
}

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

function errnoOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
