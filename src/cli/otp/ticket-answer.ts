// A ticket for the next set-up of an authenticator app, as the command line shows it this once.

import { findTicket } from '../../accounts/account.ts';
import type { Accounts } from '../../accounts/accounts.ts';
import { formatDate } from '../frame/columns.ts';
import { flag } from '../frame/options.ts';

export interface TicketAnswer {
  readonly json: { readonly ticket: string | null; readonly expires_at: string | null };
  /** Empty where there is no ticket. */
  readonly lines: readonly string[];
}

/** The option of every command that leaves a ticket unless told otherwise. */
export const openOption = flag('leave no ticket: the next set-up asks for what POSTERN_FIRST_FACTOR says');

export const noTicket: TicketAnswer = { json: { ticket: null, expires_at: null }, lines: [] };

export function ticketAnswer(username: string, ticket: string, expiresAt: number): TicketAnswer {
  const until = `once, until ${formatDate(expiresAt)}`;
  return {
    json: { ticket, expires_at: new Date(expiresAt).toISOString() },
    lines: [
      `The next authenticator app of ${username} is set up with this ticket, ${until}.`,
      'It is shown this one time; give it to nobody else:',
      '',
      `  ${ticket}`,
    ],
  };
}

/** The ticket that a reset left: the account knows until when it is good. */
export async function readTicketAnswer(
  accounts: Pick<Accounts, 'findById'>,
  { id, username }: { readonly id: string; readonly username: string },
  ticket: string | undefined,
): Promise<TicketAnswer> {
  const account = ticket === undefined ? undefined : await accounts.findById(id);
  const kept = account && findTicket(account);
  return ticket === undefined || kept === undefined
    ? noTicket
    : ticketAnswer(username, ticket, kept.expiresAt);
}
