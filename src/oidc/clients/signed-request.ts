// Requests that a client signs (RFC 7523): each is used once, and must not have to be remembered for long because of it.

import { errors } from 'oidc-provider';
import { type Clock, epochSeconds } from '../../base/clock.ts';

const longestLifeSeconds = 60 * 60;

/** The provider has checked all else: signature, issuer, audience, and that its `jti` is new. */
export function assertSignedRequest(claims: Readonly<Record<string, unknown>>, clock: Clock): void {
  const { exp } = claims;
  if (typeof exp !== 'number' || exp > epochSeconds(clock) + longestLifeSeconds) {
    throw new errors.InvalidClientAuth('the assertion lives for too long');
  }
}
