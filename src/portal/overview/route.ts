// The overview: what there is, and nothing to decide.

import {
  type Account,
  findPassword,
  hasSecondFactor,
  listUnusedRecoveryCodes,
} from '../../accounts/account.ts';
import type { PortalPage, PortalParts } from '../page.ts';
import { overviewView } from './view.ts';

export function createOverviewPage({ accounts, connections, clock }: PortalParts): PortalPage {
  return {
    path: '/account',
    needs: () => 'session',
    show: async ({ account, frame }) => ({
      page: overviewView(frame, {
        now: clock.now(),
        ...(account.name === undefined ? {} : { name: account.name }),
        factors: (await accounts.factors.list(account.id)) ?? [],
        connections: (await connections.list(account)).length,
        trustedBrowsers: accounts.trustedBrowsers.list(account).length,
        ...codesOf(account),
        ...passwordOf(account),
      }),
    }),
  };
}

function codesOf(account: Account) {
  const used = account.secrets.some(
    (secret) => secret.kind === 'recovery-code' && secret.usedAt !== undefined,
  );
  return hasSecondFactor(account)
    ? { recoveryCodes: { left: listUnusedRecoveryCodes(account).length, used } }
    : {};
}

function passwordOf(account: Account) {
  const password = findPassword(account);
  return password === undefined
    ? {}
    : { password: { at: password.createdAt, byAdmin: password.setBy === 'admin' } };
}
