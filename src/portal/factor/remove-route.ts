// One authenticator app or token taken away; the last one only where no second step is required.

import { type Account, listFactors } from '../../accounts/account.ts';
import { stampsOf } from '../../accounts/alive.ts';
import { AppError } from '../../base/app-error.ts';
import { carryOn } from '../carry-on.ts';
import { findRecovered } from '../freshness.ts';
import type { GuardParts } from '../guard.ts';
import type { Answer, PortalPage, PortalVisit } from '../page.ts';
import { lastFactorView, removalView } from './remove-view.ts';

export function createRemoveFactorPage(parts: GuardParts): PortalPage {
  return {
    path: '/account/factors/:id/remove',
    needs: () => 'fresh',
    show: (visit) => {
      const { factor, isLast } = readRemoval(visit);
      return findRefusal(visit, isLast) ?? { page: removalView(visit.frame, { factor, isLast }) };
    },
    decide: async (visit) => {
      const { factor, isLast } = readRemoval(visit);
      return findRefusal(visit, isLast) ?? remove(parts, visit, { id: factor.id, isLast });
    },
  };
}

async function remove(
  parts: GuardParts,
  visit: PortalVisit,
  { id, isLast }: { readonly id: string; readonly isLast: boolean },
): Promise<Answer> {
  const { account, ctx } = visit;
  const actor = { by: 'owner', from: parts.originOf(ctx) } as const;
  const options = { lastToo: isLast, stamps: stampsOf(account) };
  const removed = await parts.accounts.factors.remove(account.id, id, actor, options);
  if (removed.outcome === 'removed') {
    await carryOn(parts, visit, removed.stamps);
    if (isLast) {
      // Leases went with it.
      await parts.kicks.ask(account);
    }
    return { goTo: '/account', done: isLast ? 'second-step-off' : 'factor-removed' };
  }
  if (removed.outcome === 'last') {
    return { page: lastFactorView(visit.frame, 'needed'), status: 403 };
  }
  // The account was changed elsewhere in this moment: it is judged anew.
  return { goTo: '/account' };
}

/** Who came in by a recovery code replaces what is lost, and switches nothing off. */
function findRefusal(visit: PortalVisit, isLast: boolean): Answer | undefined {
  const { frame, requirement } = visit;
  if (!isLast) {
    return undefined;
  }
  if (requirement.factor !== 1) {
    return { page: lastFactorView(frame, 'needed'), status: 403 };
  }
  const recovered = findRecovered(visit);
  return recovered === 'replace' ? { page: lastFactorView(frame, 'recovered'), status: 403 } : recovered;
}

function readRemoval({ account, ctx }: PortalVisit) {
  const factor = listFactors(account).find(({ id }) => id === ctx.params.id);
  if (factor === undefined) {
    throw new AppError('not-found', { detail: 'the account has no such factor' });
  }
  return { factor, isLast: factor.state === 'active' && !hasOther(account, factor.id) };
}

function hasOther(account: Account, factorId: string): boolean {
  return listFactors(account).some(({ id, state }) => id !== factorId && state === 'active');
}
