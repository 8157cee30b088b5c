// One factor of several: renamed, or taken away. The last one goes by a reset only.

import type { Clock } from '../../base/clock.ts';
import type { Collection } from '../../store/store.ts';
import { update } from '../../store/update.ts';
import { type Account, isGone, listFactors, withSecret } from '../account.ts';
import { nextStamp } from '../alive.ts';
import { readFactorName } from './factor-name.ts';

export type RemoveOutcome = 'removed' | 'not-found' | 'last';

interface ChangeFactorsParts {
  readonly accounts: Collection<Account>;
  readonly clock: Clock;
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
  { accounts, clock }: ChangeFactorsParts,
  accountId: string,
  factorId: string,
): Promise<RemoveOutcome> {
  const outcome = await update<Account, RemoveOutcome>(accounts, accountId, (current) => {
    const factor = findFactor(current, factorId);
    if (!factor) {
      return { result: 'not-found' };
    }
    const secrets = current.secrets.filter((secret) => secret !== factor);
    const next = { ...current, secrets, sessionsSince: nextStamp(current.sessionsSince, clock.now()) };
    const isLast = factor.state === 'active' && !listFactors(next).some(({ state }) => state === 'active');
    return isLast ? { result: 'last' } : { next, result: 'removed' };
  });
  return outcome === 'taken' ? 'not-found' : outcome;
}

function findFactor(account: Account, factorId: string) {
  return isGone(account) ? undefined : listFactors(account).find(({ id }) => id === factorId);
}
