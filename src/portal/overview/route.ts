// The overview: what there is, and nothing to decide.

import {
  type Account,
  findPassword,
  hasSecondFactor,
  listUnusedRecoveryCodes,
} from '../../accounts/account.ts';
import { findLostFactors } from '../../accounts/recovery/lost-factors.ts';
import { findLater } from '../../accounts/rules/later.ts';
import { canReadMail } from '../../mail-access/connections.ts';
import { findFreshCodes } from '../fresh-codes.ts';
import type { GuardParts } from '../guard.ts';
import type { PortalPage, PortalVisit } from '../page.ts';
import { whys } from '../pending.ts';
import { overviewView } from './view.ts';

export function createOverviewPage(parts: GuardParts): PortalPage {
  const { accounts, connections, clock } = parts;
  return {
    path: '/account',
    needs: () => 'session',
    show: async (visit) => {
      const factors = (await accounts.factors.list(visit.account.id)) ?? [];
      const connected = await connections.list(visit.account);
      return {
        page: overviewView(visit.frame, {
          now: clock.now(),
          ...(visit.account.name === undefined ? {} : { name: visit.account.name }),
          factors,
          lost: findLostFactors(visit.account),
          connections: connected.filter((one) => canReadMail(one, clock.now())).length,
          apps: connected.filter(({ readsNoMail }) => readsNoMail === true).length,
          trustedBrowsers: accounts.trustedBrowsers.list(visit.account).length,
          ...codesOf(visit.account),
          hasWaitingCodes: await hasWaitingCodes(parts, visit),
          ...passwordOf(visit.account),
          ...(await neededFrom(parts, visit)),
        }),
      };
    },
  };
}

/** The policy's date, where this person will need a second step that is not there yet. */
async function neededFrom(parts: GuardParts, { account }: PortalVisit) {
  const later = hasSecondFactor(account)
    ? undefined
    : await findLater(parts, await parts.accessRules.policy(), { account });
  return later?.factor === 2 ? { neededFrom: later.from } : {};
}

async function hasWaitingCodes(parts: GuardParts, visit: PortalVisit): Promise<boolean> {
  const found = await Promise.all(whys.map((why) => findFreshCodes(parts, visit, why)));
  return found.some((codes) => codes !== 'none');
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
