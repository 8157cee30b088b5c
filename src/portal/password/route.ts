// A new password: sessions and trusted browsers end, connected programs stay unless they are ticked.

import { AccountInputError } from '../../accounts/account-input-error.ts';
import { stampsOf } from '../../accounts/alive.ts';
import type { FormFields } from '../../http/form.ts';
import { isRecovered } from '../../oidc/factor.ts';
import { carryOn } from '../carry-on.ts';
import { findRecovered } from '../freshness.ts';
import type { GuardParts } from '../guard.ts';
import { type Answer, again, type PortalPage, type PortalVisit } from '../page.ts';
import { boxOf, type PasswordState, passwordView, recoveredView } from './view.ts';

type PasswordError = NonNullable<PasswordState['error']>;

export function createPasswordPage(parts: GuardParts): PortalPage {
  const { clock, connections, devices, kicks } = parts;
  const draw = async ({ account, frame }: PortalVisit, state: Pick<PasswordState, 'error' | 'ticked'>) =>
    passwordView(frame, { now: clock.now(), programs: await devices.list(account.id), ...state });
  return {
    path: '/account/password',
    // It stands behind a code from an active factor: a recovery code is not enough.
    needs: ({ session }) => (isRecovered(session.amr) ? 'session' : 'fresh'),
    show: async (visit) => refuseRecovered(visit) ?? { page: await draw(visit, {}) },
    decide: async (visit, form) => {
      const refused = refuseRecovered(visit);
      if (refused !== undefined) {
        return refused;
      }
      const ticked = (await devices.list(visit.account.id))
        .map(({ id }) => id)
        .filter((id) => form.get(boxOf(id)) === 'yes');
      const outcome = await change(parts, visit, form);
      if (outcome === 'ended') {
        return { goTo: '/account/password' };
      }
      if (outcome !== 'changed') {
        const page = await draw(visit, { error: outcome, ticked });
        return again('refused', page);
      }
      await Promise.all(ticked.map((id) => connections.end(visit.account.id, id)));
      // What opened a mailbox with the old password may be connected still.
      await kicks.ask(visit.account);
      await carryOn(parts, visit);
      return { goTo: '/account', done: 'password-changed' };
    },
  };
}

function refuseRecovered(visit: PortalVisit): Answer | undefined {
  const recovered = findRecovered(visit);
  return recovered === 'replace' ? { page: recoveredView(visit.frame), status: 403 } : recovered;
}

async function change(
  { accounts, originOf }: GuardParts,
  { account, ctx }: PortalVisit,
  form: FormFields,
): Promise<'changed' | 'ended' | PasswordError> {
  const given = { stamps: stampsOf(account), from: originOf(ctx) };
  try {
    return (await accounts.changePassword(account.id, form.get('new_password'), given)).outcome;
  } catch (error) {
    if (!(error instanceof AccountInputError)) {
      throw error;
    }
    return typeof error.problem === 'object' ? error.problem : 'too-common';
  }
}
