// One authenticator app or token: renamed here.

import { AccountInputError } from '../../accounts/adding/account-input-error.ts';
import { AppError } from '../../base/app-error.ts';
import { factorLabel } from '../../views/texts/factor-label.ts';
import { again, type PortalPage, type PortalParts, type PortalVisit } from '../page.ts';
import { factorView } from './view.ts';

export function createFactorPage({ accounts, clock }: PortalParts): PortalPage {
  const find = async ({ ctx, account }: PortalVisit) => {
    const factors = (await accounts.factors.list(account.id)) ?? [];
    const factor = factors.find(({ id }) => id === ctx.params.id);
    if (factor === undefined) {
      throw new AppError('not-found', { detail: 'the account has no such factor' });
    }
    return factor;
  };
  return {
    path: '/account/factors/:id',
    needs: () => 'fresh',
    show: async (visit) => ({
      page: factorView(visit.frame, { factor: await find(visit), now: clock.now() }),
    }),
    decide: async (visit, form) => {
      const factor = await find(visit);
      const name = form.get('name');
      try {
        // What nobody named is kept in no language, and stands here in the reader's.
        if (name.trim() !== factorLabel(visit.frame.texts, factor.label)) {
          await accounts.factors.rename(visit.account.id, factor.id, name);
        }
      } catch (problem) {
        if (!(problem instanceof AccountInputError)) {
          throw problem;
        }
        const error = problem.problem === 'too-long' ? 'too-long' : 'malformed';
        return again(error, factorView(visit.frame, { factor, now: clock.now(), name, error }));
      }
      return { goTo: '/account', done: 'factor-renamed' };
    },
  };
}
