// What an administrator asks of one account alone; every door reads it at its next question.

import type { Collection } from '../../store/store.ts';
import { update } from '../../store/update.ts';
import { type Account, isGone } from '../account.ts';

/** Undefined takes it back: the account is asked for no more than the others ask. */
export async function requireFactor(
  accounts: Collection<Account>,
  accountId: string,
  factor: 1 | 2 | undefined,
): Promise<'set' | 'not-found'> {
  const outcome = await update<Account, 'set' | 'not-found'>(accounts, accountId, (current) => {
    if (isGone(current)) {
      return { result: 'not-found' };
    }
    const { requiredFactor: _, ...others } = current;
    return {
      next: { ...others, ...(factor === undefined ? {} : { requiredFactor: factor }) },
      result: 'set',
    };
  });
  return outcome === 'set' ? 'set' : 'not-found';
}
