// Which sessions and grants an account still honours. An account's stamps only grow; what was proven before one is dead.

import { AppError } from '../base/app-error.ts';
import type { Account } from './account.ts';

type Stamps = Pick<Account, 'signedInSince' | 'sessionsSince' | 'twoFactorSince'>;
type Judged = Stamps & Pick<Account, 'status'>;

/** Whether a browser session of this `auth_time` (whole seconds since 1970) may go on. */
export function isSessionAlive(account: Judged, authTime: number, factor: 1 | 2): boolean {
  return isGrantAlive(account, authTime, factor) && authTime >= account.sessionsSince;
}

/** Whether a grant, a code or a token of this `auth_time`, made with one factor or two, may go on. */
export function isGrantAlive(account: Judged, authTime: number, factor: 1 | 2): boolean {
  return (
    account.status === 'active' &&
    authTime >= account.signedInSince &&
    (factor === 2 || authTime >= account.twoFactorSince)
  );
}

/**
 * The `auth_time` of a sign-in whose password was right at `passwordAt` (milliseconds since 1970): never before a stamp, so
 * that a sign-in in the same second as the ending before it lives. The stamps must be those of that password step.
 */
export function authTimeFor(account: Stamps, passwordAt: number): number {
  const { signedInSince, sessionsSince, twoFactorSince } = account;
  return Math.max(Math.floor(passwordAt / 1000), signedInSince, sessionsSince, twoFactorSince);
}

/** Whether a browser that stood in for the code at this `auth_time` still does: nothing ended trust since, and its life (0: none) is not over. */
export function isTrustAlive(
  { trustSince = 0 }: Pick<Account, 'trustSince'>,
  authTime: number,
  now: number,
  lifeSeconds: number,
): boolean {
  return authTime >= trustSince && now < (authTime + lifeSeconds) * 1000;
}

/** A text that changes whenever something was ended: a sign-in that sees another one than at its password step is refused. */
export function stampsOf({ signedInSince, sessionsSince, twoFactorSince }: Stamps): string {
  return `${signedInSince}.${sessionsSince}.${twoFactorSince}`;
}

/**
 * The stamp that ends everything up to `now` (milliseconds): a later second than now and than every stamp before, for a sign-in
 * may have the `auth_time` of any of them (`authTimeFor`).
 */
export function nextStamp(account: Stamps & Pick<Account, 'trustSince'>, now: number): number {
  const { signedInSince, sessionsSince, twoFactorSince, trustSince = 0 } = account;
  return Math.max(signedInSince, sessionsSince, twoFactorSince, trustSince, Math.floor(now / 1000)) + 1;
}

/**
 * So far ahead of the clock the owner's own changes push the stamps, and so long the end of a sign-in waits for them: whoever
 * has a session shuts nobody out by a loop.
 */
export const mostSecondsAhead = 5;

/** Within the write of an own change. Throws `AppError('too-many-changes')` where its stamp would be too far ahead of `now` (milliseconds). */
export function requireNearStamp(account: Account, now: number): void {
  const tooFar = nextStamp(account, now) - Math.floor(now / 1000) - mostSecondsAhead;
  if (tooFar > 0) {
    const detail = 'the stamps of the account are ahead of the clock';
    throw new AppError('too-many-changes', { detail, retryAfterSeconds: tooFar });
  }
}

/** For every write after which nobody may be let in without a code because of what was agreed before it. */
export function withoutTrustedBrowsers(account: Account, now: number): Account {
  const secrets = account.secrets.filter(({ kind }) => kind !== 'trusted-browser');
  return { ...withTrustEnded(account, now), secrets };
}

/** What a trusted browser has stood in for until now does not stand any more. */
export function withTrustEnded(account: Account, now: number): Account {
  return { ...account, trustSince: nextStamp(account, now) };
}
