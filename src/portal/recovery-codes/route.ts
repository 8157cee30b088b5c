// A new set of recovery codes, shown until its owner says that it is kept.

import { hasSecondFactor, listUnusedRecoveryCodes } from '../../accounts/account.ts';
import { stampsOf } from '../../accounts/alive.ts';
import { findFreshCodes } from '../fresh-codes.ts';
import { freshCodesView } from '../fresh-codes-view.ts';
import { askForFresh, isFresh } from '../freshness.ts';
import type { GuardParts } from '../guard.ts';
import type { Answer, PortalPage, PortalVisit } from '../page.ts';
import { createRenewals } from './renewal.ts';
import { noCodesView, recoveryCodesView } from './view.ts';

const path = '/account/recovery-codes';

export function createRecoveryCodesPage(parts: GuardParts): PortalPage {
  const { accounts, clock, originOf, pending } = parts;
  const renewals = createRenewals(parts);
  const askFirst = (visit: PortalVisit): Answer | undefined =>
    isFresh(visit, clock) ? undefined : { signIn: askForFresh(visit, clock) };
  /** The set that was made with the first app has its own page. */
  const hasEnrolled = async (visit: PortalVisit): Promise<boolean> =>
    (await findFreshCodes(parts, visit, 'enrolled')) !== 'none';
  return {
    path,
    needs: () => 'own',
    show: async (visit) => {
      const { account, frame } = visit;
      const found = await findFreshCodes(parts, visit, 'renewed');
      if (typeof found === 'object') {
        return { page: freshCodesView(frame, { why: 'renewed', codes: found.codes }) };
      }
      if (!hasSecondFactor(account)) {
        return { page: noCodesView(frame) };
      }
      if (await hasEnrolled(visit)) {
        return { goTo: '/account/enrol' };
      }
      const left = listUnusedRecoveryCodes(account).length;
      return askFirst(visit) ?? { page: recoveryCodesView(frame, left) };
    },
    decide: async (visit, form) => {
      const found = await findFreshCodes(parts, visit, 'renewed');
      const action = form.get('action');
      if (typeof found === 'object' && action === 'keep') {
        await pending.forgetCodes(visit.session, 'renewed');
        return { goTo: '/account', done: 'codes-kept' };
      }
      if (found !== 'none' || action !== 'renew' || !hasSecondFactor(visit.account)) {
        return { goTo: path };
      }
      return askFirst(visit) ?? renew(visit);
    },
  };

  async function renew(visit: PortalVisit): Promise<Answer> {
    const { ctx, session } = visit;
    await renewals.alone(session.accountId, async () => {
      const account = await accounts.findById(session.accountId);
      if (
        account === undefined ||
        (await findFreshCodes(parts, { ...visit, account }, 'renewed')) !== 'none'
      ) {
        // Another request came to its end just before.
        return;
      }
      const actor = { by: 'owner', from: originOf(ctx) } as const;
      const renewed = await accounts.recoveryCodes.renew(account.id, actor, stampsOf(visit.account));
      if (renewed.outcome === 'renewed') {
        await pending.keepCodes(session, 'renewed', { codes: renewed.codes });
      }
    });
    return { goTo: path };
  }
}
