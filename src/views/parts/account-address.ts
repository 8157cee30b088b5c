// Where a person's own pages are, as one would say it: without the scheme.

import { type Html, html } from '../html.ts';

/** To be gone to later: a link in the middle of a sign-in would lead away from it. */
export function accountPlace(address: string): Html {
  return html`<b>${withoutScheme(address)}</b>`;
}

export function accountLink(address: string): Html {
  return html`<a href="${new URL(address).pathname}">${withoutScheme(address)}</a>`;
}

function withoutScheme(address: string): string {
  return address.replace(/^https?:\/\//, '');
}
