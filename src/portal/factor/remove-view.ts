// Before a factor goes: what that means, or why it cannot go.

import type { FactorDetails } from '../../accounts/second-factor/factor-details.ts';
import { type Html, html } from '../../views/html.ts';
import { type PortalFrame, portalPage } from '../../views/layout.ts';
import { form, primaryButton } from '../../views/parts/form.ts';
import { warningNotice } from '../../views/parts/notice.ts';
import { factorLabel } from '../../views/texts/factor-label.ts';

export interface RemovalState {
  readonly factor: Pick<FactorDetails, 'id' | 'label'>;
  /** No other is active. */
  readonly isLast: boolean;
}

export function removalView(frame: PortalFrame, { factor, isLast }: RemovalState): Html {
  const texts = frame.texts.portal.factor;
  const title = texts.removeTitle(factorLabel(frame.texts, factor.label));
  return portalPage(frame, {
    title,
    place: 'overview',
    body: html`<h1>${title}</h1>
<p class="lead">${texts.removeLead}</p>
${form(
  frame,
  html`${isLast && warningNotice(texts.removeLast)}
${primaryButton('remove', texts.remove)}
<div class="other-ways"><a href="/account/factors/${factor.id}">${texts.keep}</a></div>`,
)}`,
  });
}

/** `needed`: the account must have a second step. `recovered`: who signed in with a recovery code replaces, and switches nothing off. */
export function lastFactorView(frame: PortalFrame, why: 'needed' | 'recovered'): Html {
  const texts = frame.texts.portal;
  return portalPage(frame, {
    title: texts.factor.lastTitle,
    place: 'overview',
    body: html`<h1>${texts.factor.lastTitle}</h1>
<p>${why === 'needed' ? texts.factor.lastNeeded : texts.factor.lastRecovered}</p>
<p><a class="button primary" href="/account/enrol">${texts.overview.addAnother}</a></p>
<p class="other-ways"><a href="/account">${texts.back}</a></p>`,
  });
}
