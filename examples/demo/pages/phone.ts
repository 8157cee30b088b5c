// The phone: the codes of now, renewed when they change; and the form that adds one by its key.

import { attributes, type Html, html } from '../../../src/views/html.ts';
import type { Code } from '../phone.ts';
import type { Tour } from '../tour.ts';
import { deskPage } from './document.ts';

export function phonePage(tour: Tour, codes: readonly Code[]): Html {
  const renewSeconds = Math.min(...codes.map(({ secondsLeft }) => secondsLeft));
  return deskPage(tour, `${tour.home}phone`, {
    title: 'Phone',
    renewSeconds,
    body: html`<h1>The phone</h1>
<p class="lead">An authenticator app, as bob has one. A code works once: used it, wait for the next.</p>
<ul class="phone" data-renew="${renewSeconds}">${codes.map(codeItem)}</ul>
<p><a class="button" href="/phone/add">Add a key</a></p>`,
  });
}

function codeItem({ label, code, secondsLeft, period }: Code): Html {
  const width = (100 * secondsLeft) / period;
  return html`<li><span class="label">${label}</span><b class="code">${code}</b>
<span class="left"><span style="inline-size:${width}%;animation-duration:${secondsLeft}s"></span></span>
<span class="hint">a new one every ${period} seconds</span></li>`;
}

export function phoneAddPage(tour: Tour, { failed = false } = {}): Html {
  return deskPage(tour, `${tour.home}phone`, {
    title: failed ? 'Not a key – Add a key' : 'Add a key',
    body: html`<p class="back"><a href="/phone">The phone</a></p>
<h1>Add a key</h1>
<p class="lead">Postern shows it as text beside the QR code, in groups of four. Its <code>otpauth:</code> link does as well.</p>
<form method="post">
<label for="secret">Key</label>
<input${attributes({ id: 'secret', name: 'secret', required: true, autofocus: true, autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false', 'aria-describedby': failed && 'wrong', 'aria-invalid': failed && 'true' })}>
${failed && html`<p id="wrong" class="wrong" role="alert">That is no key. Copy all of its groups, such as “JBSW Y3DP …”.</p>`}
<button class="button primary">Add it</button>
</form>`,
  });
}
