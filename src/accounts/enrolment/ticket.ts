// An administrator's ticket: shown once, kept as a hash, good for one first factor while it lives.

import { timingSafeEqual } from 'node:crypto';
import { randomId } from '../../base/random-ids.ts';
import { sha256 } from '../../secrets/hashing.ts';
import type { EnrolmentTicketSecret } from '../account.ts';
import { inGroups, randomLetters, readLetters } from '../crockford-base32.ts';

/** Five random bits each: 100 in all, which nobody tries in the days that a ticket lives. */
const ticketLength = 20;

/** `ticket` as it is handed over; `secret` goes into the account. */
export function makeTicket(
  now: number,
  lifeSeconds: number,
): { readonly ticket: string; readonly secret: EnrolmentTicketSecret } {
  const id = randomId();
  const letters = randomLetters(ticketLength);
  const hash = hashTicket(id, letters);
  const expiresAt = now + lifeSeconds * 1000;
  return {
    ticket: inGroups(letters),
    secret: { kind: 'enrolment-ticket', id, hash, createdAt: now, expiresAt },
  };
}

/** What was typed, in its one spelling; undefined: it can be no ticket. */
export function readTicket(typed: unknown): string | undefined {
  return readLetters(typed, ticketLength);
}

export function isTicketAlive({ hash, expiresAt }: EnrolmentTicketSecret, now: number): boolean {
  return hash !== undefined && now < expiresAt;
}

/** `letters`: from `readTicket`. */
export function isTicketOf({ id, hash }: EnrolmentTicketSecret, letters: string): boolean {
  return hash !== undefined && timingSafeEqual(Buffer.from(hash), Buffer.from(hashTicket(id, letters)));
}

/** Its id is the salt. */
function hashTicket(id: string, letters: string): string {
  return sha256(`enrolment-ticket:${id}:${letters}`);
}
