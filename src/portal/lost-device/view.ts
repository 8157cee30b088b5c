// "I lost a device": what the one button ends, and what comes next.

import { type Html, html } from '../../views/html.ts';
import { type PlainFrame, type PortalFrame, page, portalPage } from '../../views/layout.ts';
import { form, primaryButton } from '../../views/parts/form.ts';
import { warningNotice } from '../../views/parts/notice.ts';

/** `madeFor`: other mailboxes that this person made app passwords for, by user name. */
export function lostDeviceView(frame: PortalFrame, madeFor: readonly string[] = []): Html {
  const { hasSecondStep } = frame;
  const texts = frame.texts.portal.lostDevice;
  return portalPage(frame, {
    title: texts.title,
    place: 'lostDevice',
    body: html`<h1>${texts.title}</h1>
<p class="lead">${texts.lead}</p>
<ul class="points">
${(hasSecondStep ? texts.ends : texts.endsPlain).map((line) => html`<li>${line}</li>\n`)}${madeFor.length > 0 && html`<li>${texts.endsElsewhere(madeFor.join(', '))}</li>\n`}
</ul>
<p>${hasSecondStep ? texts.stays : texts.staysPlain}</p>
${form(
  frame,
  html`${hasSecondStep && warningNotice(html`${texts.codeNeeded} <a href="/account/enrol">${texts.addFirst}</a>`)}
${primaryButton('end', texts.end)}
<div class="other-ways"><a href="/account">${frame.texts.portal.back}</a></div>`,
)}`,
  });
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
