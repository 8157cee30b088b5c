// A new set of recovery codes, shown until its owner says that it is kept.

import { hasSecondFactor, listUnusedRecoveryCodes } from '../../accounts/account.ts';
import { stampsOf } from '../../accounts/alive.ts';
import { freshCodesView } from '../fresh-codes-view.ts';
import type { GuardParts } from '../guard.ts';
import type { PortalPage, PortalVisit } from '../page.ts';
import { noCodesView, recoveryCodesView } from './view.ts';

export function createRecoveryCodesPage({ accounts, originOf, pending }: GuardParts): PortalPage {
  const findCodes = ({ session }: PortalVisit) => pending.findCodes(session, 'renewed');
  return {
    path: '/account/recovery-codes',
    needs: async (visit) =>
      hasSecondFactor(visit.account) && (await findCodes(visit)) === undefined ? 'fresh' : 'session',
    show: async (visit) => {
      const { account, frame } = visit;
      const shown = await findCodes(visit);
      if (shown !== undefined) {
        return { page: freshCodesView(frame, { why: 'renewed', codes: shown.codes }) };
      }
      const left = listUnusedRecoveryCodes(account).length;
      return { page: hasSecondFactor(account) ? recoveryCodesView(frame, left) : noCodesView(frame) };
    },
    decide: async (visit, form) => {
      const { account, ctx, session } = visit;
      const action = form.get('action');
      if (action === 'keep') {
        await pending.forgetCodes(session, 'renewed');
        return { goTo: '/account', done: 'codes-kept' };
      }
      if (action !== 'renew' || (await findCodes(visit)) !== undefined) {
        return { goTo: '/account/recovery-codes' };
      }
      const actor = { by: 'owner', from: originOf(ctx) } as const;
      const renewed = await accounts.recoveryCodes.renew(account.id, actor, stampsOf(account));
      if (renewed.outcome === 'renewed') {
        await pending.keepCodes(session, 'renewed', { codes: renewed.codes });
      }
      return { goTo: '/account/recovery-codes' };
    },
  };
}
