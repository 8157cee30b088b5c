// Whether a sign-in is complete and fresh enough to change what the next one asks for (spec, "Portal").

import { hasSecondFactor, listFactors, type OtpauthSecret } from '../accounts/account.ts';
import { type Clock, epochSeconds } from '../base/clock.ts';
import { isRecovered, recoveredLifeSeconds } from '../oidc/proof/factor.ts';
import type { PortalAsk, PortalVisit } from './page.ts';
import type { PortalSession } from './session.ts';

const freshSeconds = 5 * 60;
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

/**
 * Undefined where the session was not begun with a recovery code. `sign-in`: there is a new app since, and whoever wants more than to
 * mend things signs in with it. `replace`: the lost app is replaced first.
 */
export function findRecovered({
  account,
  session,
}: Judged): { readonly signIn: PortalAsk } | 'replace' | undefined {
  if (!isRecovered(session.amr)) {
    return undefined;
  }
  const isNew = ({ state, createdAt }: OtpauthSecret): boolean =>
    state === 'active' && createdAt >= session.provenAt * 1000;
  return listFactors(account).some(isNew)
    ? { signIn: { factor: 2, promptLogin: true, loginHint: account.username } }
    : 'replace';
}

function restOf({ amr, provenAt }: PortalSession, clock: Clock): number {
  // Whoever came in by a recovery code has longer: a lost device is replaced in that time.
  const life = isRecovered(amr) ? recoveredLifeSeconds : freshSeconds;
  return provenAt + life - epochSeconds(clock);
}
