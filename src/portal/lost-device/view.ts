// "I lost a device": what the one button ends, what it does not, and what comes next.

import type { FactorDetails } from '../../accounts/second-factor/factor-details.ts';
import { type Html, html } from '../../views/html.ts';
import { type PlainFrame, type PortalFrame, page, portalPage } from '../../views/layout.ts';
import { form, primaryButton } from '../../views/parts/form.ts';
import { moment } from '../../views/parts/moment.ts';
import { warningNotice } from '../../views/parts/notice.ts';
import { type LinkRow, linkRows } from '../../views/parts/row-list.ts';
import { factorLabel } from '../../views/texts/factor-label.ts';

export interface LostDeviceState {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly factors: readonly Pick<FactorDetails, 'id' | 'label' | 'type' | 'createdAt'>[];
  /** Other mailboxes that this person made app passwords for, by user name. */
  readonly madeFor: readonly string[];
}

export function lostDeviceView(frame: PortalFrame, state: LostDeviceState): Html {
  const { hasSecondStep } = frame;
  const { madeFor } = state;
  const texts = frame.texts.portal.lostDevice;
  return portalPage(frame, {
    title: texts.title,
    place: 'lostDevice',
    body: html`<h1>${texts.title}</h1>
<p class="lead">${texts.lead}</p>
<ul class="points">
${(hasSecondStep ? texts.ends : texts.endsPlain).map((line) => html`<li>${line}</li>\n`)}${madeFor.length > 0 && html`<li>${texts.endsElsewhere(madeFor.join(', '))}</li>\n`}
</ul>
<p>${hasSecondStep ? html`${texts.stays} <a href="#not-yours">${texts.notYours.title}</a>` : html`${texts.staysPlain} <a href="/account/password">${frame.texts.portal.password.title}</a>`}</p>
${form(
  frame,
  html`${hasSecondStep && warningNotice(html`${texts.codeNeeded} <a href="/account/enrol">${texts.addFirst}</a>`)}
${primaryButton('end', texts.end)}
<div class="other-ways"><a href="/account">${frame.texts.portal.back}</a></div>`,
)}
${hasSecondStep && notYours(frame, state)}`,
  });
}

/** What a stranger who was in has left behind outlasts all that the button ends. */
function notYours(frame: PortalFrame, { factors, now }: LostDeviceState): Html {
  const { enrol, factor: words, lostDevice, password } = frame.texts.portal;
  const remove = ({ id, label, type, createdAt }: LostDeviceState['factors'][number]): LinkRow => ({
    href: `/account/factors/${id}/remove`,
    icon: type === 'totp' ? 'phone' : 'key',
    title: enrol.done.remove(factorLabel(frame.texts, label)),
    fact: words.added(type === 'totp' ? words.app : words.token, moment(frame.texts, createdAt, now)),
  });
  const change: LinkRow = {
    href: '/account/password',
    icon: 'key',
    title: password.title,
    fact: lostDevice.notYours.passwordHint,
  };
  return html`<h2 id="not-yours">${lostDevice.notYours.title}</h2>
<p>${lostDevice.notYours.text}</p>
${linkRows([...factors.map(remove), change])}`;
}

/** Nobody is signed in here any more. */
export function accessEndedView(
  frame: PlainFrame,
  { hasSecondStep }: Pick<PortalFrame, 'hasSecondStep'>,
): Html {
  const { lostDevice, signIn } = frame.texts.portal;
  const { steps, stepsPlain } = lostDevice.done;
  return page(frame, {
    title: lostDevice.done.title,
    body: html`<h1>${lostDevice.done.title}</h1>
<p class="lead">${lostDevice.done.text}</p>
<ol class="points">
${(hasSecondStep ? steps : stepsPlain).map((line) => html`<li>${line}</li>\n`)}
</ol>
<p><a class="button primary" href="/account">${signIn}</a></p>`,
  });
}
