// A temporary password is replaced by its owner, at the end of a complete sign-in with it.

import type { PasswordHasher } from '../../secrets/password-hashing.ts';
import { update } from '../../store/update.ts';
import { type Account, findPassword, isGone, ownWordsOf } from '../account.ts';
import { requireNearStamp, stampsOf, withoutTrustedBrowsers } from '../alive.ts';
import { auditOwnerOf } from '../audit-owner.ts';
import type { Origin } from '../origin.ts';
import { hashNewPassword, toPasswordSecret } from './choose-password.ts';
import type { SetPasswordParts } from './set-password.ts';

export interface ReplaceTemporaryParts extends SetPasswordParts {
  readonly hasher: PasswordHasher;
}

/**
 * Ends nothing but trust in browsers: nobody has come in by a temporary password. `same`: it is the temporary one again. `changed`: the password
 * of this id is not the account's any more, or the account was disabled or ended since these stamps. Throws `AccountInputError('password')`.
 */
export async function replaceTemporaryPassword(
  parts: ReplaceTemporaryParts,
  accountId: string,
  from: { readonly passwordId: string; readonly stamps: string; readonly origin?: Origin },
  text: string,
): Promise<'replaced' | 'same' | 'changed'> {
  const { accounts, audit, clock, hasher } = parts;
  const isTheOne = (account: Account | undefined): account is Account => {
    const password = account && !isGone(account) ? findPassword(account) : undefined;
    const isAsThen = account?.status === 'active' && stampsOf(account) === from.stamps;
    return isAsThen && password?.id === from.passwordId && password.temporary === true;
  };
  const account = await accounts.find(accountId);
  if (!isTheOne(account)) {
    return 'changed';
  }
  const hash = await hashNewPassword(parts, text, ownWordsOf(account));
  if (await hasher.verify(text, findPassword(account)?.hash ?? '')) {
    return 'same';
  }
  const outcome = await update<Account, 'replaced' | 'changed'>(accounts, accountId, (current) => {
    if (!isTheOne(current)) {
      return { result: 'changed' };
    }
    const now = clock.now();
    requireNearStamp(current, now);
    const { secrets: kept, ...rest } = withoutTrustedBrowsers(current, now);
    const others = kept.filter(({ kind }) => kind !== 'password');
    const secrets = [toPasswordSecret(hash, { setBy: 'owner' }, now), ...others];
    return { next: { ...rest, secrets }, result: 'replaced' };
  });
  if (outcome !== 'replaced') {
    return 'changed';
  }
  const place = from.origin && { from: from.origin };
  await audit.record({ type: 'password-changed', owner: auditOwnerOf(account), by: 'owner', ...place });
  return 'replaced';
}
