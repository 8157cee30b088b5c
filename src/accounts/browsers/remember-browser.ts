// The end of a sign-in, for the browser: it is known from now on, and every one but the account's very first is news to the owner.

import type { Audit } from '../../audit/audit.ts';
import type { Clock } from '../../base/clock.ts';
import type { Collection } from '../../store/store.ts';
import { update } from '../../store/update.ts';
import { type Account, isGone } from '../account.ts';
import { auditOwnerOf } from '../audit-owner.ts';
import type { FinishedSignIn, KnownBrowsers } from './known-browsers.ts';

export interface RememberBrowserParts {
  readonly accounts: Collection<Account>;
  readonly browsers: KnownBrowsers;
  readonly audit: Audit;
  readonly clock: Clock;
}

/** Answers the cookie's value. */
export async function rememberBrowser(
  parts: RememberBrowserParts,
  accountId: string,
  { from, ...signIn }: FinishedSignIn,
): Promise<string> {
  const { audit, browsers } = parts;
  const isKnown = await browsers.isKnown(accountId, signIn.cookie);
  const inUse = await findInUse(parts, accountId);
  const value = await browsers.remember(accountId, signIn);
  if (inUse !== undefined && !isKnown) {
    await audit.record({ type: 'new-browser', owner: auditOwnerOf(inUse), ...(from && { from }) });
  }
  return value;
}

/** The account, where somebody signed in before: that outlasts its known browsers, which an ending or ninety days may have taken. */
async function findInUse(
  { accounts, clock }: RememberBrowserParts,
  accountId: string,
): Promise<Account | undefined> {
  const outcome = await update<Account, Account | undefined>(accounts, accountId, (current) => {
    if (isGone(current) || current.firstSignInAt !== undefined) {
      return { result: isGone(current) ? undefined : current };
    }
    return { next: { ...current, firstSignInAt: clock.now() }, result: undefined };
  });
  return typeof outcome === 'string' ? undefined : outcome;
}
