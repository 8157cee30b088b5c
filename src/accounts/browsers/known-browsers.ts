// Browsers in which a person finished a sign-in lately: a cookie of its own, kept hashed; failures of others do not slow them.

import type { Clock } from '../../base/clock.ts';
import { randomToken } from '../../base/random-ids.ts';
import { sha256 } from '../../secrets/hashing.ts';
import type { Store, StoredDocument } from '../../store/store.ts';
import { update, updateOrInsert } from '../../store/update.ts';
import type { Origin } from '../origin.ts';

/** How long a finished sign-in makes a browser known; also the life of its cookie. */
export const knownBrowserSeconds = 90 * 24 * 3600;

/** Of one account; the oldest go, those without a second factor first. */
export const mostKnownBrowsers = 20;

/** People of one browser: each has a value of his own in the cookie. */
const mostInCookie = 5;

export interface FinishedSignIn {
  /** What was proven in this browser now. It stays known for the most that was ever proven there. */
  readonly factor: 1 | 2;
  /** What the browser sent. */
  readonly cookie?: string | undefined;
  readonly from?: Origin;
}

export interface KnownBrowsers {
  isKnown(accountId: string, cookie: string | undefined): Promise<boolean>;
  /**
   * Knows this browser for the next 90 days. Answers the cookie's value: what was sent, and a new value where none of it is
   * this account's. The owner is told of every new browser but the first.
   */
  remember(accountId: string, signIn: FinishedSignIn): Promise<string>;
}

/** For the room's own use: an id for a known browser of an account, which is no secret. */
export interface BrowserRegister extends KnownBrowsers {
  /** `least`: only where that factor was proven; 1 unless given. */
  findId(accountId: string, cookie: string | undefined, least?: 1 | 2): Promise<string | undefined>;
  forget(browserId: string): Promise<void>;
  /** Those in which the password alone was right, and not one that proves more in this moment. */
  forgetUnproven(accountId: string): Promise<void>;
  /** The factors are others now: nothing that was proven with the old ones counts. */
  forgetProofs(accountId: string): Promise<void>;
  forgetAll(accountId: string): Promise<void>;
}

interface BrowserDocument extends StoredDocument {
  readonly accountId: string;
  /** The most that was proven; 1 where it is absent. */
  readonly factor?: 1 | 2;
  readonly expiresAt: number;
}

export function createKnownBrowsers({ store, clock }: { store: Store; clock: Clock }): BrowserRegister {
  const browsers = store.collection<BrowserDocument>('browsers');
  const idOf = (accountId: string, value: string): string => sha256(`${accountId} ${value}`);
  const findId = async (
    accountId: string,
    cookie: string | undefined,
    least: 1 | 2 = 1,
  ): Promise<string | undefined> => {
    const ids = readValues(cookie).map((value) => idOf(accountId, value));
    const found = await Promise.all(ids.map((id) => browsers.find(id)));
    return found.find((browser) => browser && factorOf(browser) >= least)?.id;
  };
  const write = (accountId: string, id: string, factor: 1 | 2): Promise<void> =>
    updateOrInsert<BrowserDocument, void>(browsers, id, (stored) => {
      const most = stored !== undefined && factorOf(stored) > factor ? factorOf(stored) : factor;
      const expiresAt = clock.now() + knownBrowserSeconds * 1000;
      return { next: { id, accountId, factor: most, expiresAt }, result: undefined };
    });
  const makeRoom = async (accountId: string): Promise<void> => {
    const known = [...(await browsers.findBy('accountId', accountId))].sort(byWorth);
    await Promise.all(known.slice(mostKnownBrowsers).map(({ id }) => browsers.remove(id)));
  };
  return {
    findId,
    isKnown: async (accountId, cookie) => (await findId(accountId, cookie)) !== undefined,
    remember: async (accountId, { factor, cookie }) => {
      const values = readValues(cookie);
      const known = await findId(accountId, cookie);
      const own = values.find((value) => idOf(accountId, value) === known) ?? randomToken();
      await write(accountId, idOf(accountId, own), factor);
      await makeRoom(accountId);
      // Whatever else is in there may have been planted: it is no value of this account, and is never made one.
      return [...values.filter((value) => value !== own), own].slice(-mostInCookie).join('.');
    },
    forget: async (browserId) => void (await browsers.remove(browserId)),
    forgetUnproven: async (accountId) => {
      const known = await browsers.findBy('accountId', accountId);
      const ended = known.map(({ id }) =>
        update<BrowserDocument, void>(browsers, id, (browser) =>
          factorOf(browser) === 1
            ? { next: { ...browser, expiresAt: clock.now() }, result: undefined }
            : { result: undefined },
        ),
      );
      await Promise.all(ended);
    },
    forgetProofs: async (accountId) => {
      const known = await browsers.findBy('accountId', accountId);
      const lowered = known.map(({ id }) =>
        update<BrowserDocument, void>(browsers, id, (browser) => ({
          next: { ...browser, factor: 1 },
          result: undefined,
        })),
      );
      await Promise.all(lowered);
    },
    forgetAll: async (accountId) => {
      await browsers.removeBy('accountId', accountId);
    },
  };
}

function factorOf({ factor = 1 }: BrowserDocument): 1 | 2 {
  return factor;
}

/** What is to be kept first. */
function byWorth(one: BrowserDocument, other: BrowserDocument): number {
  return factorOf(other) - factorOf(one) || other.expiresAt - one.expiresAt;
}

/** Each in the form of `randomToken`: nothing else was ever given out. */
function readValues(cookie: unknown): readonly string[] {
  const isPossible = typeof cookie === 'string' && cookie.length <= 44 * mostInCookie;
  const values = isPossible ? cookie.split('.').filter((value) => /^[A-Za-z0-9_-]{43}$/.test(value)) : [];
  return [...new Set(values)];
}
