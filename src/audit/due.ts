// Whether an owner is told of an event again: the same news not too often, and no flood of mails however many make it.

import { sourcePrefix } from '../base/source-prefix.ts';
import type { Store } from '../store/store.ts';
import type { AuditEvent } from './audit.ts';
import { type Counted, takeOneOf } from './limited-marks.ts';
import { type Mark, takeMark } from './mark.ts';
import type { Notice } from './notices.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** Each is due for one caller, in any process; undefined for the others. */
export function createDue({ store }: { readonly store: Store }) {
  return async (event: AuditEvent, notice: Notice, now: number): Promise<Counted | undefined> => {
    const { type, owner, by, from } = event;
    const { atMostEveryMs, isPerSource, mostOwnADay } = notice;
    const atMostADay = by === 'owner' ? (mostOwnADay ?? notice.atMostADay) : notice.atMostADay;
    const subject = `${type} ${owner.id}`;
    const take = (id: string, expiresAt: number) => takeMark({ store, now }, id, expiresAt);
    const place = isPerSource === true ? ` ${sourcePrefix(from?.address ?? '')}` : '';
    const once = atMostEveryMs === undefined ? untold : await take(`${subject}${place}`, now + atMostEveryMs);
    if (once === undefined || atMostADay === undefined) {
      return once && { ...once, isLast: false };
    }
    const day = Math.floor(now / dayMs);
    const until = (day + 1) * dayMs;
    const daily = await takeOneOf({ store, now }, `${subject} day ${day}`, { most: atMostADay, until });
    if (daily !== undefined) {
      const keep = async (): Promise<void> => void (await Promise.all([once.keep(), daily.keep()]));
      return { isLast: daily.isLast, keep };
    }
    await once.keep();
    return undefined;
  };
}

const untold: Mark = { keep: async () => {} };
