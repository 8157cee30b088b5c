// Where mail is handed in: it is durable at once, and on its way whenever the gateway answers.

import { isMailAddress } from '../base/mail-address.ts';
import type { Settings } from '../config/settings.ts';
import {
  createWaitingMails,
  type OutgoingMail,
  type WaitingMails,
  type WaitingMailsParts,
} from './waiting-mails.ts';

export interface Outbox {
  /** Whether `POSTERN_SMTP_URL` and `POSTERN_MAIL_FROM` are set. */
  readonly canSend: boolean;
  /**
   * Sealed and durable before it resolves; the same id twice is one mail. Throws `TypeError` for what is not one address
   * or not one line.
   */
  put(id: string, mail: OutgoingMail): Promise<void>;
  /** Calls `listener` after every mail that was put in this process. Answers the function that ends it. */
  onPut(listener: () => void): () => void;
  /** For the delivery only. */
  readonly waiting: WaitingMails;
}

export interface OutboxParts extends WaitingMailsParts {
  readonly settings: Pick<Settings, 'smtp' | 'mailFrom'>;
}

export function createOutbox({ settings, ...parts }: OutboxParts): Outbox {
  const waiting = createWaitingMails(parts);
  const listeners = new Set<() => void>();
  return {
    canSend: settings.smtp !== undefined && settings.mailFrom !== undefined,
    put: async (id, mail) => {
      requireSendable(mail);
      await waiting.add(id, mail);
      for (const listener of listeners) {
        listener();
      }
    },
    onPut: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    waiting,
  };
}

/** RFC 5322 section 2.2: a line break would begin another header, a comma another recipient. */
function requireSendable({ to, subject }: OutgoingMail): void {
  if (!isMailAddress(to)) {
    throw new TypeError('a mail goes to exactly one address');
  }
  if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(subject) || !subject.isWellFormed()) {
    throw new TypeError('the subject of a mail is one line');
  }
}
