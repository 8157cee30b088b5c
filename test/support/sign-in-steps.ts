// The sign-in by its steps: begins one at a client, says which page is open, and whether anything was opened by it.

import type { Browser, Page } from './browser.ts';
import type { SmtpSink } from './smtp-sink.ts';
import { mailProgram, webApp } from './world.ts';

type Parameters = Readonly<Record<string, string>>;

/** An authorization request of the web app; its code is never redeemed. */
export function authorizeAddress(parameters: Parameters = {}): string {
  return `/authorize?${new URLSearchParams({
    client_id: webApp.clientId,
    redirect_uri: webApp.redirectUri,
    response_type: 'code',
    scope: 'openid',
    code_challenge: 'x'.repeat(43),
    code_challenge_method: 'S256',
    ...parameters,
  })}`;
}

/** For `authorizeAddress`: connects a mail program. */
export const connecting = {
  client_id: mailProgram.clientId,
  redirect_uri: mailProgram.redirectUri,
  scope: 'openid mail',
} as const;

/** Name and password at the beginning of a sign-in, whatever page comes of it. */
export async function givePassword(
  browser: Browser,
  who: { readonly username: string; readonly password: string },
  parameters: Parameters = {},
): Promise<Page> {
  const first = await browser.open(authorizeAddress({ prompt: 'login', ...parameters }));
  return browser.submit(first, { username: who.username, password: who.password });
}

/** The last part of the page's address; `client` when the sign-in is over and gave a code. */
export function stepOf({ url }: Page): string {
  return url.searchParams.has('code') ? 'client' : (url.pathname.split('/').at(-1) ?? '');
}

/** Whether this browser could get a code without being asked anything. */
export async function hasSession(browser: Browser): Promise<boolean> {
  const page = await browser.open(authorizeAddress({ prompt: 'none' }));
  return page.url.searchParams.has('code');
}

/** The key that a page shows, as a URL; empty when it shows none. */
export function shownUrl({ html }: Page): string {
  const [url = ''] = /otpauth:\/\/[^"]+/.exec(html) ?? [];
  return url.replaceAll('&amp;', '&');
}

/** The recovery codes that a page shows. */
export function shownCodes({ html }: Page): readonly string[] {
  return html.match(/\b[0-9a-z]{4}(?:-[0-9a-z]{4}){4}\b/g) ?? [];
}

/** The eight digits of the newest mail to this address; waits until there are `count` of them. */
export async function mailedCode(sink: SmtpSink, address: string, count = 1): Promise<string> {
  for (let all = 1; ; all += 1) {
    const mails = await sink.untilMails(all);
    const codes = mails.filter(({ to }) => to.includes(address)).flatMap(({ text }) => findCode(text));
    if (codes.length >= count) {
      return codes.at(-1) ?? '';
    }
  }
}

function findCode(text: string): readonly string[] {
  const [, first = '', second = ''] = /^\s*(\d{4})\s?(\d{4})\s*$/m.exec(text) ?? [];
  return first === '' ? [] : [first + second];
}
