// Whether a sign-in is complete and fresh enough to change what the next one asks for (spec, "Portal").

import { hasSecondFactor } from '../accounts/account.ts';
import { type Clock, epochSeconds } from '../base/clock.ts';
import { isRecovered } from '../oidc/factor.ts';
import type { PortalAsk, PortalVisit } from './page.ts';
import type { PortalSession } from './session.ts';

const freshSeconds = 5 * 60;
/** Whoever came in by a recovery code has longer: a lost device is replaced in that time. */
export const recoveredSeconds = 15 * 60;
/** Only the code is asked for while the password still lasts for a while. */
const worthwhileSeconds = 60;

type Judged = Pick<PortalVisit, 'account' | 'session'>;

/** The password, and any one active factor where there is one. */
export function isFresh({ account, session }: Judged, clock: Clock): boolean {
  return restOf(session, clock) >= 0 && (session.factor === 2 || !hasSecondFactor(account));
}

/** What to ask for where it is not. */
export function askForFresh({ account, session }: Judged, clock: Clock): PortalAsk {
  const factor = hasSecondFactor(account) ? ({ factor: 2 } as const) : {};
  const lacksCodeOnly = session.factor === 1 && restOf(session, clock) >= worthwhileSeconds;
  return lacksCodeOnly && hasSecondFactor(account)
    ? factor
    : { ...factor, promptLogin: true, loginHint: account.username };
}

function restOf({ amr, provenAt }: PortalSession, clock: Clock): number {
  const life = isRecovered(amr) ? recoveredSeconds : freshSeconds;
  return provenAt + life - epochSeconds(clock);
}
