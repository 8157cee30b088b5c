// The cookie of a browser that its owner does not want to be asked for a code in: it stands in for the code where that is allowed.

import type { Context } from 'koa';
import type { Account } from '../src/accounts/account.ts';
import type { Accounts } from '../src/accounts/accounts.ts';
import type { Settings } from '../src/config/settings.ts';
import { createCookie } from '../src/http/cookie.ts';

export interface Trust {
  isTrusted(ctx: Context, account: Account): boolean;
  /** Behind a finished sign-in. Does nothing where the account changed since these stamps. */
  remember(ctx: Context, accountId: string, stamps: string): Promise<void>;
}

export interface TrustParts {
  readonly accounts: Pick<Accounts, 'trustedBrowsers'>;
  readonly settings: Pick<Settings, 'issuer' | 'trustedBrowserLife'>;
}

export function createTrust({ accounts: { trustedBrowsers }, settings }: TrustParts): Trust {
  const cookie = createCookie('trusted', {
    issuer: settings.issuer,
    maxAgeSeconds: settings.trustedBrowserLife,
  });
  return {
    isTrusted: (ctx, account) => trustedBrowsers.isTrusted(account, cookie.read(ctx)),
    remember: async (ctx, accountId, stamps) => {
      const old = cookie.read(ctx);
      const value = await trustedBrowsers.trust(accountId, {
        stamps,
        userAgent: ctx.get('user-agent'),
        ...(old === undefined ? {} : { cookie: old }),
      });
      if (value !== undefined) {
        cookie.set(ctx, value);
      }
    },
  };
}
