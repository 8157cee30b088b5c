// The pages on the way to an authenticator app: a link by mail or a ticket first, where one is needed.

import { type Html, html } from '../../views/html.ts';
import { type PageFrame, type PlainFrame, type PortalFrame, page, portalPage } from '../../views/layout.ts';
import { fault, field } from '../../views/parts/field.ts';
import { form, primaryButton, quietButton } from '../../views/parts/form.ts';
import { errorNotice } from '../../views/parts/notice.ts';
import { supportContact } from '../../views/parts/support.ts';

interface Waiting {
  readonly retryAfterSeconds: number;
}

export interface MailState {
  /** Shortened. */
  readonly address: string;
  readonly error?: Waiting;
}

export function askForLinkView(frame: PortalFrame, { address, error }: MailState): Html {
  const texts = frame.texts.portal.enrol;
  return portalPage(frame, {
    title: texts.mail.title,
    place: 'secondStep',
    failed: error !== undefined,
    body: html`<h1>${texts.mail.title}</h1>
<p class="lead">${texts.mail.lead(html`<b class="whole">${address}</b>`)}</p>
${form(
  frame,
  html`${error !== undefined && errorNotice(texts.sendLimit(error.retryAfterSeconds))}
${primaryButton('send', texts.mail.send)}
<div class="other-ways"><a href="/account">${frame.texts.portal.back}</a></div>`,
)}`,
  });
}

export interface SentState {
  /** Shortened. */
  readonly address: string;
  readonly lifeSeconds: number;
}

export function linkSentView(frame: PortalFrame, { address, lifeSeconds }: SentState): Html {
  const texts = frame.texts.portal.enrol.sent;
  return portalPage(frame, {
    title: texts.title,
    place: 'secondStep',
    body: html`<h1>${texts.title}</h1>
<p class="lead">${texts.lead(html`<b class="whole">${address}</b>`, lifeSeconds)}</p>
<p>${texts.missing}</p>
${form(
  frame,
  html`${quietButton('send', texts.again, 'secondary')}
<div class="other-ways"><a href="/account">${frame.texts.portal.back}</a></div>`,
)}`,
  });
}

export interface TicketState {
  readonly error?: 'wrong-code' | Waiting;
}

export function ticketView(frame: PortalFrame, { error }: TicketState): Html {
  const texts = frame.texts.portal.enrol.ticket;
  return portalPage(frame, {
    title: texts.title,
    place: 'secondStep',
    failed: error !== undefined,
    body: html`<h1>${texts.title}</h1>
<p class="lead">${texts.lead(supportContact(frame))}</p>
${form(
  frame,
  html`${error !== undefined && errorNotice(typeof error === 'string' ? texts.wrong : frame.texts.tooManyTries(error.retryAfterSeconds))}
${field({
  name: 'ticket',
  label: texts.ticket,
  autocomplete: 'off',
  code: true,
  hint: texts.hint,
  autofocus: true,
  ...fault(error),
})}
${primaryButton('continue', frame.texts.continue)}
<div class="other-ways"><a href="/account">${frame.texts.portal.back}</a></div>`,
)}`,
  });
}

/** Also for whoever is not signed in. */
export function linkEndedView(frame: PlainFrame): Html {
  const texts = frame.texts.portal.enrol.ended;
  return page(frame, {
    title: texts.title,
    body: html`<h1>${texts.title}</h1>
<p>${texts.text}</p>
<p><a class="button primary" href="/account/enrol">${texts.again}</a></p>`,
  });
}

/** Before the sign-in: what the link is for, and whose. */
export function strangerLinkView(frame: PageFrame, theirs: string): Html {
  const { followed, title } = frame.texts.portal.enrol;
  return page(frame, {
    title,
    body: html`<h1>${title}</h1>
<p>${followed.lead(html`<b>${theirs}</b>`)}</p>
${form(frame, primaryButton('switch', followed.goOn(theirs)))}`,
  });
}

/** The same where somebody is signed in, the right person or another. */
export function followedLinkView(frame: PortalFrame, theirs: string): Html {
  const { followed, foreign, title } = frame.texts.portal.enrol;
  const isOther = theirs !== frame.username;
  return page(frame, {
    title,
    body: html`<h1>${title}</h1>
<p>${followed.lead(html`<b>${theirs}</b>`)}</p>
${isOther && html`<p>${followed.signedInAs(html`<b>${frame.username}</b>`)}</p>`}
${form(
  frame,
  html`${primaryButton('switch', followed.goOn(theirs))}
${quietButton('leave', foreign.leave)}`,
)}`,
  });
}

export function unsafeLinkView(frame: PlainFrame): Html {
  const texts = frame.texts.portal.enrol.unsafe;
  return page(frame, {
    title: texts.title,
    body: html`<h1>${texts.title}</h1>\n<p>${texts.text}</p>`,
  });
}

export function foreignLinkView(frame: PortalFrame, theirs: string): Html {
  const texts = frame.texts.portal.enrol.foreign;
  return portalPage(frame, {
    title: texts.title,
    body: html`<h1>${texts.title}</h1>
<p class="lead">${texts.lead(html`<b>${theirs}</b>`, html`<b>${frame.username}</b>`)}</p>
${form(
  frame,
  html`${primaryButton('switch', texts.switch(theirs))}
${quietButton('leave', texts.leave)}`,
)}`,
  });
}

export function fullView(frame: PortalFrame): Html {
  const texts = frame.texts.portal.enrol.full;
  return portalPage(frame, {
    title: texts.title,
    place: 'overview',
    body: html`<h1>${texts.title}</h1>
<p>${texts.text}</p>
<p class="other-ways"><a href="/account">${frame.texts.portal.back}</a></p>`,
  });
}
