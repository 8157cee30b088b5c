// A cookie of ours: bound to this host by its name where the issuer is https (RFC 6265bis, "__Host-").

import type { Context } from 'koa';

export interface Cookie {
  read(ctx: Context): string | undefined;
  set(ctx: Context, value: string): void;
  clear(ctx: Context): void;
}

export interface CookieOptions {
  readonly issuer: string;
  /** Absent: it ends with the browser. */
  readonly maxAgeSeconds?: number;
}

export function createCookie(name: string, { issuer, maxAgeSeconds }: CookieOptions): Cookie {
  const isSecure = issuer.startsWith('https:');
  const fullName = `${isSecure ? '__Host-' : ''}postern-${name}`;
  const write = (ctx: Context, value: string, lifeSeconds: number | undefined): void => {
    const parts = [
      `${fullName}=${value}`,
      'Path=/',
      'HttpOnly',
      'SameSite=Lax',
      ...(isSecure ? ['Secure'] : []),
      ...(lifeSeconds === undefined ? [] : [`Max-Age=${lifeSeconds}`]),
    ];
    ctx.append('Set-Cookie', parts.join('; '));
  };
  return {
    read: (ctx) => ctx.cookies.get(fullName, { signed: false }) || undefined,
    set: (ctx, value) => write(ctx, value, maxAgeSeconds),
    clear: (ctx) => write(ctx, '', 0),
  };
}
