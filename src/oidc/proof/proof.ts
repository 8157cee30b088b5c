// Whether what a session, a code or a token has proven is enough at a door, by the account and the rules as they are now.

import { type Account, hasSecondFactor } from '../../accounts/account.ts';
import { isTrustAlive } from '../../accounts/alive.ts';
import { isMet } from '../../accounts/rules/met.ts';
import type { Requirement } from '../../accounts/rules/required-factor.ts';
import type { Clock } from '../../base/clock.ts';
import type { Settings } from '../../config/settings.ts';
import { type Factor, isTrusted } from './factor.ts';

/** What was proven, and when: in seconds since 1970. */
export interface TimedProof {
  readonly factor: Factor;
  readonly amr: readonly string[] | undefined;
  readonly authTime: number;
}

export interface ProofParts {
  readonly clock: Clock;
  readonly settings: Pick<Settings, 'trustedBrowserLife'>;
}

/**
 * Whoever has a second factor is asked for it whatever is required, except where trust in the browser stands in: while nothing
 * has ended trust since, and its life is not over.
 */
export function isEnough(
  { clock, settings }: ProofParts,
  account: Account,
  { requirement, proof }: { readonly requirement: Requirement; readonly proof: TimedProof },
): boolean {
  const { factor, amr, authTime } = proof;
  const trusted = isTrusted(amr) && isTrustAlive(account, authTime, clock.now(), settings.trustedBrowserLife);
  const isOwnAsked = hasSecondFactor(account) && factor === 1 && !trusted;
  return !isOwnAsked && isMet(requirement, { factor, isTrusted: trusted });
}
