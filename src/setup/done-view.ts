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
<dd><code>npx postern accounts add alice</code></dd>
<dd><code>npx postern otp enrol alice</code></dd>
<dt>${texts.addMail}</dt>
<dd><code>npx postern services add mail</code></dd>
<dd><code>npx postern recipe dovecot --service mail</code></dd>
<dt>${texts.addApp}</dt>
<dd><code>npx postern clients add --preset web --help</code></dd>
</dl>
<p class="hint">${texts.more}</p>`,
  });
}
