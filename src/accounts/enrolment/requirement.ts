// What the first factor of an account needs beside the password: where a thief who knows it would bind his own phone.

import type { Settings } from '../../config/settings.ts';
import { type Account, findTicket, hasSecondFactor } from '../account.ts';

/** `mail`: a code or a link to the outside address. `ticket`: an administrator's. `nothing`: the password is enough. */
export type EnrolmentRequirement = 'nothing' | 'mail' | 'ticket';

export interface RequirementParts {
  readonly canMail: boolean;
  readonly settings: Pick<Settings, 'firstFactor' | 'mailDomains'>;
}

/** An account with an active factor needs nothing of this kind: there the complete sign-in guards. */
export function requirementOf(parts: RequirementParts, account: Account): EnrolmentRequirement {
  if (hasSecondFactor(account)) {
    return 'nothing';
  }
  const { firstFactor } = parts.settings;
  if (findTicket(account) !== undefined || firstFactor === 'ticket') {
    return 'ticket';
  }
  if (firstFactor === 'password') {
    return 'nothing';
  }
  if (parts.canMail && findOutsideAddress(parts.settings, account) !== undefined) {
    return 'mail';
  }
  return firstFactor === 'mail' ? 'ticket' : 'nothing';
}

/**
 * A verified address whose mailbox does not stand behind this very door, the recovery address first: whoever has only the
 * account's password cannot read it.
 */
export function findOutsideAddress(
  { mailDomains }: RequirementParts['settings'],
  { recoveryEmail, emails }: Pick<Account, 'recoveryEmail' | 'emails'>,
): string | undefined {
  const isOutside = (address: string): boolean =>
    !mailDomains.includes(address.slice(address.lastIndexOf('@') + 1));
  const candidates = recoveryEmail === undefined ? emails : [recoveryEmail, ...emails];
  return candidates.find(({ address, verified }) => verified && isOutside(address))?.address;
}
