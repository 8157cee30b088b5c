// The ends of connecting a device: it is connected, it was refused, or its code does not work any more.

import { type Html, html } from './html.ts';
import { type PlainFrame, page } from './layout.ts';
import { accountLink } from './parts/account-address.ts';
import { supportContact } from './parts/support.ts';

export interface ConnectedDevice {
  /** The program's name. */
  readonly client: string;
  /** Where the person's own pages are. */
  readonly accountAddress: string;
}

export function deviceConnectedPage(frame: PlainFrame, { client, accountAddress }: ConnectedDevice): Html {
  const { connected: texts } = frame.texts.device;
  const title = texts.title(client);
  return page(frame, {
    title,
    body: html`<h1>${title}</h1>
<p>${texts.next}</p>
<p>${texts.toEnd(accountLink(accountAddress))}</p>`,
  });
}

export function deviceRefusedPage(frame: PlainFrame): Html {
  const { refused: texts } = frame.texts.device;
  return page(frame, {
    title: texts.title,
    body: html`<h1>${texts.title}</h1>
<p>${texts.text}</p>
<p>${texts.ifStranger(supportContact(frame))}</p>`,
  });
}

export function deviceOverPage(frame: PlainFrame, { enterHref }: { readonly enterHref: string }): Html {
  const { over: texts } = frame.texts.device;
  return page(frame, {
    title: texts.title,
    body: html`<h1>${texts.title}</h1>
<p>${texts.text}</p>
<p><a href="${enterHref}">${texts.again}</a></p>`,
  });
}
