// The mailed link in the browser that follows it: looked at, never used up, and kept in a cookie until an app is bound.

import type { Context } from 'koa';
import type { Accounts } from '../../accounts/accounts.ts';
import { createCookie } from '../../http/cookie.ts';
import { sha256 } from '../../secrets/hashing.ts';
import type { GuardParts } from '../guard.ts';
import type { Answer } from '../page.ts';
import type { PortalSession } from '../session.ts';
import { linkEndedView, unsafeLinkView } from './views.ts';

/** A living link that this browser follows. */
export interface FollowedLink {
  /** SHA-256 of its token. */
  readonly hash: string;
  readonly accountId: string;
  /** The account's `stampsOf` when it was mailed. */
  readonly stamps: string;
  /** Where it was mailed. */
  readonly address: string;
  /** Seconds since 1970: only a password that was given later counts. */
  readonly followedAt: number;
}

export interface Links {
  /** What comes by the address of a link, and of the page behind it; undefined: the page may be shown. */
  open(ctx: Context): Promise<Answer | undefined>;
  /** The link that this browser follows; undefined: none, or one that has ended. */
  find(ctx: Context): Promise<FollowedLink | undefined>;
  forget(ctx: Context): void;
}

interface Kept {
  readonly token: string;
  readonly followedAt: number;
}

const context = 'portal-link';
const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

export function createLinks(parts: GuardParts): Links {
  const { clock, sealer, settings } = parts;
  const cookie = createCookie('account-link', { issuer: settings.issuer, maxAgeSeconds: settings.linkLife });
  const read = (ctx: Context): Kept | undefined => {
    try {
      return JSON.parse(sealer.open(cookie.read(ctx) ?? '', context));
    } catch {
      return undefined;
    }
  };
  /** Only looks: mail scanners and previews follow links as well. The token leaves the address bar. */
  const follow = async (ctx: Context, token: unknown): Promise<Answer> => {
    if (!isSafe(ctx, settings.issuer)) {
      return { page: unsafeLinkView(parts.frame(ctx)), status: 403 };
    }
    if (typeof token !== 'string' || (await parts.accounts.enrolment.findLink(token)) === undefined) {
      return ended(parts, ctx);
    }
    const kept: Kept = { token, followedAt: Math.floor(clock.now() / 1000) };
    cookie.set(ctx, sealer.seal(JSON.stringify(kept), context));
    return { goTo: '/account/enrol' };
  };
  const find = async (ctx: Context): Promise<FollowedLink | undefined> => {
    const kept = read(ctx);
    const found = kept && (await parts.accounts.enrolment.findLink(kept.token));
    return kept && found && { hash: sha256(kept.token), followedAt: kept.followedAt, ...pick(found) };
  };
  return {
    open: async (ctx) => {
      if (ctx.query.token !== undefined) {
        return follow(ctx, ctx.query.token);
      }
      if (read(ctx) === undefined || (await find(ctx)) !== undefined) {
        return undefined;
      }
      cookie.clear(ctx);
      return (await hasServed(parts, ctx)) ? undefined : ended(parts, ctx);
    },
    find,
    forget: (ctx) => {
      if (cookie.read(ctx) !== undefined) {
        cookie.clear(ctx);
      }
    },
  };
}

/** Whether this session is the sign-in that was asked for when the link was followed. */
export function isForLink(session: PortalSession, { hash, followedAt }: FollowedLink): boolean {
  return session.link === hash && session.provenAt >= followedAt;
}

/** It ended by the app that was bound with it, and the recovery codes of that are still to be kept. */
async function hasServed({ pending, sessions }: GuardParts, ctx: Context): Promise<boolean> {
  const session = await sessions.find(ctx);
  return session !== undefined && (await pending.findCodes(session, 'enrolled')) !== undefined;
}

/** Over plain HTTP others read along, except on this machine. */
function isSafe(ctx: Context, issuer: string): boolean {
  return ctx.secure || loopback.test(new URL(issuer).hostname);
}

function ended(parts: GuardParts, ctx: Context): Answer {
  return { page: linkEndedView(parts.frame(ctx)), status: 410 };
}

type Found = NonNullable<Awaited<ReturnType<Accounts['enrolment']['findLink']>>>;

function pick({ accountId, stamps, address }: Found): Pick<FollowedLink, 'accountId' | 'stamps' | 'address'> {
  return { accountId, stamps, address };
}
