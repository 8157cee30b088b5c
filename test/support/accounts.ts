// The accounts room on a given store, with a clock that moves by hand and a hasher that counts instead of working hard.

import { createHash } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { type Accounts, type AccountsParts, createAccounts } from '../../src/accounts/accounts.ts';
import { type AccessRules, createAccessRules } from '../../src/accounts/rules/access-rules.ts';
import { type Audit, createAudit } from '../../src/audit/audit.ts';
import type { Settings } from '../../src/config/settings.ts';
import type { StoreTarget } from '../../src/config/special-kinds.ts';
import { createOutbox, type Outbox } from '../../src/mail/outbox.ts';
import { openKeyVault } from '../../src/secrets/key-vault.ts';
import type { PasswordHasher } from '../../src/secrets/password-hashing.ts';
import { createSealer, type Sealer } from '../../src/secrets/sealing.ts';
import type { Store } from '../../src/store/store.ts';
import { type OpenTestStore, quietLog } from './engines.ts';

export interface MovedClock {
  now(): number;
  advance(milliseconds: number): void;
}

/**
 * Starts at a fixed moment, 2050-01-01T00:00:00Z unless given; moves only by `advance`. Far ahead of the real time: MongoDB
 * removes by its own clock what has expired.
 */
export function createMovedClock(startMs = Date.UTC(2050, 0, 1)): MovedClock {
  let now = startMs;
  return {
    now: () => now,
    advance: (milliseconds) => {
      now += milliseconds;
    },
  };
}

export interface CountingHasher extends PasswordHasher {
  /** How often each was called. */
  readonly calls: {
    hash: number;
    verify: number;
    verifyNothing: number;
    waitLikeACheck: number;
    evenOut: number;
  };
  /** The text that new hashes begin with; hashes that begin otherwise need a rehash. */
  cost: string;
  /** Awaited by every check. */
  beforeCheck: () => Promise<void>;
}

/** One "Argon2id" is one call; nothing is slow, so that a test can make thousands. */
export function createCountingHasher(): CountingHasher {
  const calls = { hash: 0, verify: 0, verifyNothing: 0, waitLikeACheck: 0, evenOut: 0 };
  const digest = (password: string): string => createHash('sha256').update(password).digest('base64url');
  const hasher: CountingHasher = {
    calls,
    cost: 'cost1',
    beforeCheck: () => turn(),
    hash: async (password) => {
      calls.hash += 1;
      return `${hasher.cost}$${digest(password)}`;
    },
    verify: async (password, phc) => {
      calls.verify += 1;
      await hasher.beforeCheck();
      return phc.split('$')[1] === digest(password);
    },
    verifyNothing: async () => {
      calls.verifyNothing += 1;
      await hasher.beforeCheck();
      return false;
    },
    forServers: {
      verify: (password, phc) => hasher.verify(password, phc),
      verifyNothing: (password) => hasher.verifyNothing(password),
    },
    waitLikeACheck: async () => {
      calls.waitLikeACheck += 1;
    },
    evenOut: async () => {
      calls.evenOut += 1;
    },
    needsRehash: (phc) => !phc.startsWith(`${hasher.cost}$`),
    close: async () => {},
  };
  return hasher;
}

/** The same in every process of a test. */
export const testSealer: Sealer = createSealer([Buffer.alloc(32, 7)]);

export const testSettings: AccountsParts['settings'] = {
  passwordMin: 8,
  brandName: 'Postern',
  mailLogin: 'username',
  mailDomains: [],
  otpAlgorithm: 'SHA1',
  otpDigits: 6,
  otpPeriod: 30,
  otpT0: 0,
  otpWindow: 1,
  trustedBrowserLife: 30 * 86_400,
  linkLife: 86_400,
  ticketLife: 72 * 3600,
};

export interface TestAccounts {
  readonly store: Store;
  readonly accounts: Accounts;
  readonly accessRules: AccessRules;
  readonly clock: MovedClock;
  readonly hasher: CountingHasher;
  readonly audit: Audit;
  readonly outbox: Outbox;
}

export interface TestAccountsOptions {
  /** A store that exists; otherwise a new one. */
  readonly target?: StoreTarget;
  /** Puts something before the store, such as `withLatency`. */
  readonly wrap?: (store: Store) => Store;
  readonly clock?: MovedClock;
  readonly hasher?: CountingHasher;
  readonly settings?: Partial<AccountsParts['settings']>;
  readonly log?: AccountsParts['log'];
  /** Where mail goes, and from whom; without it there is none. */
  readonly mail?: Pick<Settings, 'smtp' | 'mailFrom'>;
}

/** The store judges expiry by the same moved clock. */
export async function openTestAccounts(
  openStore: OpenTestStore,
  options: TestAccountsOptions = {},
): Promise<TestAccounts> {
  const { target, wrap = (store: Store) => store } = options;
  const clock = options.clock ?? createMovedClock();
  const hasher = options.hasher ?? createCountingHasher();
  const store = wrap(await openStore({ clock, ...(target === undefined ? {} : { target }) }));
  const log = options.log ?? quietLog;
  const outbox = createOutbox({ store, sealer: testSealer, clock, log, settings: options.mail ?? {} });
  const brand = { brandName: 'Postern', brandColor: '#1d5c63', issuer: 'https://id.example.test' };
  const audit = createAudit({ store, outbox, clock, settings: brand });
  const policy = { mfa: 'optional', mfaExemptRoles: [] } as const;
  const accessRules = createAccessRules({ store, clock, settings: policy });
  const accounts = createAccounts({
    store,
    sealer: testSealer,
    vault: await openKeyVault(store, testSealer),
    hasher,
    audit,
    clock,
    log,
    accessRules,
    canMail: outbox.canSend,
    settings: { ...testSettings, ...options.settings },
  });
  return { accounts, accessRules, store, clock, hasher, audit, outbox };
}
