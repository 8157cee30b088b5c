// The factors of an account one by one: renamed, or taken away. The last one goes only when that is what is asked for.

import type { Audit } from '../../../audit/audit.ts';
import type { Clock } from '../../../base/clock.ts';
import type { Collection } from '../../../store/store.ts';
import { update } from '../../../store/update.ts';
import {
  type Account,
  hasSecondFactor,
  isGone,
  listFactors,
  type OtpauthSecret,
  withSecret,
} from '../../account.ts';
import { nextStamp, requireNearStamp, stampsOf, withoutTrustedBrowsers } from '../../alive.ts';
import { auditOwnerOf } from '../../audit-owner.ts';
import { findNextSignIn, type NextSignInParts } from '../../enrolment/next-sign-in.ts';
import type { Actor } from '../../origin.ts';
import { readFactorName } from '../factor-name.ts';
import { nameThing } from '../factor-thing.ts';

export type RemoveOutcome =
  /** `stamps`: the account's `stampsOf` as this very write left them. */
  | { readonly outcome: 'removed'; readonly stamps: string }
  /** `last`: no other is active. `changed`: the account is not as it was at the stamps that were given. */
  | { readonly outcome: RemoveRefusal };

type RemoveRefusal = 'not-found' | 'last' | 'changed';

export interface RemoveOptions {
  /** The last active one goes as well, with the recovery codes; not where the account itself is asked for factor 2. */
  readonly lastToo?: boolean;
  /** The account's `stampsOf` that it must still have. */
  readonly stamps?: string;
}

interface ChangeFactorsParts extends NextSignInParts {
  readonly accounts: Collection<Account>;
  readonly clock: Clock;
  readonly audit: Audit;
}

/** What was taken away, and the account without it. */
interface Removed {
  readonly account: Account;
  readonly factor: OtpauthSecret;
  /** No other was active. */
  readonly wasLast: boolean;
}

export async function renameFactor(
  { accounts }: Pick<ChangeFactorsParts, 'accounts'>,
  accountId: string,
  factorId: string,
  typed: string,
): Promise<'renamed' | 'not-found'> {
  const label = readFactorName(typed);
  const outcome = await update<Account, 'renamed' | 'not-found'>(accounts, accountId, (current) => {
    const factor = findFactor(current, factorId);
    return factor
      ? { next: withSecret(current, { ...factor, label }), result: 'renamed' }
      : { result: 'not-found' };
  });
  return outcome === 'renamed' ? 'renamed' : 'not-found';
}

/** Ends sessions and trusted browsers, and tells the owner. */
export async function removeFactor(
  parts: ChangeFactorsParts,
  accountId: string,
  factorId: string,
  { by = 'admin', from, ...options }: Actor & RemoveOptions = {},
): Promise<RemoveOutcome> {
  const { accounts, audit, clock } = parts;
  const outcome = await update<Account, RemoveRefusal | Removed>(accounts, accountId, (current) => {
    const factor = findFactor(current, factorId);
    if (factor === undefined) {
      return { result: 'not-found' };
    }
    if (options.stamps !== undefined && !isAsAt(current, options.stamps)) {
      return { result: 'changed' };
    }
    const now = clock.now();
    if (by === 'owner') {
      requireNearStamp(current, now);
    }
    const account = withoutFactor(current, factor, now);
    const wasLast = hasSecondFactor(current) && !hasSecondFactor(account);
    return wasLast && !canLoseLast(current, options)
      ? { result: 'last' }
      : { next: account, result: { account, factor, wasLast } };
  });
  if (typeof outcome === 'string') {
    return { outcome: outcome === 'taken' ? 'not-found' : outcome };
  }
  const { account, factor, wasLast } = outcome;
  const owner = auditOwnerOf(account);
  const last = wasLast ? { next: await findNextSignIn(parts, account) } : {};
  const facts = { name: factor.label, thing: nameThing([factor]), ...last };
  await audit.record({ type: 'factor-removed', owner, by, ...(from && { from }), facts });
  return { outcome: 'removed', stamps: stampsOf(outcome.account) };
}

/** Without an active factor there is nothing left that recovery codes could stand in for. */
function withoutFactor(current: Account, factor: OtpauthSecret, now: number): Account {
  const others = current.secrets.filter((secret) => secret !== factor);
  const account = {
    ...withoutTrustedBrowsers({ ...current, secrets: others }, now),
    sessionsSince: nextStamp(current, now),
  };
  return hasSecondFactor(account)
    ? account
    : { ...account, secrets: account.secrets.filter(({ kind }) => kind !== 'recovery-code') };
}

function canLoseLast({ requiredFactor }: Account, { lastToo = false }: RemoveOptions): boolean {
  return lastToo && requiredFactor !== 2;
}

function isAsAt(account: Account, stamps: string): boolean {
  return account.status === 'active' && stampsOf(account) === stamps;
}

function findFactor(account: Account, factorId: string): OtpauthSecret | undefined {
  return isGone(account) ? undefined : listFactors(account).find(({ id }) => id === factorId);
}
