// The cookie of a browser in which somebody finished a sign-in: its tries are counted apart from a stranger's.

import type { Context } from 'koa';
import type { Accounts } from '../src/accounts/accounts.ts';
import { createCookie } from '../src/http/cookie.ts';

const lifeSeconds = 90 * 24 * 60 * 60;

export interface KnownBrowsers {
  read(ctx: Context): string | undefined;
  remember(ctx: Context, accountId: string): Promise<void>;
}

export function createKnownBrowsers(accounts: Accounts, issuer: string): KnownBrowsers {
  const cookie = createCookie('browser', { issuer, maxAgeSeconds: lifeSeconds });
  return {
    read: cookie.read,
    remember: async (ctx, accountId) => {
      cookie.set(ctx, await accounts.browsers.remember(accountId, cookie.read(ctx)));
    },
  };
}
