// The bare wire of a bearer token login (RFC 7628, XOAUTH2): every line as the server sent it.

import { once } from 'node:events';
import { createConnection } from 'node:net';
import { createInterface } from 'node:readline';

export interface SaslLogin {
  readonly port: number;
  readonly mechanism: 'OAUTHBEARER' | 'XOAUTH2';
  readonly user: string;
  readonly token: string;
  /** The response goes with the command (SASL-IR, RFC 4959), or after the server's `+`. */
  readonly initialResponse?: boolean;
}

export interface SaslAnswer {
  /** What the server sent after the greeting, without line breaks; the last one is the tagged answer. */
  readonly lines: readonly string[];
  /** The tagged answer without its tag, as `NO [AUTHENTICATIONFAILED] Authentication failed.` */
  readonly result: string;
  /** The error that RFC 7628 section 3.2.2 describes, decoded, where the server sent one. */
  readonly error: Readonly<Record<string, unknown>> | undefined;
}

/** Logs in over a connection of its own and hangs up. */
export async function imapSasl(login: SaslLogin): Promise<SaslAnswer> {
  const socket = createConnection(login.port, '127.0.0.1');
  await once(socket, 'connect');
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]();
  try {
    await readLine(lines);
    const write = (text: string) => socket.write(`${text}\r\n`);
    return await converse(login, () => readLine(lines), write);
  } finally {
    socket.destroy();
  }
}

async function converse(
  login: SaslLogin,
  read: () => Promise<string>,
  write: (text: string) => void,
): Promise<SaslAnswer> {
  const response = Buffer.from(saslResponse(login)).toString('base64');
  const inCommand = login.initialResponse ?? true;
  write(`A1 AUTHENTICATE ${login.mechanism}${inCommand ? ` ${response}` : ''}`);
  // After the error the client acknowledges: one byte 0x01 (RFC 7628 section 3.2.3), or an empty line for XOAUTH2.
  const acknowledgement = login.mechanism === 'OAUTHBEARER' ? 'AQ==' : '';
  const replies = inCommand ? [acknowledgement] : [response, acknowledgement];
  const lines: string[] = [];
  for (;;) {
    const line = await read();
    lines.push(line);
    if (line.startsWith('A1 ')) {
      return { lines, result: line.slice(3), error: findError(lines) };
    }
    if (line.startsWith('+')) {
      write(replies.shift() ?? '*');
    }
  }
}

function saslResponse({ mechanism, user, token, port }: SaslLogin): string {
  return mechanism === 'OAUTHBEARER'
    ? `n,a=${user},\x01host=127.0.0.1\x01port=${port}\x01auth=Bearer ${token}\x01\x01`
    : `user=${user}\x01auth=Bearer ${token}\x01\x01`;
}

function findError(lines: readonly string[]): Readonly<Record<string, unknown>> | undefined {
  const challenge = lines.find((line) => /^\+ \S/.test(line));
  return challenge && JSON.parse(Buffer.from(challenge.slice(2), 'base64').toString('utf8'));
}

async function readLine(lines: AsyncIterator<string>): Promise<string> {
  const { value, done } = await lines.next();
  if (done) {
    throw new Error('the server hung up');
  }
  return value;
}
