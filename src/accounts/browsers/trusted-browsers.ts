// Browsers that are not asked for a code for a while: kept in the account, so that the write that ends their trust is the one that changes it.

import { randomId, randomToken } from '../../base/random-ids.ts';
import type { Settings } from '../../config/settings.ts';
import { sha256 } from '../../secrets/hashing.ts';
import type { Collection } from '../../store/store.ts';
import { update } from '../../store/update.ts';
import { type Account, hasSecondFactor, listTrustedBrowsers, type TrustedBrowserSecret } from '../account.ts';
import { requireNearStamp, stampsOf, withTrustEnded } from '../alive.ts';

export interface TrustedBrowser {
  readonly id: string;
  /** The header as it came, cut short. */
  readonly userAgent: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  /** It is the one with this cookie. */
  readonly isThis: boolean;
}

export interface TrustGiven {
  /** The account's `stampsOf` when the password was right; nothing may have been ended since. */
  readonly stamps: string;
  readonly userAgent: string;
  /** What this browser had before: its old entry makes room for the new one. */
  readonly cookie?: string;
}

export interface TrustedBrowsers {
  /** Whether this cookie stands in for the code where `canBeTrusted` allows it. No store access. */
  isTrusted(account: Account, cookie: string | undefined): boolean;
  /**
   * Behind a complete sign-in: answers the cookie's value, always a new one. Undefined: switched off, or the account changed
   * since these stamps, has no active factor or is not active.
   */
  trust(id: string, given: TrustGiven): Promise<string | undefined>;
  /** Living ones, newest first. */
  list(account: Account, cookie?: string): readonly TrustedBrowser[];
  /** Tells how many were ended. Sessions in which any browser stood in for the code are asked for one. */
  end(id: string, browserId: string | 'all'): Promise<number>;
}

export interface TrustedBrowsersParts {
  readonly accounts: Collection<Account>;
  readonly clock: { now(): number };
  readonly settings: Pick<Settings, 'trustedBrowserLife'>;
}

/** Of one account; the oldest make room. */
export const mostTrustedBrowsers = 20;
const longestUserAgent = 256;

export function createTrustedBrowsers({ accounts, clock, settings }: TrustedBrowsersParts): TrustedBrowsers {
  const lifeMs = settings.trustedBrowserLife * 1000;
  /** A life that was made shorter binds those that were trusted before. */
  const endOf = ({ createdAt, expiresAt }: TrustedBrowserSecret): number =>
    Math.min(expiresAt, createdAt + lifeMs);
  const listLiving = (account: Account): readonly TrustedBrowserSecret[] =>
    listTrustedBrowsers(account).filter((browser) => clock.now() < endOf(browser));
  /** The account with these trusted browsers only. */
  const withBrowsers = (account: Account, kept: readonly TrustedBrowserSecret[]): Account => ({
    ...account,
    secrets: [...account.secrets.filter(({ kind }) => kind !== 'trusted-browser'), ...kept],
  });
  return {
    isTrusted: (account, cookie) => {
      const hash = hashOf(cookie);
      const isOpen = account.status === 'active' && hasSecondFactor(account);
      return isOpen && hash !== undefined && listLiving(account).some((browser) => browser.hash === hash);
    },
    trust: async (id, { stamps, userAgent, cookie }) => {
      const value = randomToken();
      const old = hashOf(cookie);
      const outcome = await update<Account, 'trusted' | 'refused'>(accounts, id, (current) => {
        const isAsThen = current.status === 'active' && stampsOf(current) === stamps;
        if (lifeMs === 0 || !isAsThen || !hasSecondFactor(current)) {
          return { result: 'refused' };
        }
        const others = listLiving(current).filter(({ hash }) => hash !== old);
        const added = toSecret(value, userAgent, { now: clock.now(), lifeMs });
        return {
          next: withBrowsers(current, [...others, added].slice(-mostTrustedBrowsers)),
          result: 'trusted',
        };
      });
      return outcome === 'trusted' ? value : undefined;
    },
    list: (account, cookie) =>
      listLiving(account)
        .map((browser) => ({
          id: browser.id,
          userAgent: browser.userAgent,
          createdAt: browser.createdAt,
          expiresAt: endOf(browser),
          isThis: browser.hash === hashOf(cookie),
        }))
        .reverse(),
    end: async (id, browserId) => {
      const outcome = await update<Account, number>(accounts, id, (current) => {
        const living = listLiving(current);
        const kept = living.filter((browser) => browserId !== 'all' && browser.id !== browserId);
        const ended = living.length - kept.length;
        if (ended === 0) {
          return { result: 0 };
        }
        const now = clock.now();
        requireNearStamp(current, now);
        return { next: withTrustEnded(withBrowsers(current, kept), now), result: ended };
      });
      return typeof outcome === 'string' ? 0 : outcome;
    },
  };
}

function toSecret(
  value: string,
  userAgent: string,
  { now, lifeMs }: { readonly now: number; readonly lifeMs: number },
): TrustedBrowserSecret {
  return {
    kind: 'trusted-browser',
    id: randomId(),
    hash: sha256(value),
    userAgent: userAgent.slice(0, longestUserAgent),
    createdAt: now,
    expiresAt: now + lifeMs,
  };
}

/** Undefined for what `randomToken` cannot have given out. */
function hashOf(cookie: unknown): string | undefined {
  return typeof cookie === 'string' && /^[A-Za-z0-9_-]{43}$/.test(cookie) ? sha256(cookie) : undefined;
}
