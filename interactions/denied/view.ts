// The end of a sign-in that a rule forbids: nothing is wrong with the person's name and password.

import { type Html, html } from '../../src/views/html.ts';
import { page, type SignInFrame } from '../../src/views/layout.ts';
import { form, primaryButton } from '../../src/views/parts/form.ts';
import { errorNotice } from '../../src/views/parts/notice.ts';
import { supportContact } from '../../src/views/parts/support.ts';
import { notYou, who } from '../../src/views/parts/who.ts';

export function deniedView(frame: SignInFrame): Html {
  const { back, denied } = frame.texts.barred;
  const title = denied.title(frame.client.name);
  return page(frame, {
    title,
    failed: true,
    body: html`<h1>${title}</h1>
${form(
  frame,
  html`${who(frame)}
${errorNotice(denied.text)}
<p>${denied.help(supportContact(frame))}</p>
${primaryButton('cancel', back(frame.client.name))}
${notYou(frame)}`,
)}`,
  });
}
