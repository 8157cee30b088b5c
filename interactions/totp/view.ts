// The second step: the code from the authenticator app or token.

import { type Html, html, type Renderable } from '../../src/views/html.ts';
import { page, type SignInFrame } from '../../src/views/layout.ts';
import { checkbox } from '../../src/views/parts/checkbox.ts';
import { fault, field } from '../../src/views/parts/field.ts';
import { form, primaryButton, quietButton } from '../../src/views/parts/form.ts';
import { errorNotice } from '../../src/views/parts/notice.ts';
import { signInHeading } from '../../src/views/parts/sign-in-heading.ts';
import { notYou, who } from '../../src/views/parts/who.ts';

export interface TotpState {
  readonly error?: 'wrong-code' | 'used-before' | 'malformed' | { readonly retryAfterSeconds: number };
  /** Where the recovery-code step is. */
  readonly recoveryHref: string;
  /** Where the ways in without the device are explained. */
  readonly lostHref: string;
  /** What shows the codes. */
  readonly device: 'app' | 'token' | 'either';
  /** Somebody signed in already is asked for it. */
  readonly isStepUp?: boolean;
  /** For how many seconds this browser could be trusted; absent: it cannot. */
  readonly trustSeconds?: number;
}

export function totpView(frame: SignInFrame, state: TotpState): Html {
  const { texts } = frame;
  const { error } = state;
  const title = texts.code.title[state.device];
  return page(frame, {
    title,
    failed: error !== undefined,
    body: html`${signInHeading(frame, title)}
${form(
  frame,
  html`${who(frame)}
${error !== undefined && errorNotice(sayError(frame, error))}
${state.isStepUp === true && html`<p>${texts.code.stepUp}</p>`}
${field({
  name: 'code',
  label: texts.code.code,
  autocomplete: 'one-time-code',
  inputmode: 'numeric',
  code: true,
  autofocus: true,
  ...fault(error),
})}
${trustBox(frame, state.trustSeconds)}
${primaryButton('continue', texts.continue)}
${notYou(frame)}
<div class="other-ways">
<a href="${state.recoveryHref}">${texts.code.useRecoveryCode}</a>
<a href="${state.lostHref}">${texts.code.lost}</a>
</div>
${quietButton('cancel', texts.cancel)}`,
)}`,
  });
}

function trustBox({ texts }: SignInFrame, seconds: number | undefined): Renderable {
  const { steps } = texts;
  return (
    seconds !== undefined &&
    checkbox({ name: 'remember', label: steps.trust(seconds), hint: steps.trustHint })
  );
}

function sayError(frame: SignInFrame, error: NonNullable<TotpState['error']>): string {
  const { texts } = frame;
  if (typeof error === 'object') {
    return texts.tooManyTries(error.retryAfterSeconds);
  }
  const sentences = {
    'wrong-code': texts.code.wrong,
    'used-before': texts.code.usedBefore,
    malformed: texts.code.malformed,
  };
  return sentences[error];
}
