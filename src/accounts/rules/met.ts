// Whether what was proven is what is required, and where trust in a browser may stand in for the code (spec, "The second factor").

import type { Requirement } from './required-factor.ts';

/** What a session, a code or a token has proven. */
export interface Proven {
  readonly factor: 1 | 2;
  /** The browser was trusted instead of asked for a code; `factor` stays 1. */
  readonly isTrusted: boolean;
}

/** Only where nobody but the account and the policy asks: never for a client, a rule or a request. */
export function canBeTrusted({ reasons }: Requirement): boolean {
  return reasons.every(({ by, asks }) => asks === 1 || by === 'account' || by === 'policy');
}

/** `deny` is never met. */
export function isMet(requirement: Requirement, { factor, isTrusted }: Proven): boolean {
  if (requirement.factor === 'deny') {
    return false;
  }
  return factor >= requirement.factor || (isTrusted && canBeTrusted(requirement));
}
