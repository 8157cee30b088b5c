// Who holds the set-up: the browser that followed the link, and once it has sent its first form, no other with the same link.

import type { Context } from 'koa';
import { randomToken } from '../base/random-ids.ts';
import { createCookie } from '../http/cookie.ts';

export interface SetupHolder {
  /** Of the link. */
  readonly token: string;
  /** What this browser alone knows. It stays the same all the way: a form that is sent twice is the same browser's twice. */
  readonly browser: string;
}

export interface SetupHolders {
  /** This browser with this link: as it was known before, or new. */
  follow(ctx: Context, token: string): SetupHolder;
  read(ctx: Context): SetupHolder | undefined;
  /** Lets the browser keep it, counting its life anew. */
  keep(ctx: Context, holder: SetupHolder): void;
}

export function createSetupHolders(settings: {
  readonly issuer: string;
  readonly setupLife: number;
}): SetupHolders {
  const cookie = createCookie('setup', { issuer: settings.issuer, maxAgeSeconds: settings.setupLife });
  const read = (ctx: Context): SetupHolder | undefined => {
    const [token = '', browser = ''] = (cookie.read(ctx) ?? '').split('.');
    return token === '' || browser === '' ? undefined : { token, browser };
  };
  return {
    follow: (ctx, token) => {
      const known = read(ctx);
      return known?.token === token ? known : { token, browser: randomToken() };
    },
    read,
    keep: (ctx, { token, browser }) => cookie.set(ctx, `${token}.${browser}`),
  };
}
