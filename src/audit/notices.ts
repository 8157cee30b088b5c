// THE table of events: what is recorded, and which message its owner gets because of it.

import { accessEnded } from '../mail/messages/access-ended.ts';
import { appPasswordAdded, appPasswordRemoved } from '../mail/messages/app-passwords.ts';
import { deviceLost } from '../mail/messages/device-lost.ts';
import { emailsChanged } from '../mail/messages/emails-changed.ts';
import { enrolmentCode } from '../mail/messages/enrolment-code.ts';
import { enrolmentLink } from '../mail/messages/enrolment-link.ts';
import { factorAdded } from '../mail/messages/factor-added.ts';
import { factorRemoved } from '../mail/messages/factor-removed.ts';
import { fixedTokenNewNetwork } from '../mail/messages/fixed-token-new-network.ts';
import type { Message } from '../mail/messages/message.ts';
import { newBrowser } from '../mail/messages/new-browser.ts';
import { passwordChanged } from '../mail/messages/password-changed.ts';
import { passwordRetired } from '../mail/messages/password-retired.ts';
import { policyReminder } from '../mail/messages/policy-reminder.ts';
import { recoveryCodeUsed } from '../mail/messages/recovery-code-used.ts';
import { recoveryCodesRenewed } from '../mail/messages/recovery-codes-renewed.ts';
import { refreshReuse } from '../mail/messages/refresh-reuse.ts';
import { staleProgram } from '../mail/messages/stale-program.ts';
import { ticketIssued } from '../mail/messages/ticket-issued.ts';
import { wrongCode } from '../mail/messages/wrong-code.ts';

export interface Notice {
  readonly message: Message;
  /** Not again for so long, in milliseconds, however often it happens. */
  readonly atMostEveryMs?: number;
  /** So rarely from each source (an IP address, of IPv6 the /64): what comes from another one is news. */
  readonly isPerSource?: true;
  /** From all sources together on one day in UTC; the last one says that no more follow. */
  readonly atMostADay?: number;
  /** The same, of what the owner did; an administrator's are all told. */
  readonly mostOwnADay?: number;
  /** Not where an administrator does it: it says nothing about strangers then. */
  readonly isOfStrangers?: true;
}

/** Whoever sits in the owner's session buries nobody under mails. */
const mostOwnADay = 20;

export const notices = {
  /** Facts: `hasSecondStep`. */
  'access-ended': { message: accessEnded, mostOwnADay },
  /** Facts: `name`. */
  'app-password-added': { message: appPasswordAdded, mostOwnADay },
  /** Facts: `name`. */
  'app-password-removed': { message: appPasswordRemoved, mostOwnADay },
  /** Facts: `next`, what the next sign-in asks for. */
  'device-lost': { message: deviceLost },
  'emails-changed': { message: emailsChanged },
  /** Facts: `minutes` that it works. Secret: `code`. */
  'enrolment-code': { message: enrolmentCode },
  /** Facts: `minutes` that it works. Secret: `link`. */
  'enrolment-link': { message: enrolmentLink },
  /** Facts: `name`, `id`, `thing` that it is. */
  'factor-added': { message: factorAdded, mostOwnADay },
  /** Facts: `name`, unless all were removed; `thing` that it was, or they were; `next`, where none is left: what the next sign-in asks for. */
  'factor-removed': { message: factorRemoved, mostOwnADay },
  /** A refresh token that is never rotated came from a network it was not used in. Facts: `program`. */
  'fixed-token-new-network': { message: fixedTokenNewNetwork },
  'new-browser': { message: newBrowser, atMostEveryMs: 60 * 60 * 1000, isPerSource: true, atMostADay: 10 },
  'password-changed': { message: passwordChanged, mostOwnADay },
  'password-retired': { message: passwordRetired },
  /** Facts: `date` in ms, `days` until then, `address` where it is set up. */
  'policy-reminder': { message: policyReminder },
  'recovery-code-used': { message: recoveryCodeUsed },
  'recovery-codes-renewed': { message: recoveryCodesRenewed, mostOwnADay },
  'refresh-reuse': { message: refreshReuse },
  /** A mail program goes on with the account password alone. Facts: `service` and `protocol` it asked for, `address` where an app password is made. */
  'stale-program': { message: staleProgram, atMostEveryMs: 24 * 60 * 60 * 1000 },
  'ticket-issued': { message: ticketIssued },
  /** Facts: `door`, what it was typed for; `service` that asked. */
  'wrong-code': { message: wrongCode, atMostEveryMs: 60 * 60 * 1000, isOfStrangers: true },
} as const satisfies Record<string, Notice>;

export type AuditEventType = keyof typeof notices;
