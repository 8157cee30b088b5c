// Where the demo begins: where things are, who is there, and what to try, in order.

import { type Html, html } from '../../../src/views/html.ts';
import type { Person } from '../people.ts';
import type { Link, Step, Tour } from '../tour.ts';
import { capital, deskPage } from './document.ts';

export function startPage(tour: Tour, mailCount: number): Html {
  return deskPage(tour, tour.home, {
    title: 'Start',
    body: html`<h1>Try Postern</h1>
<p class="lead">Everything here runs on this machine, and is gone when you stop it. Nothing leaves it: mail is caught, not sent.</p>
<h2>Two people</h2>
<ul class="cards two">${tour.people.map(personCard)}</ul>
<h2>What to try, in order</h2>
<ol class="steps">${tour.steps.map(stepItem)}</ol>
<h2>Where things are</h2>
<ul class="cards">${tour.links.map(
      ({ text, href, about }) =>
        html`<li><a href="${href}">${capital(text)}</a>${href.endsWith('/mails') && html` <span class="count">${mailCount}</span>`}<p>${about}</p></li>`,
    )}</ul>`,
  });
}

function personCard({ username, password, secondStep }: Person): Html {
  return html`<li><b>${username}</b><dl class="facts"><dt>Password</dt><dd><code>${password}</code></dd><dt>Second step</dt><dd>${secondStep}</dd></dl></li>`;
}

function stepItem({ title, way, commands = [] }: Step): Html {
  return html`<li><h3>${title}</h3><p>${way.map(wayPart)}</p>${
    commands.length > 0 &&
    html`<pre class="commands">${commands.map((command) => html`<code>${command}</code>`)}</pre>`
  }</li>`;
}

function wayPart(part: string | Link): Html | string {
  return typeof part === 'string' ? part : html`<a href="${part.href}">${part.text}</a>`;
}
