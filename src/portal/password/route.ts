// A new password: sessions and trusted browsers end, connected programs stay unless they are ticked.

import { AccountInputError } from '../../accounts/adding/account-input-error.ts';
import { stampsOf } from '../../accounts/alive.ts';
import type { FormFields } from '../../http/form.ts';
import { isRecovered } from '../../oidc/proof/factor.ts';
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
      const changed = await change(parts, visit, form);
      if ('error' in changed) {
        const page = await draw(visit, { error: changed.error, ticked });
        return again('refused', page);
      }
      if (changed.outcome === 'ended') {
        return { goTo: '/account/password' };
      }
      await carryOn(parts, visit, changed.stamps);
      await Promise.all(ticked.map((id) => connections.end(visit.account.id, id)));
      // What opened a mailbox with the old password may be connected still.
      await kicks.ask(visit.account);
      return { goTo: '/account', done: 'password-changed' };
    },
  };
}

function refuseRecovered(visit: PortalVisit): Answer | undefined {
  const recovered = findRecovered(visit);
  return recovered === 'replace' ? { page: recoveredView(visit.frame), status: 403 } : recovered;
}

type Changed =
  | { readonly outcome: 'changed'; readonly stamps: string }
  | { readonly outcome: 'ended' }
  | { readonly error: PasswordError };

async function change(
  { accounts, originOf }: GuardParts,
  { account, ctx }: PortalVisit,
  form: FormFields,
): Promise<Changed> {
  const given = { stamps: stampsOf(account), from: originOf(ctx) };
  try {
    const changed = await accounts.changePassword(account.id, form.get('new_password'), given);
    if (changed.outcome === 'changed') {
      return changed;
    }
    return changed.outcome === 'same' ? { error: 'same' } : { outcome: 'ended' };
  } catch (error) {
    if (!(error instanceof AccountInputError)) {
      throw error;
    }
    return { error: typeof error.problem === 'object' ? error.problem : 'too-common' };
  }
}
