// Argon2id for passwords, in worker threads of our own behind a bounded queue: neither the event loop nor libuv's pool waits.

import { randomBytes, timingSafeEqual } from 'node:crypto';
import { availableParallelism } from 'node:os';
import type { Settings } from '../config/settings.ts';
import { type Argon2Hash, formatPhc, parsePhc } from './argon2-phc.ts';
import { createHashingThreads, type HashingThreads } from './hashing-threads.ts';

/**
 * Passwords are taken whole, whatever their length, and normalised to NFC: two keyboards may type one character in two
 * ways. With too many waiting, or after ten seconds of waiting, a method throws `AppError('too-busy')`.
 */
export interface PasswordHasher {
  /** A new hash at the current cost, with a random 128-bit salt, as a PHC string. */
  hash(password: string): Promise<string>;
  /** Whether the hash is of this password. Throws an Error when `phc` is not an Argon2id PHC string. */
  verify(password: string, phc: string): Promise<boolean>;
  /** Costs what `verify` costs at the current cost: for accounts that do not exist or have no password. */
  verifyNothing(password: string): Promise<false>;
  /** Whether the hash was made at another cost than the current one. */
  needsRehash(phc: string): boolean;
  /** Ends the threads; what still waits is refused. */
  close(): Promise<void>;
}

export interface HashingLimits {
  readonly threads?: number;
  /** How long a password may wait for a thread, in milliseconds. */
  readonly waitMs?: number;
}

const saltBytes = 16;
const hashBytes = 32;

export function createPasswordHasher(
  settings: Pick<Settings, 'passwordCost' | 'passwordQueue'>,
  limits: HashingLimits = {},
): PasswordHasher {
  const threads = createHashingThreads({
    threads: limits.threads ?? Math.max(1, availableParallelism() - 1),
    waiting: settings.passwordQueue,
    waitMs: limits.waitMs ?? 10_000,
  });
  const cost = { ...settings.passwordCost, parallelism: 1 };
  const nothing = { ...cost, salt: randomBytes(saltBytes), hash: randomBytes(hashBytes) };
  return {
    hash: async (password) => {
      const blank = { ...cost, salt: randomBytes(saltBytes), hash: Buffer.alloc(hashBytes) };
      return formatPhc({ ...blank, hash: await derive(threads, password, blank) });
    },
    verify: (password, phc) => isHashOf(threads, password, parsePhc(phc)),
    verifyNothing: async (password) => {
      await isHashOf(threads, password, nothing);
      return false;
    },
    needsRehash: (phc) => {
      const { memoryKiB, passes, parallelism, salt, hash } = parsePhc(phc);
      const isCurrent =
        memoryKiB === cost.memoryKiB && passes === cost.passes && parallelism === cost.parallelism;
      return !isCurrent || salt.length < saltBytes || hash.length < hashBytes;
    },
    close: () => threads.close(),
  };
}

async function isHashOf(threads: HashingThreads, password: string, expected: Argon2Hash): Promise<boolean> {
  return timingSafeEqual(await derive(threads, password, expected), expected.hash);
}

function derive(threads: HashingThreads, password: string, like: Argon2Hash): Promise<Buffer> {
  return threads.derive({
    message: password.normalize('NFC'),
    nonce: like.salt,
    parallelism: like.parallelism,
    tagLength: like.hash.length,
    memory: like.memoryKiB,
    passes: like.passes,
  });
}
