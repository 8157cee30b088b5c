// What happened to accounts: each event is kept, and its owner's mail follows from it, here and nowhere else.

import type { Clock } from '../base/clock.ts';
import { randomId } from '../base/random-ids.ts';
import { composeMail, type MailBrand } from '../mail/messages/compose.ts';
import type { Occasion } from '../mail/messages/message.ts';
import type { Outbox } from '../mail/outbox.ts';
import type { Store, StoredDocument } from '../store/store.ts';
import { type AuditEventType, type Notice, notices } from './notices.ts';

export interface AuditOwner {
  readonly id: string;
  readonly username: string;
  /** As people say it: it is in mails, and not kept with events. */
  readonly name?: string;
  readonly locale?: string;
  /** Nobody signs in to it: it is a shared mailbox or a machine, and its mails go to others. */
  readonly hasNoSignIn?: true;
  /** Where notices go; all of them get each. */
  readonly addresses: readonly string[];
}

export interface AuditOrigin {
  /** IP address. */
  readonly address?: string;
  /** The header as it came. */
  readonly userAgent?: string;
  /** The id under which the log knows the request. */
  readonly requestId?: string;
}

export interface AuditEvent {
  readonly type: AuditEventType;
  /** Whose account it is about. */
  readonly owner: AuditOwner;
  /** Who did it, where that is known. */
  readonly by?: 'owner' | 'admin';
  readonly from?: AuditOrigin;
  /** Never a secret. */
  readonly facts?: Occasion['facts'];
  /** What only the mail says: a link or a code. It is not kept. */
  readonly secret?: Occasion['secret'];
}

export interface Audit {
  /** Kept, and the notice on its way, when it resolves. Rejects where the store is away: what cannot be recorded did not succeed. */
  record(event: AuditEvent): Promise<void>;
}

interface EventDocument extends StoredDocument {
  readonly accountId: string;
  /** ISO 8601 in UTC: sortable text. */
  readonly at: string;
  readonly type: AuditEventType;
  readonly by?: 'owner' | 'admin';
  readonly from: { readonly address?: string; readonly userAgent?: string; readonly requestId?: string };
  readonly facts: Occasion['facts'];
}

export interface AuditParts {
  readonly store: Store;
  readonly outbox: Pick<Outbox, 'canSend' | 'put'>;
  readonly clock: Clock;
  readonly settings: MailBrand;
}

const longestUserAgent = 256;

export function createAudit({ store, outbox, clock, settings }: AuditParts): Audit {
  const events = store.collection<EventDocument>('events');
  const told = store.collection('notices');

  /** True for one caller in the time that the notice allows. */
  const isDue = async ({ type, owner, from }: AuditEvent, notice: Notice, now: number): Promise<boolean> => {
    const { atMostEveryMs, isPerAddress } = notice;
    if (atMostEveryMs === undefined) {
      return true;
    }
    const place = isPerAddress === true ? ` ${from?.address ?? ''}` : '';
    const mark = { id: `${type} ${owner.id}${place}`, expiresAt: now + atMostEveryMs };
    return (await told.insert(mark)) === 'inserted';
  };

  return {
    record: async (event) => {
      const { type, owner, by, from: given = {}, facts = {}, secret } = event;
      const now = clock.now();
      const id = randomId();
      const from = pickOrigin(given);
      const who = by === undefined ? {} : { by };
      await events.insert({
        id,
        accountId: owner.id,
        at: new Date(now).toISOString(),
        type,
        ...who,
        from,
        facts,
      });
      const notice: Notice = notices[type];
      const canTell = outbox.canSend && owner.addresses.length > 0;
      if (!canTell || !(await isDue(event, notice, now))) {
        return;
      }
      const { addresses, id: _, ...named } = owner;
      const occasion = { ...named, at: now, ...who, ...from, facts, ...(secret && { secret }) };
      const mail = composeMail(notice.message, settings, occasion);
      await Promise.all(addresses.map((to, index) => outbox.put(`${id}.${index}`, { ...mail, to })));
    },
  };
}

/** Chosen fields only: whoever hands in more, such as a cookie, does not see it stored. */
function pickOrigin({ address, userAgent, requestId }: AuditOrigin): AuditOrigin {
  return {
    ...(address === undefined ? {} : { address }),
    ...(userAgent ? { userAgent: userAgent.slice(0, longestUserAgent) } : {}),
    ...(requestId === undefined ? {} : { requestId }),
  };
}
