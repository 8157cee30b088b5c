// What of an account decides whether a password is right and enough: while this is the same, so is the answer.

import { type Account, findPassword, listFactors } from '../../../accounts/account.ts';
import { stampsOf } from '../../../accounts/alive.ts';

/** Neither a code that was spent nor a hash that was made anew changes it. `nobody`: an account that is not there. */
export function fingerprintOf(account: Account | undefined): string {
  if (account === undefined) {
    return 'nobody';
  }
  const password = findPassword(account);
  const factors = listFactors(account).filter(({ state }) => state === 'active');
  return JSON.stringify([
    account.status,
    account.kind,
    isAdministrator(account),
    stampsOf(account),
    password && [password.id, password.retiredAt ?? 0, password.temporary ?? false],
    factors.map(({ id }) => id),
  ]);
}

/** A text with another password is another text, whatever else has changed. */
export function passwordIdOf(account: Account | undefined): string {
  return (account && findPassword(account))?.id ?? 'none';
}

/** Their passwords are shown to no other server. */
export function isAdministrator({ roles }: Pick<Account, 'roles'>): boolean {
  return roles.includes('admin') || roles.includes('superadmin');
}
