// What the next sign-in asks for, of an account that has no second factor any more: its owner and its administrator are told.

import type { Account } from '../account.ts';
import type { AccessRules } from '../rules/access-rules.ts';
import { type RequirementParts, requirementOf } from './requirement.ts';

/**
 * `password`: that alone. The others set up a second factor in the sign-in, behind the password: at once, or behind a
 * mailed code or a ticket. `none`: nobody signs in to this account now.
 */
export type NextSignIn = 'password' | 'set-up' | 'mailed-code' | 'ticket' | 'none';

export interface NextSignInParts extends RequirementParts {
  readonly accessRules: Pick<AccessRules, 'judge'>;
}

const setUps = { nothing: 'set-up', mail: 'mailed-code', ticket: 'ticket' } as const;

/** Where no client, network or request asks for more than the account, its rules and the policy do. */
export async function findNextSignIn(parts: NextSignInParts, account: Account): Promise<NextSignIn> {
  const { factor } = await parts.accessRules.judge({ account });
  if (factor === 'deny' || account.status !== 'active' || account.kind !== 'person') {
    return 'none';
  }
  return factor === 1 ? 'password' : setUps[requirementOf(parts, account)];
}
