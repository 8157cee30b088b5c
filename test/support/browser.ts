// A person at the sign-in without a real browser: opens pages, fills forms, follows redirects, one step at a time.

import { type CookieJar, createCookieJar } from './sign-in-over-http-cookies.ts';
import { type PageForm, readForm } from './sign-in-over-http-form.ts';

export interface Page {
  readonly status: number;
  readonly url: URL;
  readonly headers: Headers;
  readonly html: string;
  readonly form: PageForm | undefined;
  /** What the page says went wrong; empty when nothing did. */
  readonly alert: string;
}

export interface Browser {
  readonly cookies: CookieJar;
  /** Opens an address and follows redirects on this server; stops at one that leaves it. */
  open(address: string | URL): Promise<Page>;
  /** Fills the page's form and presses a button: the first one unless `action` names another. */
  submit(page: Page, fields: Readonly<Record<string, string>>, options?: SubmitOptions): Promise<Page>;
}

export interface SubmitOptions {
  readonly action?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Hidden fields that differ from what the page holds. */
  readonly hidden?: Readonly<Record<string, string>>;
}

/** `userAgent`: what it says that it is. */
export function createBrowser(issuer: string, userAgent?: string): Browser {
  const cookies = createCookieJar();
  const origin = new URL(issuer).origin;

  const visit = async (url: URL, init: RequestInit = {}): Promise<Page> => {
    const headers = new Headers({ accept: 'text/html', ...(init.headers as Record<string, string>) });
    if (userAgent !== undefined) {
      headers.set('user-agent', userAgent);
    }
    const cookie = cookies.header(url);
    if (cookie !== '') {
      headers.set('cookie', cookie);
    }
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    cookies.keep(response, url);
    const location = response.headers.get('location');
    if (location === null) {
      return readPage(response, url);
    }
    await response.arrayBuffer();
    const next = new URL(location, url);
    // Where the client is, nobody listens: the address itself is what the test looks at.
    return next.origin === origin ? visit(next) : { ...(await readPage(response, next)), url: next };
  };
  return {
    cookies,
    open: (address) => visit(new URL(address, issuer)),
    submit: (page, fields, { action, headers = {}, hidden = {} } = {}) => {
      if (page.form === undefined) {
        throw new Error(`${page.url.pathname} has no form:\n${page.html}`);
      }
      const body = new URLSearchParams({ ...page.form.hidden, ...hidden, ...fields });
      const button = action === undefined ? page.form.firstButton : (['action', action] as const);
      if (button !== undefined) {
        body.set(...button);
      }
      const url = new URL(page.form.action || page.url, page.url);
      return visit(url, { method: 'POST', body, headers: { origin: url.origin, ...headers } });
    },
  };
}

async function readPage(response: Response, url: URL): Promise<Page> {
  const html = response.bodyUsed ? '' : await response.text();
  const [, alert = ''] = /role="alert"[^>]*>([\s\S]*?)<\/(?:p|div)>/i.exec(html) ?? [];
  return {
    status: response.status,
    url,
    headers: response.headers,
    html,
    form: readForm(html),
    alert: alert.replace(/<[^>]+>/g, '').trim(),
  };
}
