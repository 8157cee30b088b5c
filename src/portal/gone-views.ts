// Addresses of the account where there is nothing, with the way back.

import { type Html, html } from '../views/html.ts';
import { type PlainFrame, type PortalFrame, page, portalPage } from '../views/layout.ts';

/** Something of the account that is not there any more. */
export function goneView(frame: PortalFrame): Html {
  const { back, gone } = frame.texts.portal;
  return portalPage(frame, {
    title: gone.title,
    body: html`<h1>${gone.title}</h1>
<p class="lead">${gone.text}</p>
<p><a class="button primary" href="/account">${back}</a></p>`,
  });
}

/** An address that never was one; also for whoever is not signed in. */
export function nothingHereView(frame: PlainFrame): Html {
  const { errors, portal } = frame.texts;
  const { title, text } = errors['not-found'];
  return page(frame, {
    title,
    body: html`<h1>${title}</h1>
<p>${text}</p>
<p><a class="button primary" href="/account">${portal.overview.title}</a></p>`,
  });
}
