// The owner's own change of a password, behind a complete sign-in: sessions end, connected programs stay.

import type { PasswordHasher } from '../../secrets/password-hashing.ts';
import { update } from '../../store/update.ts';
import { type Account, findPassword, ownWordsOf, type PasswordSecret } from '../account.ts';
import { nextStamp, requireNearStamp, stampsOf, withoutTrustedBrowsers } from '../alive.ts';
import { auditOwnerOf } from '../audit-owner.ts';
import type { Origin } from '../origin.ts';
import { hashNewPassword, toPasswordSecret } from './choose-password.ts';
import type { SetPasswordParts } from './set-password.ts';

export interface ChangePasswordParts extends SetPasswordParts {
  readonly hasher: PasswordHasher;
}

export interface ChangePasswordGiven {
  /** The account's `stampsOf` when the sign-in behind the change was judged. */
  readonly stamps: string;
  readonly from?: Origin;
}

export type ChangePasswordOutcome =
  /** `stamps`: the account's `stampsOf` as this very write left them. */
  | { readonly outcome: 'changed'; readonly stamps: string }
  /** `same`: it is the present one. `ended`: the account is not active, or its access or password changed since. */
  | { readonly outcome: 'same' | 'ended' };

/** Mailed links die by the stamp. Tells the owner. Throws `AccountInputError('password')` and `AppError('too-many-changes')`. */
export async function changePassword(
  parts: ChangePasswordParts,
  accountId: string,
  text: string,
  { stamps, from }: ChangePasswordGiven,
): Promise<ChangePasswordOutcome> {
  const { accounts, audit, clock, hasher } = parts;
  const account = await accounts.find(accountId);
  const old = account && findPasswordAt(account, stamps);
  if (account === undefined || old === undefined) {
    return { outcome: 'ended' };
  }
  const hash = await hashNewPassword(parts, text, ownWordsOf(account));
  if (await hasher.verify(text, old.hash)) {
    return { outcome: 'same' };
  }
  const changed = await update<Account, Account | undefined>(accounts, accountId, (current) => {
    if (findPasswordAt(current, stamps)?.id !== old.id) {
      return { result: undefined };
    }
    const now = clock.now();
    requireNearStamp(current, now);
    const next = withPassword(current, hash, now);
    return { next, result: next };
  });
  if (changed === undefined || typeof changed === 'string') {
    return { outcome: 'ended' };
  }
  const owner = auditOwnerOf(account);
  await audit.record({ type: 'password-changed', owner, by: 'owner', ...(from && { from }) });
  return { outcome: 'changed', stamps: stampsOf(changed) };
}

/** The password, where the account is still as it was at these stamps. */
function findPasswordAt(account: Account, stamps: string): PasswordSecret | undefined {
  const isAsThen = account.status === 'active' && stampsOf(account) === stamps;
  return isAsThen ? findPassword(account) : undefined;
}

function withPassword(current: Account, hash: string, now: number): Account {
  const { secrets, ...rest } = withoutTrustedBrowsers(current, now);
  const others = secrets.filter(({ kind }) => kind !== 'password');
  return {
    ...rest,
    sessionsSince: nextStamp(current, now),
    secrets: [toPasswordSecret(hash, { setBy: 'owner' }, now), ...others],
  };
}
