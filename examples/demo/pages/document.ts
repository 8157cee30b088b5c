// The document around every page of the desk: head, name, and the way to the other pages.

import { attributes, type Html, html, type Renderable } from '../../../src/views/html.ts';
import { mark } from '../../../src/views/parts/mark.ts';
import type { Tour } from '../tour.ts';

export interface Content {
  readonly title: string;
  /** What has `data-renew` in the body is asked for again after so many seconds; without scripts, the whole page. */
  readonly renewSeconds?: number;
  readonly body: Renderable;
}

/** `current`: the address of the page's own link in the row on top, where it has one. */
export function deskPage(tour: Tour, current: string, content: Content): Html {
  const entries = [{ text: 'Start', href: tour.home }, ...tour.links];
  return htmlDocument(
    'Postern demo',
    content,
    html`<header class="top">
<a class="brand" href="/">${mark()}<span>Postern demo</span></a>
<nav aria-label="Demo">${entries.map(
      ({ text, href }) =>
        html`<a${attributes({ href, 'aria-current': href === current && 'page' })}>${capital(text)}</a>`,
    )}</nav>
</header>
<main>
${content.body}
</main>`,
  );
}

export function htmlDocument(site: string, { title, renewSeconds }: Content, body: Html): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${title} – ${site}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="/icon.svg">
<link rel="stylesheet" href="/demo.css">
${renewSeconds !== undefined && renewal(renewSeconds)}
</head>
<body>
${body}
</body>
</html>
`;
}

function renewal(seconds: number): Html {
  return html`<script src="/renew.js" defer></script>
<noscript><meta http-equiv="refresh" content="${seconds}"></noscript>`;
}

export function capital(text: string): string {
  return text.replace(/^./, (first) => first.toUpperCase());
}
