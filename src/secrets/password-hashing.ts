// Argon2id for passwords, in worker threads of our own behind a bounded queue: neither the event loop nor libuv's pool waits.

import { randomBytes, timingSafeEqual } from 'node:crypto';
import { availableParallelism } from 'node:os';
import type { Settings } from '../config/settings.ts';
import { type Argon2Cost, type Argon2Hash, formatPhc, parsePhc } from './argon2-phc.ts';
import type { HashingLane } from './hashing-queue.ts';
import type { HashingTask } from './hashing-thread.ts';
import { createHashingThreads } from './hashing-threads.ts';
import { createRefusalStrokes } from './refusal-strokes.ts';

export interface PasswordChecks {
  /**
   * Whether the hash is of this password. One made at a lower cost takes as long as one of the current cost, or a little
   * longer. Throws an Error when `phc` is not an Argon2id PHC string.
   */
  verify(password: string, phc: string): Promise<boolean>;
  /** Costs what `verify` costs at the current cost: for accounts that do not exist or have no password. */
  verifyNothing(password: string): Promise<false>;
}

/**
 * Passwords are taken whole, whatever their length, and normalised to NFC: two keyboards may type one character in two
 * ways. With too many waiting, or after ten seconds of waiting, a method throws `AppError('too-busy')`.
 */
export interface PasswordHasher extends PasswordChecks {
  /** A new hash at the current cost, with a random 128-bit salt, as a PHC string. */
  hash(password: string): Promise<string>;
  /** The same for passwords that other servers hand in: they have half of the queue at most, and every second turn. */
  readonly forServers: PasswordChecks;
  /** Takes as long as a check takes at present and costs nothing: for what is known to be refused. */
  waitLikeACheck(): Promise<void>;
  /** Resolves when it no longer shows how a password was refused that came at `startedAt` (of `performance.now`). */
  evenOut(startedAt: number): Promise<void>;
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
  const strokes = createRefusalStrokes();
  const deriveIn =
    (lane: HashingLane): Derive =>
    (password, like, padding) =>
      threads.derive(toTask(password, like, padding), lane);
  const checksIn = (derive: Derive): PasswordChecks => ({
    verify: async (password, phc) => {
      const stored = parsePhc(phc);
      return strokes.time(() => isHashOf(derive, password, stored, paddingFor(stored, cost)));
    },
    verifyNothing: async (password) => {
      await strokes.time(() => isHashOf(derive, password, nothing));
      return false;
    },
  });
  const derive = deriveIn('people');
  return {
    ...checksIn(derive),
    forServers: checksIn(deriveIn('servers')),
    hash: async (password) => {
      const blank = { ...cost, salt: randomBytes(saltBytes), hash: Buffer.alloc(hashBytes) };
      return formatPhc({ ...blank, hash: await derive(password, blank) });
    },
    waitLikeACheck: () => strokes.waitLikeACheck(),
    evenOut: (startedAt) => strokes.evenOut(startedAt),
    needsRehash: (phc) => {
      const { memoryKiB, passes, parallelism, salt, hash } = parsePhc(phc);
      const isCurrent =
        memoryKiB === cost.memoryKiB && passes === cost.passes && parallelism === cost.parallelism;
      return !isCurrent || salt.length < saltBytes || hash.length < hashBytes;
    },
    close: () => threads.close(),
  };
}

type Derive = (password: string, like: Argon2Hash, padding?: Argon2Cost) => Promise<Buffer>;

/**
 * What is left of the current cost after a hash of a lower one: the time of Argon2id goes with memory times passes, and with
 * the memory itself.
 */
function paddingFor(stored: Argon2Cost, { memoryKiB, passes }: Argon2Cost): Argon2Cost | undefined {
  const left = memoryKiB * passes - stored.memoryKiB * stored.passes;
  return left <= 0 ? undefined : { memoryKiB, passes: Math.ceil(left / memoryKiB) };
}

async function isHashOf(
  derive: Derive,
  password: string,
  expected: Argon2Hash,
  padding?: Argon2Cost,
): Promise<boolean> {
  return timingSafeEqual(await derive(password, expected, padding), expected.hash);
}

function toTask(password: string, like: Argon2Hash, padding?: Argon2Cost): HashingTask {
  return {
    message: password.normalize('NFC'),
    nonce: like.salt,
    parallelism: like.parallelism,
    tagLength: like.hash.length,
    memory: like.memoryKiB,
    passes: like.passes,
    ...(padding && { padding: { memory: padding.memoryKiB, passes: padding.passes } }),
  };
}
