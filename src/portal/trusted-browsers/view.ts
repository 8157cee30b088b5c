// Browsers that are not asked for a code: which, for how long, and how to forget them.

import type { TrustedBrowser } from '../../accounts/browsers/trusted-browsers.ts';
import { nameBrowser } from '../../base/browser-name.ts';
import { attributes, type Html, html } from '../../views/html.ts';
import { type PortalFrame, portalPage } from '../../views/layout.ts';
import { form, quietButton } from '../../views/parts/form.ts';
import { moment } from '../../views/parts/moment.ts';
import { type FactRow, factRows } from '../../views/parts/row-list.ts';

export interface TrustedBrowsersState {
  readonly now: number;
  /** The newest first. */
  readonly browsers: readonly TrustedBrowser[];
}

const dayMs = 24 * 60 * 60 * 1000;

export function trustedBrowsersView(frame: PortalFrame, { now, browsers }: TrustedBrowsersState): Html {
  const texts = frame.texts.portal.browsers;
  const isEmpty = browsers.length === 0;
  return portalPage(frame, {
    title: texts.title,
    place: 'browsers',
    body: html`<h1>${texts.title}</h1>
<p class="lead">${isEmpty ? texts.empty : texts.lead}</p>
${
  isEmpty
    ? undefined
    : form(
        frame,
        html`${factRows(browsers.map((browser) => toRow(frame, browser, now)))}
${browsers.length > 1 && quietButton('forget-all', texts.forgetAll, 'secondary')}`,
      )
}
<p class="other-ways"><a href="/account">${frame.texts.portal.back}</a></p>`,
  });
}

/** Nobody is asked for a code without a second step. */
export function noTrustView(frame: PortalFrame): Html {
  const { browsers: texts, overview, back } = frame.texts.portal;
  return portalPage(frame, {
    title: texts.title,
    place: 'browsers',
    body: html`<h1>${texts.title}</h1>
<p class="lead">${texts.none}</p>
<p><a class="button primary" href="/account/enrol">${overview.add}</a></p>
<p class="other-ways"><a href="/account">${back}</a></p>`,
  });
}

/** The action names the browser: one form for all of them. */
export const forgetAction = (id: string): string => `forget-${id}`;

function toRow(frame: PortalFrame, browser: TrustedBrowser, now: number): FactRow {
  const texts = frame.texts.portal.browsers;
  const name = nameBrowser(browser.userAgent) ?? texts.unknown;
  const button = attributes({
    class: 'secondary',
    name: 'action',
    value: forgetAction(browser.id),
    'aria-label': texts.forgetOne(name),
  });
  return {
    icon: 'browser',
    title: browser.isThis ? html`${name} <span class="optional">(${texts.here})</span>` : name,
    fact: texts.since(moment(frame.texts, browser.createdAt, now), (browser.expiresAt - now) / dayMs),
    action: html`<button${button}>${texts.forget}</button>`,
  };
}
