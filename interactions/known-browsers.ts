// The cookie of a browser in which somebody finished a sign-in: its tries are counted apart from a stranger's.

import type { Context } from 'koa';
import type { Accounts } from '../src/accounts/accounts.ts';
import type { Origin } from '../src/accounts/origin.ts';
import { createCookie } from '../src/http/cookie.ts';
import { requestIdOf } from '../src/http/request-id.ts';

const lifeSeconds = 90 * 24 * 60 * 60;

export interface KnownBrowsers {
  read(ctx: Context): string | undefined;
  remember(ctx: Context, accountId: string, factor: 1 | 2): Promise<void>;
}

export function createKnownBrowsers(accounts: Accounts, issuer: string): KnownBrowsers {
  const cookie = createCookie('browser', { issuer, maxAgeSeconds: lifeSeconds });
  return {
    read: cookie.read,
    remember: async (ctx, accountId, factor) => {
      const signIn = { factor, cookie: cookie.read(ctx), from: placeOf(ctx) };
      cookie.set(ctx, await accounts.browsers.remember(accountId, signIn));
    },
  };
}

/** Where a request comes from, for the events that are recorded of it. */
export function placeOf(ctx: Context): Pick<Origin, 'address' | 'userAgent' | 'requestId'> {
  return { address: ctx.ip, userAgent: ctx.get('user-agent'), requestId: requestIdOf(ctx.req) };
}
