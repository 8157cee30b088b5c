// The cookies of one browser, as far as a sign-in on one host needs them.

export interface CookieJar {
  /** The `Cookie` header for a request to this URL; empty when there is none. */
  header(url: URL): string;
  keep(response: Response, url: URL): void;
}

interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly host: string;
  readonly path: string;
}

export function createCookieJar(): CookieJar {
  const cookies = new Map<string, Cookie>();
  return {
    header: (url) =>
      [...cookies.values()]
        .filter((cookie) => cookie.host === url.hostname && isBelow(url.pathname, cookie.path))
        .map(({ name, value }) => `${name}=${value}`)
        .join('; '),
    keep: (response, url) => {
      for (const line of response.headers.getSetCookie()) {
        const { cookie, isEnded } = parseCookie(line, url);
        const key = `${cookie.host} ${cookie.path} ${cookie.name}`;
        cookies.delete(key);
        if (!isEnded) {
          cookies.set(key, cookie);
        }
      }
    },
  };
}

/** RFC 6265 section 5.1.4: a cookie's path covers itself and what is below it. */
function isBelow(path: string, cookiePath: string): boolean {
  return path === cookiePath || path.startsWith(cookiePath.endsWith('/') ? cookiePath : `${cookiePath}/`);
}

function parseCookie(line: string, url: URL): { cookie: Cookie; isEnded: boolean } {
  const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
  const [name = '', value = ''] = splitOnce(pair);
  const given = new Map(
    attributes.map(splitOnce).map(([key, content]) => [key.toLowerCase(), content] as const),
  );
  // A server moved in time may set dates that are past here; only the epoch means "end it".
  const isEnded = value === '' || given.get('max-age') === '0' || /1970/.test(given.get('expires') ?? '');
  return { cookie: { name, value, host: url.hostname, path: given.get('path') ?? '/' }, isEnded };
}

function splitOnce(text: string): [string, string] {
  const at = text.indexOf('=');
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
