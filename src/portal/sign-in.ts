// The way into the account and back to the page that was asked for: what this browser must bring back is sealed in a cookie.

import type { Context } from 'koa';
import { AppError } from '../base/app-error.ts';
import { createCookie } from '../http/cookie.ts';
import type { Answer, PortalAsk, PortalParts } from './page.ts';
import type { Pending } from './pending.ts';
import { beginOf } from './session.ts';
import { notSignedInView } from './sign-in-views.ts';

export interface PortalSignIn {
  /** The address the browser goes to. `returnTo`: one of our own. */
  begin(ctx: Context, returnTo: string, ask: PortalAsk): string;
  /** The answer of the sign-in. */
  finish(ctx: Context): Promise<Answer>;
}

interface Kept {
  readonly kept: string;
  readonly returnTo: string;
  readonly link?: string;
  /** The sign-in that this browser came back from was another. */
  readonly isRetry?: true;
}

const context = 'portal-sign-in';
const ownAddress = /^\/account(?:\/[\w-]+)*\/?(?:\?[\w.*+%=&-]*)?$/;

export interface PortalSignInParts extends PortalParts {
  readonly pending: Pending;
}

export function createPortalSignIn(parts: PortalSignInParts): PortalSignIn {
  const { ownSignIn, pending, sealer, sessions, settings, clock } = parts;
  const cookie = createCookie('account-sign-in', {
    issuer: settings.issuer,
    maxAgeSeconds: settings.signInLife,
  });
  const read = (ctx: Context): Kept | undefined => {
    try {
      return JSON.parse(sealer.open(cookie.read(ctx) ?? '', context));
    } catch {
      return undefined;
    }
  };
  const keep = (ctx: Context, content: Kept): void =>
    cookie.set(ctx, sealer.seal(JSON.stringify(content), context));
  /** Two windows at once: this browser brought back what the other one has asked for since. It is signed in by now, and not asked again. */
  const retry = async (ctx: Context, known: Kept | undefined): Promise<string | undefined> => {
    const mayRetry = known !== undefined && known.isRetry !== true;
    if (!mayRetry || (await ownSignIn.findAccountId(ctx)) === undefined) {
      return undefined;
    }
    const { address, kept } = ownSignIn.begin();
    keep(ctx, { kept, returnTo: known.returnTo, isRetry: true });
    return address;
  };
  return {
    begin: (ctx, returnTo, { link, ...ask }) => {
      const { address, kept } = ownSignIn.begin(ask);
      keep(ctx, {
        kept,
        returnTo: ownAddress.test(returnTo) ? returnTo : '/account',
        ...(link && { link }),
      });
      return address;
    },
    finish: async (ctx) => {
      const known = read(ctx);
      const signedIn = await ownSignIn
        .redeem(known?.kept ?? '', ctx.URL.searchParams)
        .catch((error: unknown) => asExpired(parts, error));
      if (known !== undefined && typeof signedIn === 'object') {
        cookie.clear(ctx);
        const link = known.link === undefined ? {} : { link: known.link };
        const before = await sessions.find(ctx);
        const session = await sessions.open(ctx, {
          ...signedIn,
          provenAt: beginOf(signedIn, clock),
          ...link,
        });
        if (before !== undefined) {
          await pending.move(before, session);
        }
        return { goTo: known.returnTo };
      }
      if (signedIn === 'denied') {
        cookie.clear(ctx);
        return { page: notSignedInView(parts.frame(ctx), 'denied') };
      }
      const address = await retry(ctx, known);
      if (address !== undefined) {
        return { goTo: address };
      }
      // The other one came through, and its session serves both.
      return (await sessions.find(ctx)) === undefined
        ? { page: notSignedInView(parts.frame(ctx), 'expired'), status: 400 }
        : { goTo: '/account' };
    },
  };
}

function asExpired({ log }: PortalParts, error: unknown): 'expired' {
  if (error instanceof AppError && error.code === 'sign-in-expired') {
    log.info('a sign-in to the account was refused', { reason: error.detail });
    return 'expired';
  }
  throw error;
}
