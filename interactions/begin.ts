// What a right password begins: what is proven by it, and what comes next for this account.

import { type Account, findPassword, hasSecondFactor, listFactors } from '../src/accounts/account.ts';
import { stampsOf } from '../src/accounts/alive.ts';
import type { AccessRules } from '../src/accounts/rules/access-rules.ts';
import { requiredFactor } from '../src/accounts/rules/required-factor.ts';
import { beginEnrolment } from './enrolment.ts';
import type { CodeDevice, Proven } from './progress.ts';
import { findRequirement } from './requirement.ts';
import type { StepParts, Visit } from './step.ts';

export interface RightPassword {
  readonly account: Account;
  /** As it was typed. */
  readonly username: string;
  /** Milliseconds since 1970. */
  readonly passwordAt: number;
}

export async function beginProven(
  parts: StepParts,
  visit: Visit,
  { account, username, passwordAt }: RightPassword,
): Promise<Proven> {
  const { requiredFactor, barred, mayTrust } = await findRequirement(parts.accessRules, visit, account);
  const temporary = findPassword(account)?.temporary === true ? findPassword(account) : undefined;
  const canTrust = mayTrust && temporary === undefined && parts.settings.trustedBrowserLife > 0;
  const isTrusted = canTrust && parts.trust.isTrusted(visit.ctx, account);
  return {
    accountId: account.id,
    username,
    ...(account.locale === undefined ? {} : { locale: account.locale }),
    passwordAt,
    stamps: stampsOf(account),
    requiredFactor: isTrusted ? 1 : requiredFactor,
    factor: 1,
    amr: isTrusted ? ['pwd', 'rba'] : ['pwd'],
    ...(barred === undefined ? {} : { barred }),
    ...deviceOf(account),
    ...(canTrust && !isTrusted ? { mayTrust: true } : {}),
    ...(temporary === undefined ? {} : { temporaryPassword: temporary.id }),
    ...(await findEnrolment(parts, visit, account, barred)),
  };
}

/** What shows the codes of this account, where it is not an app alone. */
export function deviceOf(account: Account): { readonly device?: CodeDevice } {
  const types = listFactors(account).flatMap(({ state, type }) => (state === 'active' ? [type] : []));
  if (!types.includes('hotp')) {
    return {};
  }
  return { device: types.includes('totp') ? 'either' : 'token' };
}

async function findEnrolment(
  parts: StepParts,
  visit: Visit,
  account: Account,
  barred: Proven['barred'],
): Promise<Pick<Proven, 'leave' | 'pendingFactor' | 'enrolBy'>> {
  if (barred === 'enrol-first') {
    return beginEnrolment(parts, visit, account);
  }
  // The account pages have their own way to a second step.
  if (barred === 'denied' || hasSecondFactor(account) || visit.interaction.client.isPortal) {
    return {};
  }
  const enrolBy = await findDate(parts, account);
  return enrolBy === undefined ? {} : { enrolBy };
}

/** From when on the policy asks this account for a second factor; only a date to come. */
async function findDate(
  { accessRules, clock }: { readonly accessRules: AccessRules; readonly clock: { now(): number } },
  { id, kind, roles, groups }: Account,
): Promise<number | undefined> {
  const policy = await accessRules.policy();
  const { from } = policy;
  if (from === undefined || from <= clock.now()) {
    return undefined;
  }
  const then = requiredFactor({ account: { id, kind, roles, groups }, rules: [], policy, now: from });
  return then.factor === 2 ? from : undefined;
}
