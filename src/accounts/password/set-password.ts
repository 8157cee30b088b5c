// Another password for an account that exists. One that replaces another ends everything: it is a reset.

import type { Audit } from '../../audit/audit.ts';
import type { Clock } from '../../base/clock.ts';
import type { Collection } from '../../store/store.ts';
import { update } from '../../store/update.ts';
import { type Account, findPassword, isGone, ownWordsOf } from '../account.ts';
import { AccountInputError } from '../adding/account-input-error.ts';
import { nextStamp, withoutTrustedBrowsers } from '../alive.ts';
import { auditOwnerOf } from '../audit-owner.ts';
import {
  type ChoosePasswordParts,
  hashNewPassword,
  type NewPassword,
  toPasswordSecret,
} from './choose-password.ts';

export interface SetPasswordParts extends ChoosePasswordParts {
  readonly accounts: Collection<Account>;
  readonly clock: Clock;
  readonly audit: Audit;
}

/** Tells the owner. Throws `AccountInputError('password')`. */
export async function setPassword(
  parts: SetPasswordParts,
  id: string,
  { text, ...options }: NewPassword,
): Promise<'set' | 'not-found'> {
  const { accounts, audit, clock } = parts;
  const account = await accounts.find(id);
  if (!account || isGone(account)) {
    return 'not-found';
  }
  if (account.kind !== 'person') {
    throw new AccountInputError('password', 'not-for-this-kind', 'is only for accounts of people');
  }
  const hash = await hashNewPassword(parts, text, ownWordsOf(account));
  const outcome = await update<Account, 'set' | 'not-found'>(accounts, id, (current) => {
    if (isGone(current)) {
      return { result: 'not-found' };
    }
    const now = clock.now();
    const { secrets: kept, ...rest } = withoutTrustedBrowsers(current, now);
    const others = kept.filter(({ kind }) => kind !== 'password');
    const ending = findPassword(current) ? { signedInSince: nextStamp(current, now) } : {};
    const secrets = [toPasswordSecret(hash, options, now), ...others];
    return { next: { ...rest, ...ending, secrets }, result: 'set' };
  });
  if (outcome !== 'set') {
    return 'not-found';
  }
  const { setBy: by, from } = options;
  await audit.record({ type: 'password-changed', owner: auditOwnerOf(account), by, ...(from && { from }) });
  return 'set';
}
