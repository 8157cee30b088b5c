// Tickets in accounts: an administrator gives one, its holder shows it behind the password.

import { update } from '../../store/update.ts';
import { type Account, findTicket, hasSecondFactor, isGone } from '../account.ts';
import type { Throttled } from '../attempts/attempts.ts';
import { auditOwnerOf } from '../audit-owner.ts';
import type { Actor, Origin } from '../origin.ts';
import { trySecondStep } from '../second-factor/verifying/second-step.ts';
import type { EnrolmentParts } from './sending.ts';
import { isTicketAlive, isTicketOf, makeTicket, readTicket } from './ticket.ts';

export type IssuedTicket =
  /** `ticket` is answered this once; `expiresAt` in milliseconds since 1970. */
  | { readonly outcome: 'issued'; readonly ticket: string; readonly expiresAt: number }
  | { readonly outcome: TicketRefusal };

type TicketRefusal = 'not-found' | 'not-for-this-kind' | 'has-factor';

export type TicketProof =
  /** `ticketId` is for the leave of `factors.add`, whose write spends the ticket. */
  { readonly outcome: 'right'; readonly ticketId: string } | { readonly outcome: 'wrong-code' } | Throttled;

/** The owner is told, and never gets the ticket by mail. */
export async function issueTicket(
  { accounts, audit, clock, settings }: EnrolmentParts,
  id: string,
  { by = 'admin', from }: Actor = {},
): Promise<IssuedTicket> {
  const { ticket, secret } = makeTicket(clock.now(), settings.ticketLife);
  const outcome = await update<Account, TicketRefusal | Account>(accounts, id, (current) => {
    const refusal = findTicketRefusal(current);
    if (refusal !== undefined) {
      return { result: refusal };
    }
    const others = current.secrets.filter(({ kind }) => kind !== 'enrolment-ticket');
    const next = { ...current, secrets: [...others, secret] };
    return { next, result: next };
  });
  if (typeof outcome === 'string') {
    return { outcome: outcome === 'taken' ? 'not-found' : outcome };
  }
  await audit.record({ type: 'ticket-issued', owner: auditOwnerOf(outcome), by, ...(from && { from }) });
  return { outcome: 'issued', ticket, expiresAt: secret.expiresAt };
}

function findTicketRefusal(account: Account): TicketRefusal | undefined {
  if (isGone(account)) {
    return 'not-found';
  }
  if (account.kind !== 'person') {
    return 'not-for-this-kind';
  }
  return hasSecondFactor(account) ? 'has-factor' : undefined;
}

/** What can be no ticket costs no try. */
export async function checkTicket(
  parts: EnrolmentParts,
  id: string,
  typed: string,
  from: Origin,
): Promise<TicketProof> {
  const letters = readTicket(typed);
  if (letters === undefined) {
    return { outcome: 'wrong-code' };
  }
  return trySecondStep<TicketProof>(parts, {
    door: 'ticket',
    accountId: id,
    from,
    check: async (account) => {
      const ticket = account && findTicket(account);
      return ticket && isTicketAlive(ticket, parts.clock.now()) && isTicketOf(ticket, letters)
        ? { outcome: 'right', ticketId: ticket.id }
        : { outcome: 'wrong-code' };
    },
  });
}
