// A step-up: where only a factor is missing, the session's password stands, and the sign-in begins behind it.

import type { Context } from 'koa';
import type { Account } from '../src/accounts/account.ts';
import { isSessionAlive, stampsOf } from '../src/accounts/alive.ts';
import type { AccessRules } from '../src/accounts/rules/access-rules.ts';
import type { Interaction } from '../src/oidc/interaction.ts';
import { deviceOf } from './begin.ts';
import { beginEnrolmentQuietly, type EnrolmentParts } from './enrolment.ts';
import type { Progress, ProgressStore, Proven } from './progress.ts';
import { findRequirement } from './requirement.ts';
import type { KnownWhy } from './step.ts';

export interface StandingParts extends EnrolmentParts {
  readonly accessRules: AccessRules;
  readonly progress: ProgressStore;
}

/** As long as a password counts for changes to the account. */
const freshMs = 5 * 60_000;

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
  const isFirst = requirement.barred === 'enrol-first';
  if (isFirst && parts.clock.now() >= authTime * 1000 + freshMs) {
    // A first factor is bound right behind the password only, and that was given a while ago.
    return found;
  }
  const proven: Proven = {
    accountId,
    username: account.username,
    ...(account.locale === undefined ? {} : { locale: account.locale }),
    passwordAt: authTime * 1000,
    stamps: stampsOf(account),
    factor,
    amr,
    ...requirement,
    ...deviceOf(account),
    ...(isFirst ? beginEnrolmentQuietly(parts, { interaction }, account) : {}),
  };
  // Whoever was faster wrote the same, or has gone on from there.
  const begun = await parts.progress.advance(interaction.uid, found, { proven });
  return begun ? { proven } : parts.progress.find(interaction.uid);
}

export interface Known {
  readonly account: Pick<Account, 'username' | 'locale'>;
  readonly why: KnownWhy;
}

/** Whose password is asked for again, where that is known: then no name need be typed. */
export async function findKnown(
  { accounts }: Pick<StandingParts, 'accounts'>,
  { standing, client, loginHint, accountId, endedAccountId }: Interaction,
  { proven, fromStart }: Progress,
): Promise<Known | undefined> {
  if (proven !== undefined || fromStart === true) {
    return undefined;
  }
  if (standing !== undefined) {
    const account = await accounts.findById(standing.accountId);
    const isAlive = account !== undefined && isSessionAlive(account, standing.authTime, standing.factor);
    return isAlive ? { account, why: 'second-step' } : undefined;
  }
  if (loginHint !== undefined) {
    // The account pages name whom they have before them; anybody can write such an address, but not this browser's session.
    const owner = client.isPortal && accountId !== undefined ? await accounts.findById(accountId) : undefined;
    return owner?.username === loginHint ? { account: owner, why: 'owner' } : undefined;
  }
  const ended = endedAccountId === undefined ? undefined : await accounts.findById(endedAccountId);
  return ended?.status === 'active' ? { account: ended, why: 'ended' } : undefined;
}
