// What gave an owner leave to bind the first factor, judged once more by the write that binds it.

import { type Account, findTicket } from '../account.ts';
import { findOutsideAddress, type RequirementParts, requirementOf } from './requirement.ts';
import { isTicketAlive } from './ticket.ts';

export type Leave =
  /** Nothing was asked for: the password is enough, or an active factor stands behind the sign-in. */
  | 'none'
  /** Followed or typed behind the password; `address`: where it was mailed. */
  | { readonly by: 'link' | 'code'; readonly address: string }
  /** From `enrolment.checkTicket`; the write spends it. */
  | { readonly by: 'ticket'; readonly ticketId: string };

export type LeaveRefusal = 'ticket-needed' | 'mail-needed';

/** Why this leave is not enough for the account as it is now: the ticket or the address may have gone, or more is required. */
export function findLeaveRefusal(
  parts: RequirementParts,
  account: Account,
  { leave, now }: { readonly leave: Leave; readonly now: number },
): LeaveRefusal | undefined {
  const required = requirementOf(parts, account);
  if (leave !== 'none' && leave.by === 'ticket') {
    return isTicketOf(account, leave.ticketId, now) ? undefined : 'ticket-needed';
  }
  if (required === 'ticket') {
    return 'ticket-needed';
  }
  const isMailed = leave !== 'none' && leave.address === findOutsideAddress(parts.settings, account);
  return required === 'mail' && !isMailed ? 'mail-needed' : undefined;
}

function isTicketOf(account: Account, ticketId: string, now: number): boolean {
  const ticket = findTicket(account);
  return ticket !== undefined && ticket.id === ticketId && isTicketAlive(ticket, now);
}
