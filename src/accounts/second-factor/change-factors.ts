// The factors of an account: one renamed, one of several taken away, or all of them. The last one goes by a reset only.

import type { Audit } from '../../audit/audit.ts';
import type { Clock } from '../../base/clock.ts';
import type { Collection } from '../../store/store.ts';
import { update } from '../../store/update.ts';
import { type Account, isGone, listFactors, type OtpauthSecret, withSecret } from '../account.ts';
import { nextStamp } from '../alive.ts';
import { auditOwnerOf } from '../audit-owner.ts';
import type { Actor } from '../origin.ts';
import { readFactorName } from './factor-name.ts';

export type RemoveOutcome = 'removed' | 'not-found' | 'last';

interface ChangeFactorsParts {
  readonly accounts: Collection<Account>;
  readonly clock: Clock;
  readonly audit: Audit;
}

/** What was taken away, and the account without it. */
interface Removed {
  readonly account: Account;
  /** Absent: all of them. */
  readonly factor?: OtpauthSecret;
}

export async function renameFactor(
  { accounts }: ChangeFactorsParts,
  accountId: string,
  factorId: string,
  typed: string,
): Promise<'renamed' | 'not-found'> {
  const label = readFactorName(typed);
  const outcome = await update<Account, 'renamed' | 'not-found'>(accounts, accountId, (current) => {
    const factor = findFactor(current, factorId);
    return factor
      ? { next: withSecret(current, { ...factor, label }), result: 'renamed' }
      : { result: 'not-found' };
  });
  return outcome === 'renamed' ? 'renamed' : 'not-found';
}

export async function removeFactor(
  parts: ChangeFactorsParts,
  accountId: string,
  factorId: string,
  actor?: Actor,
): Promise<RemoveOutcome> {
  const outcome = await update<Account, 'not-found' | 'last' | Removed>(
    parts.accounts,
    accountId,
    (current) => {
      const factor = findFactor(current, factorId);
      if (!factor) {
        return { result: 'not-found' };
      }
      const secrets = current.secrets.filter((secret) => secret !== factor);
      const next = { ...withoutSessions(current, parts.clock), secrets };
      const isLast = factor.state === 'active' && !listFactors(next).some(({ state }) => state === 'active');
      return isLast ? { result: 'last' } : { next, result: { account: next, factor } };
    },
  );
  if (typeof outcome === 'string') {
    return outcome === 'last' ? 'last' : 'not-found';
  }
  await record(parts, outcome, actor);
  return 'removed';
}

/** Takes away all factors and recovery codes. Where there was none the owner is not told. */
export async function resetFactors(
  parts: ChangeFactorsParts,
  accountId: string,
  actor?: Actor,
): Promise<'reset' | 'not-found'> {
  const outcome = await update<Account, 'not-found' | 'none' | Removed>(
    parts.accounts,
    accountId,
    (current) => {
      if (isGone(current)) {
        return { result: 'not-found' };
      }
      const secrets = current.secrets.filter(({ kind }) => kind === 'password');
      const next = { ...withoutSessions(current, parts.clock), secrets };
      return { next, result: secrets.length === current.secrets.length ? 'none' : { account: next } };
    },
  );
  if (typeof outcome !== 'string') {
    await record(parts, outcome, actor);
  }
  return outcome === 'not-found' || outcome === 'taken' ? 'not-found' : 'reset';
}

async function record(
  { audit }: ChangeFactorsParts,
  { account, factor }: Removed,
  { by = 'admin', from }: Actor = {},
): Promise<void> {
  await audit.record({
    type: 'factor-removed',
    owner: auditOwnerOf(account),
    by,
    ...(from && { from }),
    ...(factor && { facts: { name: factor.label } }),
  });
}

function withoutSessions(account: Account, clock: Clock): Account {
  return { ...account, sessionsSince: nextStamp(account.sessionsSince, clock.now()) };
}

function findFactor(account: Account, factorId: string) {
  return isGone(account) ? undefined : listFactors(account).find(({ id }) => id === factorId);
}
