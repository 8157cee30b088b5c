// The end of a sign-in that needs a second step, for an account that has none.

import { type Html, html } from '../../src/views/html.ts';
import { page, type SignInFrame } from '../../src/views/layout.ts';
import { form, primaryButton } from '../../src/views/parts/form.ts';
import { supportContact } from '../../src/views/parts/support.ts';
import { notYou, who } from '../../src/views/parts/who.ts';

export function enrolFirstView(frame: SignInFrame): Html {
  const { back, enrolFirst } = frame.texts.barred;
  const { name } = frame.client;
  return page(frame, {
    title: enrolFirst.title,
    body: html`<h1>${enrolFirst.title}</h1>
${form(
  frame,
  html`${who(frame)}
<p>${enrolFirst.text(html`<b>${name}</b>`)}</p>
<p>${enrolFirst.help(supportContact(frame))}</p>
${primaryButton('cancel', back(name))}
${notYou(frame)}`,
)}`,
  });
}
