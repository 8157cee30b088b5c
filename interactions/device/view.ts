// Where a person types the code that a device shows (RFC 8628 section 3.3); never filled in, so that nobody is led past reading it.

import { type Html, html } from '../../src/views/html.ts';
import { type PageFrame, page } from '../../src/views/layout.ts';
import { fault, field } from '../../src/views/parts/field.ts';
import { form, primaryButton } from '../../src/views/parts/form.ts';
import { errorNotice, warningNotice } from '../../src/views/parts/notice.ts';

export type UserCodeError = 'wrong' | { readonly retryAfterSeconds: number };

export function userCodeView(frame: PageFrame, { error }: { readonly error?: UserCodeError } = {}): Html {
  const { enter: texts } = frame.texts.device;
  return page(frame, {
    title: texts.title,
    failed: error !== undefined,
    body: html`<h1>${texts.title}</h1>
<p class="lead">${texts.lead}</p>
${form(
  frame,
  html`${error !== undefined && errorNotice(sayError(frame, error))}
${field({
  name: 'user_code',
  label: texts.code,
  autocomplete: 'off',
  inputmode: 'text',
  code: true,
  hint: texts.hint,
  autofocus: true,
  ...fault(error),
})}
${warningNotice(texts.beware)}
${primaryButton('continue', frame.texts.continue)}`,
)}`,
  });
}

function sayError({ texts }: PageFrame, error: UserCodeError): string {
  return error === 'wrong' ? texts.device.enter.wrong : texts.tooManyTries(error.retryAfterSeconds);
}
