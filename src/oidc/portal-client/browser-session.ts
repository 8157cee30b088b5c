// The provider's browser session beside its own routes: how long it lives, and how its cookie is written.

import type { Context } from 'koa';
import type { Provider } from 'oidc-provider';
import { type Clock, epochSeconds } from '../../base/clock.ts';
import type { Settings } from '../../config/settings.ts';
import type { Devices } from '../devices.ts';

type Session = InstanceType<Provider['Session']>;

export interface SessionLifeParts {
  readonly clock: Clock;
  readonly settings: Pick<Settings, 'sessionIdle' | 'sessionMax'>;
}

/** Seconds from now: idle for a while, and never longer than `sessionMax` behind its password. */
export function sessionLife(
  { clock, settings }: SessionLifeParts,
  session: { readonly loginTs?: number | undefined },
): number {
  const now = epochSeconds(clock);
  const rest = (session.loginTs ?? now) + settings.sessionMax - now;
  return Math.min(settings.sessionIdle, Math.max(1, rest));
}

/** The options of every cookie of the provider that is for the whole site. */
export function wholeSiteCookie(isSecure: boolean) {
  return { httpOnly: true, sameSite: 'lax', secure: isSecure, signed: true, path: '/' } as const;
}

/** The session of this browser, when it is the one of this `uid` and account. */
export async function findBrowserSession(
  provider: Provider,
  ctx: Context,
  { sessionUid, accountId }: { sessionUid: string; accountId: string },
): Promise<Session | undefined> {
  const session = await provider.Session.get(ctx);
  return session.uid === sessionUid && session.accountId === accountId ? session : undefined;
}

/** Saves the session with a new life; its cookie ends with it, as the provider's own do. */
export async function saveBrowserSession(
  provider: Provider,
  ctx: Context,
  session: Session,
  parts: SessionLifeParts,
): Promise<void> {
  await session.save(sessionLife(parts, session));
  const expiry = session.transient ? {} : { expires: new Date(session.exp * 1000) };
  writeSessionCookie(provider, ctx, session.jti, expiry);
}

/** As signing out at the provider does: what was allowed for the session's life ends with it, what lasts longer stays. */
export async function endBrowserSession(
  provider: Provider,
  ctx: Context,
  devices: Pick<Devices, 'endGrant'>,
): Promise<void> {
  const session = await provider.Session.get(ctx);
  const authorizations = Object.values(session.authorizations ?? {});
  const bound = authorizations.flatMap(({ grantId, persistsLogout }) =>
    grantId === undefined || persistsLogout === true ? [] : [grantId],
  );
  await session.destroy();
  await Promise.all(bound.map((grantId) => devices.endGrant(grantId)));
  writeSessionCookie(provider, ctx, null);
}

/** The provider's own context holds the keys that sign the cookie. */
function writeSessionCookie(
  provider: Provider,
  ctx: Context,
  value: string | null,
  expiry: { readonly expires?: Date } = {},
): void {
  const isSecure = provider.issuer.startsWith('https:');
  provider
    .createContext(ctx.req, ctx.res)
    .cookies.set(provider.cookieName('session'), value, { ...wholeSiteCookie(isSecure), ...expiry });
}
