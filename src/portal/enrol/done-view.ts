// A new app was added: what there is now, and what comes next.

import type { OtpauthSecret } from '../../accounts/account.ts';
import { type Html, html } from '../../views/html.ts';
import { type PortalFrame, portalPage } from '../../views/layout.ts';
import { linkRows } from '../../views/parts/row-list.ts';
import { factorLabel } from '../../views/texts/factor-label.ts';
import type { EnrolledWord } from '../pending.ts';

type Other = Pick<OtpauthSecret, 'id' | 'label' | 'type'>;

/** The first one. */
export function enrolledView(frame: PortalFrame, word: Exclude<EnrolledWord, 'enrolled-another'>): Html {
  const { connections, enrol, overview, back } = frame.texts.portal;
  return portalPage(frame, {
    title: enrol.done.title,
    place: 'overview',
    body: html`<h1>${enrol.done.title}</h1>
<p class="lead">${enrol.done.lead}</p>
${word === 'enrolled-and-disconnected' && html`<p>${enrol.done.connect} <a href="/account/app-passwords/new">${connections.make}</a></p>`}
<p>${enrol.done.another}</p>
<p><a class="button primary" href="/account">${back}</a></p>
<p class="other-ways"><a href="/account/enrol">${overview.addAnother}</a></p>`,
  });
}

/** Beside others. */
export function anotherEnrolledView(frame: PortalFrame): Html {
  const { enrol, back } = frame.texts.portal;
  return portalPage(frame, {
    title: enrol.done.anotherTitle,
    place: 'overview',
    body: html`<h1>${enrol.done.anotherTitle}</h1>
<p class="lead">${enrol.done.anotherLead}</p>
<p><a class="button primary" href="/account">${back}</a></p>`,
  });
}

/** For whoever came in by a recovery code: one of the others is lost. */
export function replacedView(frame: PortalFrame, others: readonly Other[]): Html {
  const { enrol, back } = frame.texts.portal;
  return portalPage(frame, {
    title: enrol.done.replacedTitle,
    place: 'overview',
    body: html`<h1>${enrol.done.replacedTitle}</h1>
<p class="lead">${enrol.done.replacedLead}</p>
${linkRows(
  others.map(({ id, label, type }) => ({
    href: `/account/factors/${id}/remove`,
    icon: type === 'totp' ? ('phone' as const) : ('key' as const),
    title: enrol.done.remove(factorLabel(frame.texts, label)),
  })),
)}
<p class="other-ways"><a href="/account">${back}</a></p>`,
  });
}
