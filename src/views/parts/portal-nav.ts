// The places of the account, beside every page of it.

import { attributes, type Html, html } from '../html.ts';
import type { PortalFrame } from '../layout.ts';

const addresses = {
  overview: '/account',
  secondStep: '/account/enrol',
  connections: '/account/connections',
  password: '/account/password',
  recoveryCodes: '/account/recovery-codes',
  browsers: '/account/trusted-browsers',
  lostDevice: '/account/lost-device',
  signOut: '/account/sign-out',
} as const;

export type PortalPlace = keyof typeof addresses;

/** Its parts are on the overview; who has none would find nothing at the others. */
const withSecondStep: readonly PortalPlace[] = ['recoveryCodes', 'browsers'];
const withoutSecondStep: readonly PortalPlace[] = ['secondStep'];

/** `current`: where the page is that shows it. */
export function portalNav(
  { texts: { portal }, hasSecondStep }: Pick<PortalFrame, 'texts' | 'hasSecondStep'>,
  current?: PortalPlace,
): Html {
  const hidden = hasSecondStep ? withoutSecondStep : withSecondStep;
  const all = Object.entries(addresses) as [PortalPlace, string][];
  const places = all.filter(([place]) => !hidden.includes(place));
  return html`<nav class="places" aria-label="${portal.nav.label}">
<ul>
${places.map(([place, address]) => html`<li><a href="${address}"${attributes({ 'aria-current': place === current ? 'page' : undefined })}>${portal.nav[place]}</a></li>\n`)}
</ul>
</nav>`;
}
