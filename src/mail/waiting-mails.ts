// The mails that wait in the store: sealed, taken by one process at a time, tried again after growing pauses.

import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Sealer } from '../secrets/sealing.ts';
import type { Collection, Store, StoredDocument } from '../store/store.ts';

export interface OutgoingMail {
  /** One address. */
  readonly to: string;
  /** One line. */
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

interface MailDocument extends StoredDocument {
  /** When it is tried next, as sortable text; absent where it was sent. */
  readonly due?: string;
  /** The mail as JSON, sealed; absent where it was sent. */
  readonly sealed?: string;
  readonly tries: number;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

export interface TakenMail {
  readonly id: string;
  readonly mail: OutgoingMail;
  /** Counts the present one. */
  readonly tries: number;
  /** It waits long enough: if this try fails, it is given up. */
  readonly isLast: boolean;
}

export interface WaitingMails {
  /** Nothing happens where this id is known: for three days after it was sent. */
  add(id: string, mail: OutgoingMail): Promise<void>;
  /** One mail that is due, for this caller alone until its pause is over. */
  take(): Promise<TakenMail | undefined>;
  /** Its content is gone; only the id is kept. */
  forget(id: string): Promise<void>;
}

export interface WaitingMailsParts {
  readonly store: Store;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly log: Log;
}

const minuteMs = 60_000;
const longestPauseMs = 240 * minuteMs;
const patienceMs = 3 * 24 * 60 * minuteMs;
/** Where no process tries to send it any more, the store does not keep it for ever. */
const keptMs = 2 * patienceMs;

/** After the first try a minute, then twice as long each time, up to four hours. */
export function pauseAfter(tries: number): number {
  return Math.min(longestPauseMs, minuteMs * 2 ** (tries - 1));
}

export function createWaitingMails({ store, sealer, clock, log }: WaitingMailsParts): WaitingMails {
  const mails: Collection<MailDocument> = store.collection('outbox');

  const forget = (id: string): Promise<void> =>
    mails.put({ id, tries: 0, createdAt: clock.now(), expiresAt: clock.now() + patienceMs });

  const open = async ({
    id,
    sealed = '',
    tries,
    createdAt,
  }: MailDocument): Promise<TakenMail | undefined> => {
    try {
      const mail: OutgoingMail = JSON.parse(sealer.open(sealed, contextOf(id)));
      return { id, mail, tries, isLast: clock.now() - createdAt >= patienceMs };
    } catch {
      log.error('a mail was given up: it cannot be opened with the present master key', { mail: id });
      await forget(id);
      return undefined;
    }
  };

  const take = async (): Promise<TakenMail | undefined> => {
    const { documents } = await mails.page({ key: 'due', limit: 50 });
    for (const document of documents) {
      const now = clock.now();
      if (document.due === undefined || document.due > sortable(now)) {
        return undefined;
      }
      // The next try is booked before this one is made: whoever dies now leaves the mail to others.
      const tries = document.tries + 1;
      const booked = { ...document, tries, due: sortable(now + pauseAfter(tries)) };
      const taken = (await mails.replace(booked)) === 'replaced' ? await open(booked) : undefined;
      if (taken !== undefined) {
        return taken;
      }
    }
    return documents.length === 0 ? undefined : take();
  };

  return {
    add: async (id, mail) => {
      const createdAt = clock.now();
      await mails.insert({
        id,
        due: sortable(createdAt),
        sealed: sealer.seal(JSON.stringify(mail), contextOf(id)),
        tries: 0,
        createdAt,
        expiresAt: createdAt + keptMs,
      });
    },
    take,
    forget,
  };
}

function sortable(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

function contextOf(id: string): string {
  return `outbox:${id}`;
}
