// A step-up: where only a factor is missing, the session's password stands, and the sign-in begins behind it.

import type { Context } from 'koa';
import type { Accounts } from '../src/accounts/accounts.ts';
import { isSessionAlive, stampsOf } from '../src/accounts/alive.ts';
import type { AccessRules } from '../src/accounts/rules/access-rules.ts';
import type { Interaction } from '../src/oidc/interaction.ts';
import type { Progress, ProgressStore } from './progress.ts';
import { findRequirement } from './requirement.ts';

export interface StandingParts {
  readonly accounts: Accounts;
  readonly accessRules: AccessRules;
  readonly progress: ProgressStore;
}

/** How far the sign-in is; one that has not begun begins with what the session has proven, its time included. */
export async function openProgress(
  parts: StandingParts,
  ctx: Context,
  interaction: Interaction,
): Promise<Progress> {
  const found = await parts.progress.find(interaction.uid);
  const { standing } = interaction;
  if (standing === undefined || found.proven !== undefined || found.fromStart === true) {
    return found;
  }
  const { accountId, factor, amr, authTime } = standing;
  const account = await parts.accounts.findById(accountId);
  if (account === undefined || !isSessionAlive(account, authTime, factor)) {
    return found;
  }
  const { mayTrust: _, ...requirement } = await findRequirement(
    parts.accessRules,
    { ctx, interaction },
    account,
  );
  if (requirement.barred === 'enrol-first') {
    // A first factor is bound behind the password only, and that was given a while ago.
    return found;
  }
  const proven = {
    accountId,
    username: account.username,
    ...(account.locale === undefined ? {} : { locale: account.locale }),
    passwordAt: authTime * 1000,
    stamps: stampsOf(account),
    factor,
    amr,
    ...requirement,
  };
  // Whoever was faster wrote the same, or has gone on from there.
  const begun = await parts.progress.advance(interaction.uid, found, { proven });
  return begun ? { proven } : parts.progress.find(interaction.uid);
}
