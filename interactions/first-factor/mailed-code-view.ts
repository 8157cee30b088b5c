// Before a first authenticator app: the code that was mailed to an address outside.

import { type Html, html } from '../../src/views/html.ts';
import { page, type SignInFrame } from '../../src/views/layout.ts';
import { fault, field } from '../../src/views/parts/field.ts';
import { form, primaryButton, quietButton } from '../../src/views/parts/form.ts';
import { doneNotice, errorNotice } from '../../src/views/parts/notice.ts';
import { signInHeading } from '../../src/views/parts/sign-in-heading.ts';
import { help, supportContact } from '../../src/views/parts/support.ts';
import { notYou, who } from '../../src/views/parts/who.ts';

export type MailedCodeError =
  | 'malformed'
  | 'wrong-code'
  | 'used-up'
  /** `tooManySent`: no other code is mailed before. */
  | { readonly retryAfterSeconds: number; readonly tooManySent?: boolean };

export interface MailedCodeState {
  /** Shortened. */
  readonly address: string;
  /** Otherwise the page asks whether to send one. */
  readonly isSent: boolean;
  /** It was asked for again, just now. */
  readonly isAnother?: boolean;
  readonly canPutOff: boolean;
  readonly error?: MailedCodeError;
}

export function mailedCodeView(frame: SignInFrame, state: MailedCodeState): Html {
  const { mailedCode: texts } = frame.texts.steps;
  const { error, isSent } = state;
  const title = isSent ? texts.title : texts.unsentTitle;
  const lead = isSent ? texts.lead : texts.unsentLead;
  return page(frame, {
    title,
    failed: error !== undefined,
    body: html`${signInHeading(frame, title)}
${form(
  frame,
  html`${who(frame)}
${error !== undefined && errorNotice(sayError(frame, error))}
${state.isAnother === true && doneNotice(texts.another)}
<p>${lead(html`<b>${state.address}</b>`)}</p>
${isSent ? codeField(frame, error) : primaryButton('send', texts.send)}
${notYou(frame)}
${isSent && quietButton('send', texts.sendAgain, 'secondary')}
<div class="other-ways">
${help(texts.none, texts.noneHelp(supportContact(frame)))}
</div>
${state.canPutOff ? quietButton('later', frame.texts.steps.later) : quietButton('cancel', frame.texts.cancel)}`,
)}`,
  });
}

function codeField(frame: SignInFrame, error: MailedCodeState['error']): Html {
  return html`${field({
    name: 'code',
    label: frame.texts.steps.mailedCode.code,
    autocomplete: 'one-time-code',
    inputmode: 'numeric',
    code: true,
    autofocus: true,
    ...fault(error),
  })}
${primaryButton('continue', frame.texts.continue)}`;
}

function sayError({ texts }: SignInFrame, error: MailedCodeError): string {
  const { mailedCode } = texts.steps;
  if (typeof error === 'string') {
    return { malformed: mailedCode.malformed, 'used-up': mailedCode.usedUp, 'wrong-code': mailedCode.wrong }[
      error
    ];
  }
  const wait = texts.tooManyTries(error.retryAfterSeconds);
  return error.tooManySent === true ? mailedCode.tooManySent(error.retryAfterSeconds) : wait;
}
