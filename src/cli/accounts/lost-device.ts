// postern accounts lost-device: somebody's phone is gone, and nothing on it may open anything any more.

import type { Account } from '../../accounts/account.ts';
import { defineCommand } from '../frame/command.ts';
import { describeNextSignIn } from '../otp/next-sign-in.ts';
import { openOption, readTicketAnswer } from '../otp/ticket-answer.ts';
import { getAccount, noAccount, user } from './find-account.ts';
import { describeMadeFor } from './owner-names.ts';

export const accountsLostDevice = defineCommand({
  name: 'accounts lost-device',
  summary: 'Ends sessions, devices, app passwords, second factors and recovery codes; the password stays',
  arguments: { user },
  options: { open: openOption },
  question: (input) =>
    `End sessions, devices, app passwords, second factors and recovery codes of ${input.arguments.user}?`,
  run: async ({ arguments: { user: typed }, options }, { open }) => {
    const { accounts, connections } = await open();
    const account = await getAccount(accounts, typed);
    const { id, username } = account;
    const lost = await accounts.loseDevice(id, { by: 'admin' }, { withTicket: !options.open });
    if (lost.outcome === 'not-found') {
      throw noAccount(typed);
    }
    // Dead already, by the account's stamp; this tidies the list, and closes open connections.
    const ended = await connections.followEnd(account);
    const { json, lines } = await readTicketAnswer(accounts, account, lost.ticket);
    const next = await accounts.enrolment.nextSignIn(await getAccount(accounts, id));
    const elsewhere = describeMadeFor(await accounts.listMadeFor(id), username);
    const done = describeDone(account, elsewhere);
    return {
      json: {
        id,
        username,
        devices_ended: ended,
        factors: [],
        recovery_codes: 0,
        next_sign_in: next,
        ...json,
      },
      text: [
        `${done} ${describeNextSignIn(next)}`.trimEnd(),
        ...(lines.length === 0 ? [] : ['', ...lines]),
      ].join('\n'),
    };
  },
});

/** A shared mailbox or a machine has nothing but app passwords. */
function describeDone({ kind, username }: Account, elsewhere: string): string {
  const ended = kind === 'person' ? 'Sessions, devices, app passwords and second factors' : 'App passwords';
  return `${ended} of ${username} ended. ${elsewhere}`.trimEnd();
}
