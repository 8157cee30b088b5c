// postern otp ticket: an administrator's leave to set up the first authenticator app; any earlier one is void.

import { getAccount, noAccount, user } from '../accounts/find-account.ts';
import { defineCommand } from '../frame/command.ts';
import { Refusal } from '../frame/refusals.ts';
import { ticketAnswer } from './ticket-answer.ts';

const sentences = {
  'not-for-this-kind': 'only accounts of people have a second factor',
  'has-factor': 'the account has a second factor: who has lost it gets a ticket by postern otp reset',
} as const;

export const otpTicket = defineCommand({
  name: 'otp ticket',
  summary: 'Gives a ticket for the set-up of the first second factor; an earlier one works no more',
  arguments: { user },
  options: {},
  run: async ({ arguments: { user: typed } }, { open }) => {
    const { accounts } = await open();
    const { id, username } = await getAccount(accounts, typed);
    const issued = await accounts.enrolment.issueTicket(id, { by: 'admin' });
    if (issued.outcome === 'not-found') {
      throw noAccount(typed);
    }
    if (issued.outcome !== 'issued') {
      throw new Refusal(sentences[issued.outcome]);
    }
    const { json, lines } = ticketAnswer(username, issued.ticket, issued.expiresAt);
    return { json, text: lines.join('\n') };
  },
});
