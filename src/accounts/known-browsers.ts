// Browsers in which a person finished a sign-in lately: a cookie of its own, kept hashed; failures of others do not slow them.

import type { Clock } from '../base/clock.ts';
import { randomToken } from '../base/random-ids.ts';
import { sha256 } from '../secrets/hashing.ts';
import type { Store, StoredDocument } from '../store/store.ts';
import type { Origin } from './origin.ts';

/** How long a finished sign-in makes a browser known; also the life of its cookie. */
export const knownBrowserSeconds = 90 * 24 * 3600;

export interface KnownBrowsers {
  isKnown(accountId: string, cookie: string | undefined): Promise<boolean>;
  /**
   * After a finished sign-in: knows this browser for the next 90 days. Answers the cookie's value: the one that was sent,
   * since one browser may serve several people, or a new one. The owner is told of a browser beside those that were known.
   */
  remember(accountId: string, cookie?: string, from?: Origin): Promise<string>;
}

/** For the room's own use: an id for a known browser of an account, which is no secret. */
export interface BrowserRegister extends KnownBrowsers {
  findId(accountId: string, cookie: string | undefined): Promise<string | undefined>;
  hasAny(accountId: string): Promise<boolean>;
  forgetAll(accountId: string): Promise<void>;
}

interface BrowserDocument extends StoredDocument {
  readonly accountId: string;
}

export function createKnownBrowsers({ store, clock }: { store: Store; clock: Clock }): BrowserRegister {
  const browsers = store.collection<BrowserDocument>('browsers');
  const idOf = (accountId: string, cookie: string): string => sha256(`${accountId} ${cookie}`);
  const findId = async (accountId: string, cookie: string | undefined): Promise<string | undefined> => {
    if (!isCookie(cookie)) {
      return undefined;
    }
    return (await browsers.find(idOf(accountId, cookie)))?.id;
  };
  return {
    findId,
    isKnown: async (accountId, cookie) => (await findId(accountId, cookie)) !== undefined,
    remember: async (accountId, cookie) => {
      // A value that we never gave out may have been planted: it is not taken over.
      const isOurs = isCookie(cookie) && (await browsers.find(sha256(cookie))) !== undefined;
      const value = isOurs ? cookie : randomToken();
      const expiresAt = clock.now() + knownBrowserSeconds * 1000;
      await browsers.put({ id: sha256(value), accountId: 'any', expiresAt });
      await browsers.put({ id: idOf(accountId, value), accountId, expiresAt });
      return value;
    },
    hasAny: async (accountId) => (await browsers.findBy('accountId', accountId)).length > 0,
    forgetAll: async (accountId) => {
      await browsers.removeBy('accountId', accountId);
    },
  };
}

/** The form of `randomToken`: nothing else was ever given out. */
function isCookie(cookie: unknown): cookie is string {
  return typeof cookie === 'string' && /^[A-Za-z0-9_-]{43}$/.test(cookie);
}
