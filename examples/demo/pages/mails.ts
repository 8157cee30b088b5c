// The caught mails: a list that renews itself, and one of them as text, then as its HTML says.

import { type Html, html } from '../../../src/views/html.ts';
import type { CaughtMail } from '../mail-catcher.ts';
import type { Tour } from '../tour.ts';
import { deskPage } from './document.ts';

const renewSeconds = 2;
const timeForm = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });

export function mailListPage(tour: Tour, mails: readonly CaughtMail[]): Html {
  const empty = html`<p class="empty">No mail yet. Whatever Postern sends, such as the link that adds an authenticator app, arrives here.</p>`;
  return deskPage(tour, `${tour.home}mails`, {
    title: mails.length === 0 ? 'Caught mails' : `Caught mails (${mails.length})`,
    renewSeconds,
    body: html`<h1>Caught mails</h1>
<p class="lead">Newest first. This page shows new ones by itself.</p>
<div data-renew="${renewSeconds}">${mails.length === 0 ? empty : html`<ol class="mails">${mails.map(mailItem)}</ol>`}</div>`,
  });
}

function mailItem({ id, to, subject, caughtAt }: CaughtMail): Html {
  return html`<li><a href="/mails/${id}"><b>${subject}</b><span class="to">to ${to}</span>${time(caughtAt)}</a></li>`;
}

export function mailPage(tour: Tour, mail: CaughtMail): Html {
  const { id, from, to, subject, text, html: page, caughtAt } = mail;
  const framed = html`<h2>As HTML</h2>
<iframe src="/mails/${id}/html" title="The same mail as HTML" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>`;
  return deskPage(tour, `${tour.home}mails`, {
    title: subject,
    body: html`<p class="back"><a href="/mails">All caught mails</a></p>
<h1>${subject}</h1>
<dl class="facts mail-facts"><dt>To</dt><dd>${to}</dd><dt>From</dt><dd>${from}</dd><dt>Caught</dt><dd>${time(caughtAt)}</dd></dl>
<div class="mail-text">${withLinks(text)}</div>
${page !== '' && framed}`,
  });
}

/** The mail's own HTML, whose links leave the frame it stands in. */
export function mailToFrame({ html: page }: CaughtMail): string {
  return page.replace(/<head[^>]*>/i, (head) => `${head}<base target="_blank">`);
}

function withLinks(text: string): readonly (Html | string)[] {
  return text
    .trim()
    .split(/(https?:\/\/[^\s<>"]+)/)
    .map((part, index) =>
      index % 2 === 0 ? part : html`<a href="${part}" target="_blank" rel="noopener">${part}</a>`,
    );
}

function time(at: number): Html {
  return html`<time datetime="${new Date(at).toISOString()}">${timeForm.format(at)}</time>`;
}
