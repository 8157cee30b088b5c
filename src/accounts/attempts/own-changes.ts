// So many own changes of one account in ten minutes, whatever is changed: whoever has a session makes no flood of them.

import { AppError } from '../../base/app-error.ts';
import type { AppPasswords } from '../app-passwords/app-passwords.ts';
import type { RecoveryCodes } from '../recovery/renew-recovery-codes.ts';
import type { Factors } from '../second-factor/factors.ts';
import { decide } from './decide.ts';
import type { Throttles } from './throttles.ts';

interface Limited {
  readonly factors: Factors;
  readonly recoveryCodes: RecoveryCodes;
  readonly appPasswords: AppPasswords;
}

export interface OwnChanges {
  /** `done`: the outcome that counts. Throws `AppError('too-many-changes')`. */
  count<T extends { readonly outcome: string }>(
    accountId: string,
    done: T['outcome'],
    change: () => Promise<T>,
  ): Promise<T>;
  /** The same, of which only what the owner does is counted. Endings never are: nobody uses up the way out of a lost device. */
  limit(given: Limited): Limited;
}

export function createOwnChanges(throttles: Pick<Throttles, 'reserveOwnChange'>): OwnChanges {
  const count: OwnChanges['count'] = async (accountId, done, change) => {
    const reservation = await throttles.reserveOwnChange(accountId);
    if (reservation.outcome === 'throttled') {
      const { retryAfterSeconds } = reservation;
      throw new AppError('too-many-changes', { detail: 'too many own changes', retryAfterSeconds });
    }
    const decided = await decide(reservation, async () => {
      const answer = await change();
      return { answer, counts: answer.outcome === done ? 'failed' : 'right' };
    });
    return decided as Awaited<ReturnType<typeof change>>;
  };
  return {
    count,
    limit: ({ factors, recoveryCodes, appPasswords }) => ({
      factors: {
        ...factors,
        add: (id, url, options) => {
          const add = () => factors.add(id, url, options);
          return options?.setBy === 'owner' ? count(id, 'added', add) : add();
        },
        remove: (id, factorId, actor, options) => {
          const remove = () => factors.remove(id, factorId, actor, options);
          return actor?.by === 'owner' ? count(id, 'removed', remove) : remove();
        },
      },
      recoveryCodes: {
        renew: (id, actor, stamps) => {
          const renew = () => recoveryCodes.renew(id, actor, stamps);
          return actor?.by === 'owner' ? count(id, 'renewed', renew) : renew();
        },
      },
      appPasswords: {
        ...appPasswords,
        add: (id, asked, options) => {
          const add = () => appPasswords.add(id, asked, options);
          return options?.actor?.by === 'owner' ? count(id, 'added', add) : add();
        },
      },
    }),
  };
}
