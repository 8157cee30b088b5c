// The bare wire of a login by SASL over IMAP, POP3 or submission: what the server said, and what that means to a mail program.

import { once } from 'node:events';
import { createConnection } from 'node:net';
import { createInterface } from 'node:readline';

export type MailProtocol = 'imap' | 'pop3' | 'smtp';
export type Mechanism = 'PLAIN' | 'LOGIN' | 'OAUTHBEARER' | 'XOAUTH2';

export const passwordMechanisms: readonly Mechanism[] = ['PLAIN', 'LOGIN'];
export const tokenMechanisms: readonly Mechanism[] = ['OAUTHBEARER', 'XOAUTH2'];

export interface MailLogin {
  readonly protocol: MailProtocol;
  readonly port: number;
  readonly mechanism: Mechanism;
  readonly user: string;
  /** A password, or a token; bytes where it is no text. */
  readonly secret: string | Buffer;
}

export interface MailLoginAnswer {
  /** `refused`: the credentials are wrong. `unavailable`: to be tried again later with the same ones. */
  readonly outcome: 'in' | 'refused' | 'unavailable' | 'unclear';
  /** The line that decided, without the client's tag. */
  readonly result: string;
}

interface Wire {
  readonly hello: readonly string[];
  auth(mechanism: string, initial: string | undefined): string;
  readonly challenge: RegExp;
  /** What a line that ends the login means. */
  readonly outcomes: readonly (readonly [RegExp, MailLoginAnswer['outcome']])[];
}

const wires: Readonly<Record<MailProtocol, Wire>> = {
  imap: {
    hello: [],
    auth: (mechanism, initial) => `A1 AUTHENTICATE ${mechanism}${initial === undefined ? '' : ` ${initial}`}`,
    challenge: /^\+/,
    outcomes: [
      [/^A1 OK .*Logged in/, 'in'],
      [/^A1 NO \[AUTHENTICATIONFAILED\]/, 'refused'],
      [/^A1 NO \[UNAVAILABLE\]/, 'unavailable'],
      [/^(A1|\*) (NO|BAD|BYE)/, 'unclear'],
    ],
  },
  pop3: {
    hello: [],
    auth: (mechanism, initial) => `AUTH ${mechanism}${initial === undefined ? '' : ` ${initial}`}`,
    challenge: /^\+ ?(?!OK)/,
    outcomes: [
      [/^\+OK/, 'in'],
      [/^-ERR \[AUTH\]/, 'refused'],
      [/^-ERR \[SYS\/TEMP\]/, 'unavailable'],
      [/^-ERR/, 'unclear'],
    ],
  },
  smtp: {
    hello: ['EHLO client.example.test'],
    auth: (mechanism, initial) => `AUTH ${mechanism}${initial === undefined ? '' : ` ${initial}`}`,
    challenge: /^334/,
    outcomes: [
      [/^235 /, 'in'],
      [/^535 /, 'refused'],
      [/^454 /, 'unavailable'],
      [/^[45]\d\d /, 'unclear'],
    ],
  },
};

/** Logs in over a connection of its own and hangs up. */
export async function loginOverSasl(login: MailLogin): Promise<MailLoginAnswer> {
  const socket = createConnection(login.port, '127.0.0.1');
  socket.setTimeout(30_000, () => socket.destroy(new Error(`${login.protocol} was silent for 30 s`)));
  await once(socket, 'connect');
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]();
  try {
    return await converse(login, lines, (text) => socket.write(`${text}\r\n`));
  } finally {
    socket.destroy();
  }
}

async function converse(
  login: MailLogin,
  lines: AsyncIterator<string>,
  write: (text: string) => void,
): Promise<MailLoginAnswer> {
  const wire = wires[login.protocol];
  const [initial, ...replies] = responsesOf(login);
  await readReply(lines);
  for (const line of wire.hello) {
    write(line);
    await readReply(lines);
  }
  write(wire.auth(login.mechanism, initial));
  for (;;) {
    const line = await readLine(lines);
    const [, outcome] = wire.outcomes.find(([pattern]) => pattern.test(line)) ?? [];
    if (outcome !== undefined) {
      return { outcome, result: line.replace(/^A1 /, '') };
    }
    if (wire.challenge.test(line)) {
      write(replies.shift() ?? '*');
    }
  }
}

/** The first goes with the command; LOGIN has none there. The last ones acknowledge an error (RFC 7628 section 3.2.3). */
function responsesOf({ mechanism, user, secret, port }: MailLogin): readonly (string | undefined)[] {
  const base64 = (...parts: readonly (string | Buffer)[]): string =>
    Buffer.concat(parts.map((part) => Buffer.from(part))).toString('base64');
  switch (mechanism) {
    case 'PLAIN':
      return [base64('\0', user, '\0', secret)];
    case 'LOGIN':
      return [undefined, base64(user), base64(secret)];
    case 'OAUTHBEARER':
      return [
        base64(`n,a=${user},\x01host=127.0.0.1\x01port=${port}\x01auth=Bearer `, secret, '\x01\x01'),
        'AQ==',
      ];
    case 'XOAUTH2':
      return [base64(`user=${user}\x01auth=Bearer `, secret, '\x01\x01'), ''];
  }
}

/** All lines of an answer in several lines, as EHLO has (RFC 5321 section 4.2.1). */
async function readReply(lines: AsyncIterator<string>): Promise<void> {
  while (/^\d\d\d-/.test(await readLine(lines))) {
    // The last line has a space there.
  }
}

async function readLine(lines: AsyncIterator<string>): Promise<string> {
  const { value, done } = await lines.next();
  if (done) {
    throw new Error('the server hung up');
  }
  return value;
}
