// Recovery codes: how many are left, and a new set.

import { type Html, html } from '../../views/html.ts';
import { type PortalFrame, portalPage } from '../../views/layout.ts';
import { form, primaryButton } from '../../views/parts/form.ts';
import { warningNotice } from '../../views/parts/notice.ts';

export function recoveryCodesView(frame: PortalFrame, left: number): Html {
  const texts = frame.texts.portal.recoveryCodes;
  return portalPage(frame, {
    title: texts.title,
    place: 'recoveryCodes',
    body: html`<h1>${texts.title}</h1>
<p class="lead">${texts.lead}</p>
<p>${texts.left(left)}</p>
${form(
  frame,
  html`${left > 0 && warningNotice(texts.renewing)}
${primaryButton('renew', texts.renew)}
<div class="other-ways"><a href="/account">${frame.texts.portal.back}</a></div>`,
)}`,
  });
}

/** Without a second step there is nothing that they could stand in for. */
export function noCodesView(frame: PortalFrame): Html {
  const texts = frame.texts.portal;
  return portalPage(frame, {
    title: texts.recoveryCodes.title,
    place: 'recoveryCodes',
    body: html`<h1>${texts.recoveryCodes.title}</h1>
<p class="lead">${texts.recoveryCodes.lead}</p>
<p>${texts.recoveryCodes.none}</p>
<p><a class="button primary" href="/account/enrol">${texts.overview.add}</a></p>`,
  });
}
