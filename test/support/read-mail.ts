// Reads a mail as a mail program does: headers, then the plain and the HTML form of what it says.

export interface ReadMail {
  /** As it came, CRLF and all. */
  readonly raw: string;
  /** Unfolded and decoded (RFC 2047), in the order they came. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export function readMail(raw: string): ReadMail {
  const { headers, body } = readPart(raw);
  const boundary = /boundary="?([^";]+)/.exec(findHeader(headers, 'content-type'))?.[1] ?? '\n';
  const parts = body.split(`--${boundary}`).map((part) => readPart(part.replace(/^\r\n/, '')));
  const findPart = (type: string): string =>
    parts
      .filter((part) => findHeader(part.headers, 'content-type').startsWith(type))
      .map((part) => decode(part.body, findHeader(part.headers, 'content-transfer-encoding')))
      .join('');
  return {
    raw,
    headers,
    subject: findHeader(headers, 'subject'),
    text: findPart('text/plain'),
    html: findPart('text/html'),
  };
}

export function findHeader(headers: ReadMail['headers'], name: string): string {
  return headers.find(([candidate]) => candidate.toLowerCase() === name)?.[1] ?? '';
}

function readPart(text: string): { headers: ReadMail['headers']; body: string } {
  const end = text.indexOf('\r\n\r\n');
  const head = (end < 0 ? text : text.slice(0, end)).replace(/\r\n[ \t]+/g, ' ');
  const headers = head.split('\r\n').map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), decodeWords(line.slice(colon + 1).trim())] as const;
  });
  return { headers, body: end < 0 ? '' : text.slice(end + 4) };
}

function decodeWords(value: string): string {
  return value
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind: string, text: string) =>
      kind.toLowerCase() === 'b'
        ? Buffer.from(text, 'base64').toString('utf8')
        : decodeQuoted(text.replaceAll('_', ' ')),
    );
}

function decode(body: string, encoding: string): string {
  const kind = encoding.toLowerCase();
  const text = kind === 'base64' ? Buffer.from(body, 'base64').toString('utf8') : body;
  return (kind === 'quoted-printable' ? decodeQuoted(text.replace(/=\r\n/g, '')) : text).replaceAll(
    '\r\n',
    '\n',
  );
}

function decodeQuoted(text: string): string {
  const bytes = text.replace(/=([0-9A-F]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
