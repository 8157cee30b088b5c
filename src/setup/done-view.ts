// Set-up, the end: what there is now, and the commands that come next.

import { type Html, html } from '../views/html.ts';
import { type PlainFrame, page } from '../views/layout.ts';

export interface SetupDone {
  readonly username: string;
}

export function setupDoneView(frame: PlainFrame, { username }: SetupDone): Html {
  const texts = frame.texts.setup.done;
  return page(frame, {
    title: texts.title,
    body: html`<h1>${texts.title}</h1>
<p class="lead">${texts.lead(html`<b>${username}</b>`)}</p>
<h2>${texts.next}</h2>
<p>${texts.nextLead}</p>
<dl class="commands">
<dt>${texts.addPeople}</dt>
<dd>${command('npx postern accounts add alice')}</dd>
<dd>${command('npx postern otp enrol alice')}</dd>
<dt>${texts.addMail}</dt>
<dd>${command('npx postern services add mail --imap YOUR-MAIL-SERVER:993')}</dd>
<dd>${command('npx postern recipe dovecot --service mail --out DIRECTORY')}</dd>
<dt>${texts.addProgram}</dt>
<dd>${command('npx postern clients add --preset native --id mail-program')}</dd>
<dt>${texts.addApp}</dt>
<dd>${command('npx postern clients add --preset web --help')}</dd>
</dl>
<p class="hint">${texts.more}</p>
<p><a class="button primary" href="/account">${texts.account}</a></p>`,
  });
}

/** Broken between words only, since hyphens begin options. */
function command(line: string): Html {
  return html`<code>${line.split(' ').map((word) => html`<span>${word}</span> `)}</code>`;
}
