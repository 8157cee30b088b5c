// Before a first authenticator app: the ticket that an administrator gave.

import { type Html, html } from '../../src/views/html.ts';
import { page, type SignInFrame } from '../../src/views/layout.ts';
import { fault, field } from '../../src/views/parts/field.ts';
import { form, primaryButton, quietButton } from '../../src/views/parts/form.ts';
import { errorNotice } from '../../src/views/parts/notice.ts';
import { signInHeading } from '../../src/views/parts/sign-in-heading.ts';
import { help, supportContact } from '../../src/views/parts/support.ts';
import { notYou, who } from '../../src/views/parts/who.ts';

export type TicketError = 'wrong-code' | { readonly retryAfterSeconds: number };

export interface TicketState {
  readonly canPutOff: boolean;
  readonly error?: TicketError;
}

export function ticketView(frame: SignInFrame, { canPutOff, error }: TicketState): Html {
  const { texts } = frame;
  const { ticket, later } = texts.steps;
  return page(frame, {
    title: ticket.title,
    failed: error !== undefined,
    body: html`${signInHeading(frame, ticket.title)}
${form(
  frame,
  html`${who(frame)}
${error !== undefined && errorNotice(typeof error === 'string' ? ticket.wrong : texts.tooManyTries(error.retryAfterSeconds))}
<p>${ticket.lead(supportContact(frame))}</p>
${field({
  name: 'ticket',
  label: ticket.ticket,
  autocomplete: 'one-time-code',
  inputmode: 'text',
  code: true,
  hint: texts.recoveryCode.hint,
  autofocus: true,
  ...fault(error),
})}
${primaryButton('continue', texts.continue)}
${notYou(frame)}
<div class="other-ways">
${help(ticket.none, ticket.noneHelp(supportContact(frame)))}
</div>
${canPutOff ? quietButton('later', later) : quietButton('cancel', texts.cancel)}`,
)}`,
  });
}
