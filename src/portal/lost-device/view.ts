// "I lost a device": what the one button ends, and what comes next.

import { type Html, html } from '../../views/html.ts';
import { type PlainFrame, type PortalFrame, page, portalPage } from '../../views/layout.ts';
import { form, primaryButton } from '../../views/parts/form.ts';
import { warningNotice } from '../../views/parts/notice.ts';

export interface LostDeviceState {
  /** A code is asked at the next sign-in. */
  readonly needsCode: boolean;
}

export function lostDeviceView(frame: PortalFrame, { needsCode }: LostDeviceState): Html {
  const texts = frame.texts.portal.lostDevice;
  return portalPage(frame, {
    title: texts.title,
    place: 'lostDevice',
    body: html`<h1>${texts.title}</h1>
<p class="lead">${texts.lead}</p>
<ul class="points">
${texts.ends.map((line) => html`<li>${line}</li>\n`)}
</ul>
<p>${texts.stays}</p>
${form(
  frame,
  html`${needsCode && warningNotice(html`${texts.codeNeeded} <a href="/account/enrol">${texts.addFirst}</a>`)}
${primaryButton('end', texts.end)}
<div class="other-ways"><a href="/account">${frame.texts.portal.back}</a></div>`,
)}`,
  });
}

/** Nobody is signed in here any more. */
export function accessEndedView(frame: PlainFrame): Html {
  const { lostDevice, signIn } = frame.texts.portal;
  return page(frame, {
    title: lostDevice.done.title,
    body: html`<h1>${lostDevice.done.title}</h1>
<p class="lead">${lostDevice.done.text}</p>
<ol class="points">
${lostDevice.done.steps.map((line) => html`<li>${line}</li>\n`)}
</ol>
<p><a class="button primary" href="/account">${signIn}</a></p>`,
  });
}
