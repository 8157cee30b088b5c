// postern otp reset: for somebody whose phone and recovery codes are gone.

import { getAccount, noAccount, user } from '../accounts/find-account.ts';
import { defineCommand } from '../frame/command.ts';
import { describeNextSignIn } from './next-sign-in.ts';
import { openOption, readTicketAnswer } from './ticket-answer.ts';

export const otpReset = defineCommand({
  name: 'otp reset',
  summary: 'Takes away all second factors and recovery codes, and gives a ticket for the next set-up',
  arguments: { user },
  options: { open: openOption },
  question: (input) => `Take away the second factors of ${input.arguments.user}?`,
  run: async ({ arguments: { user: typed }, options }, { open }) => {
    const { accounts, kicks } = await open();
    const account = await getAccount(accounts, typed);
    const reset = await accounts.factors.reset(account.id, { by: 'admin' }, { withTicket: !options.open });
    if (reset.outcome === 'not-found') {
      throw noAccount(typed);
    }
    await kicks.ask(account);
    const { json, lines } = await readTicketAnswer(accounts, account, reset.ticket);
    const next = await accounts.enrolment.nextSignIn(await getAccount(accounts, account.id));
    const done = `${account.username} has no second factor any more.`;
    return {
      json: { reset: true, factors: [], recovery_codes: 0, next_sign_in: next, ...json },
      text: [
        `${done} ${describeNextSignIn(next)}`.trimEnd(),
        ...(lines.length === 0 ? [] : ['', ...lines]),
      ].join('\n'),
    };
  },
});
