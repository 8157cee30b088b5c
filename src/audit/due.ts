// Whether an owner is told of an event again: the same news not too often, and no flood of mails however many make it.

import { sourcePrefix } from '../base/source-prefix.ts';
import type { Store } from '../store/store.ts';
import type { AuditEvent } from './audit.ts';
import type { Notice } from './notices.ts';

/** `last`: no more of them are told before the day is over. */
export type Due = 'no' | 'yes' | 'last';

const dayMs = 24 * 60 * 60 * 1000;

/** Marks of what was told; each is taken by one caller, in any process. */
export function createDue({ store }: { readonly store: Store }) {
  const told = store.collection('notices');
  const take = async (id: string, expiresAt: number): Promise<boolean> =>
    (await told.insert({ id, expiresAt })) === 'inserted';

  return async ({ type, owner, from }: AuditEvent, notice: Notice, now: number): Promise<Due> => {
    const { atMostEveryMs, isPerSource, atMostADay } = notice;
    const subject = `${type} ${owner.id}`;
    const place = isPerSource === true ? ` ${sourcePrefix(from?.address ?? '')}` : '';
    if (atMostEveryMs !== undefined && !(await take(`${subject}${place}`, now + atMostEveryMs))) {
      return 'no';
    }
    if (atMostADay === undefined) {
      return 'yes';
    }
    const day = Math.floor(now / dayMs);
    for (let place = 1; place <= atMostADay; place += 1) {
      if (await take(`${subject} day ${day} ${place}`, (day + 1) * dayMs)) {
        return place === atMostADay ? 'last' : 'yes';
      }
    }
    return 'no';
  };
}
