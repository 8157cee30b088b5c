// Who is signed in to the account pages: a document behind a cookie of its own, never longer than the browser's session.

import type { Context } from 'koa';
import { type Clock, epochSeconds } from '../base/clock.ts';
import { randomToken } from '../base/random-ids.ts';
import type { Settings } from '../config/settings.ts';
import { createCookie } from '../http/cookie.ts';
import type { SignedIn } from '../oidc/portal-client/own-sign-in.ts';
import { sha256 } from '../secrets/hashing.ts';
import type { Collection, Store, StoredDocument } from '../store/store.ts';
import { update } from '../store/update.ts';

export interface PortalSession extends Omit<SignedIn, 'sessionUid'> {
  /** The hash of the cookie. */
  readonly id: string;
  /** The browser's session behind it. Absent after a change of the owner's: that ended all there were, and this one goes on alone. */
  readonly sessionUid?: string;
  /** When the password was right, in seconds since 1970: what freshness and the longest life are judged by. `authTime` grows with own changes. */
  readonly provenAt: number;
  /** SHA-256 of the mailed link that this sign-in was for. */
  readonly link?: string;
}

interface PortalSessionDocument extends StoredDocument, Omit<SignedIn, 'sessionUid'> {
  readonly session?: string;
  readonly provenAt: number;
  readonly link?: string;
  /** Milliseconds since 1970. */
  readonly seenAt: number;
}

export type NewPortalSession = Omit<PortalSession, 'id'>;

export interface PortalSessions {
  /** Of this browser. */
  find(ctx: Context): Promise<PortalSession | undefined>;
  /** Under a new token, in the place of the one this browser had: at each sign-in and each change of what is proven. */
  open(ctx: Context, session: NewPortalSession): Promise<PortalSession>;
  /** Somebody is there: true when it was written, every few minutes. */
  touch(session: PortalSession): Promise<boolean>;
  end(ctx: Context): Promise<void>;
}

export interface PortalSessionsParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly settings: Pick<Settings, 'issuer' | 'sessionIdle' | 'sessionMax'>;
}

const longestSilenceMs = 5 * 60_000;

export function createPortalSessions({ store, clock, settings }: PortalSessionsParts): PortalSessions {
  const documents: Collection<PortalSessionDocument> = store.collection('portalSessions');
  const cookie = createCookie('account', settings);
  const idleMs = settings.sessionIdle * 1000;
  const endOf = ({ provenAt }: Pick<PortalSession, 'provenAt'>): number =>
    Math.min(clock.now() + idleMs, (provenAt + settings.sessionMax) * 1000);
  const idOf = (ctx: Context): string => sha256(cookie.read(ctx) ?? '');

  return {
    find: async (ctx) => {
      const found = await documents.find(idOf(ctx));
      return found && toSession(found);
    },
    open: async (ctx, { sessionUid, ...given }) => {
      const token = randomToken();
      const bound = sessionUid === undefined ? {} : { session: sessionUid };
      const times = { seenAt: clock.now(), expiresAt: endOf(given) };
      const document = { id: sha256(token), ...bound, ...given, ...times };
      await documents.insert(document);
      await documents.remove(idOf(ctx));
      cookie.set(ctx, token);
      return toSession(document);
    },
    touch: async ({ id }) => {
      const isDue = ({ seenAt }: PortalSessionDocument): boolean =>
        clock.now() - seenAt >= Math.min(longestSilenceMs, idleMs / 4);
      const outcome = await update<PortalSessionDocument, boolean>(documents, id, (current) =>
        isDue(current)
          ? {
              next: { ...current, seenAt: clock.now(), expiresAt: endOf(current) },
              result: true,
            }
          : { result: false },
      );
      return outcome === true;
    },
    end: async (ctx) => {
      await documents.remove(idOf(ctx));
      cookie.clear(ctx);
    },
  };
}

/** `provenAt` of a sign-in that has just come to its end: never a time that has not come. */
export function beginOf({ authTime }: SignedIn, clock: Clock): number {
  return Math.min(authTime, epochSeconds(clock));
}

/** While the browser's session is behind it, it is no longer than that. */
export function isBound(session: PortalSession): session is PortalSession & Pick<SignedIn, 'sessionUid'> {
  return session.sessionUid !== undefined;
}

function toSession(document: Omit<PortalSessionDocument, 'revision'>): PortalSession {
  const { id, accountId, authTime, factor, amr, session, provenAt, link } = document;
  return {
    id,
    accountId,
    authTime,
    factor,
    amr,
    provenAt,
    ...(session === undefined ? {} : { sessionUid: session }),
    ...(link === undefined ? {} : { link }),
  };
}
