// The document around every page: head and brand; one column at the sign-in, a navigation beside it at the account.

import { enhancements } from './assets/enhancements.ts';
import { createFavicon } from './assets/favicon.ts';
import { createStylesheet } from './assets/stylesheet.ts';
import { attributes, type Html, html, type Renderable } from './html.ts';
import { mark } from './parts/mark.ts';
import { doneNotice } from './parts/notice.ts';
import { type PortalPlace, portalNav } from './parts/portal-nav.ts';
import type { Texts } from './texts/texts.ts';

/** What an operator may set to make the pages their own. */
export interface Brand {
  readonly name: string;
  /** `#rrggbb` */
  readonly color: string;
}

/** What every page needs, also one without a form. */
export interface PlainFrame {
  readonly texts: Texts;
  readonly brand: Brand;
  /** Name, address, phone or URL of whoever helps here (POSTERN_SUPPORT). */
  readonly support?: string;
}

export interface PageFrame extends PlainFrame {
  /** The value for the hidden field `csrf`. */
  readonly csrf: string;
}

/** The frame of the sign-in pages: for what, and who. */
export interface SignInFrame extends PageFrame {
  readonly client: {
    readonly name: string;
    /** Host name of the app, where it has one that is known. */
    readonly host?: string;
  };
  /** The name as it was typed. */
  readonly username?: string;
}

export interface PageContent {
  /** Says the state the person is in; stands in the tab, before the brand name. */
  readonly title: string;
  /** The page comes again because something did not work; the tab says so. */
  readonly failed?: boolean;
  /** Room for two columns. */
  readonly wide?: boolean;
  readonly body: Renderable;
}

/** The frame of the pages under /account: whose it is. */
export interface PortalFrame extends PageFrame {
  /** The account's own name. */
  readonly username: string;
  /** Some places are only for whoever has one. */
  readonly hasSecondStep: boolean;
  /** What was done just before, said once. */
  readonly done?: keyof Texts['portal']['done'];
}

export interface PortalContent extends Omit<PageContent, 'wide'> {
  /** The place of the navigation that the page belongs to. */
  readonly place?: PortalPlace;
}

/** The whole document. */
export function page(frame: PlainFrame, content: PageContent): Html {
  return whole(
    frame,
    content,
    html`<div${attributes({ class: content.wide === true ? 'page wide' : 'page' })}>
<header class="brand">${mark()}<span>${frame.brand.name}</span></header>
<main>
${content.body}
</main>
</div>`,
  );
}

/** What was asked for and did not happen. */
const failures: readonly NonNullable<PortalFrame['done']>[] = ['profile-given-out'];

/** The same for a page of the account. */
export function portalPage(frame: PortalFrame, content: PortalContent): Html {
  return whole(
    frame,
    content,
    html`<div class="page portal">
<header class="brand">${mark()}<span>${frame.brand.name}</span><span class="owner">${frame.username}</span></header>
${portalNav(frame, content.place)}
<main>
${frame.done !== undefined && doneNotice(frame.texts.portal.done[frame.done], failures.includes(frame.done) ? 'warn' : 'good')}
${content.body}
</main>
</div>`,
  );
}

function whole(frame: PlainFrame, content: Omit<PageContent, 'body'>, body: Html): Html {
  const { texts, brand } = frame;
  const title = content.failed === true ? texts.failed(content.title) : content.title;
  return html`<!doctype html>
<html lang="${texts.language}" dir="${texts.direction}">
<head>
<meta charset="utf-8">
<title>${title} – ${brand.name}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
${assetLinks(brand)}
<script src="${enhancements.path}" defer></script>
</head>
<body>
${body}
</body>
</html>
`;
}

/** By colour: there is one for each setting of it, and drawing it anew would take longer than the rest of a page. */
const drawnLinks = new Map<string, Html>();

function assetLinks(brand: Brand): Html {
  const links =
    drawnLinks.get(brand.color) ??
    html`<link rel="icon" href="${createFavicon(brand).path}">
<link rel="stylesheet" href="${createStylesheet(brand).path}">`;
  drawnLinks.set(brand.color, links);
  return links;
}
