// What happened to accounts: each event is kept, and its owner's mail follows from it, here and nowhere else.

import type { Clock } from '../base/clock.ts';
import { randomId } from '../base/random-ids.ts';
import { composeMail, type MailBrand } from '../mail/messages/compose.ts';
import type { Occasion } from '../mail/messages/message.ts';
import type { Outbox } from '../mail/outbox.ts';
import type { Store, StoredDocument } from '../store/store.ts';
import { createDue } from './due.ts';
import { type AuditEventType, type Notice, notices } from './notices.ts';
import { listReaders } from './readers.ts';

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
  /** Of a shared mailbox or a machine: each hears of it in a mail of their own. */
  readonly namedOwners?: readonly AuditOwner[];
  /** Who did it, where that is known. */
  readonly by?: 'owner' | 'admin';
  /** The named owner who did it. Mails say the user name; the id is kept. */
  readonly actor?: { readonly id: string; readonly username: string };
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
  readonly actorId?: string;
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
  const findDue = createDue({ store });

  return {
    record: async (event) => {
      const { type, owner, by, actor, from: given = {}, facts = {} } = event;
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
        ...(actor === undefined ? {} : { actorId: actor.id }),
        from,
        facts,
      });
      const notice: Notice = notices[type];
      const readers = listReaders(event);
      const isNews = notice.isOfStrangers !== true || by !== 'admin';
      const canTell = outbox.canSend && readers.length > 0 && isNews;
      const due = canTell ? await findDue(event, notice, now) : undefined;
      if (due === undefined) {
        return;
      }
      const happened = { at: now, ...from, ...(due.isLast ? { isLastOfDay: true as const } : {}) };
      const mails = readers.map(({ to, ...reader }) => ({
        to,
        ...composeMail(notice.message, settings, { ...reader, ...happened }),
      }));
      await Promise.all(mails.map((mail, index) => outbox.put(`${id}.${index}`, mail)));
      await due.keep();
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
