// The places of the account, beside every page of it.

import { attributes, type Html, html } from '../html.ts';
import type { Texts } from '../texts/texts.ts';

const addresses = {
  overview: '/account',
  connections: '/account/connections',
  password: '/account/password',
  recoveryCodes: '/account/recovery-codes',
  browsers: '/account/trusted-browsers',
  lostDevice: '/account/lost-device',
  signOut: '/logout',
} as const;

export type PortalPlace = keyof typeof addresses;

/** `current`: where the page is that shows it. */
export function portalNav({ portal }: Texts, current?: PortalPlace): Html {
  const places = Object.entries(addresses) as [PortalPlace, string][];
  return html`<nav class="places" aria-label="${portal.nav.label}">
<ul>
${places.map(([place, address]) => html`<li><a href="${address}"${attributes({ 'aria-current': place === current ? 'page' : undefined })}>${portal.nav[place]}</a></li>\n`)}
</ul>
</nav>`;
}
