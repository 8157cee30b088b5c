// A mail gateway of the test's own: speaks enough SMTP (RFC 5321) to take a mail, keeps what it got, and fails when told to.

import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { type ReadMail, readMail } from './read-mail.ts';

export interface CaughtMail extends ReadMail {
  readonly from: string;
  /** The recipients of the envelope. */
  readonly to: readonly string[];
}

export interface SmtpSink {
  readonly port: number;
  /** For POSTERN_SMTP_URL. */
  readonly url: string;
  readonly mails: readonly CaughtMail[];
  /** Every line a client said, the mails' content apart. */
  readonly commands: readonly string[];
  /** Awaited when a mail has come in whole, before it is confirmed. */
  beforeAnswer: (mail: CaughtMail) => Promise<void>;
  /** Resolves when so many mails are here; rejects after `deadlineMs`, 15 s unless given. */
  untilMails(count: number, deadlineMs?: number): Promise<readonly CaughtMail[]>;
  /** Connections are refused until `start`. */
  stop(): Promise<void>;
  start(): Promise<void>;
}

export async function startSmtpSink(): Promise<SmtpSink> {
  const mails: CaughtMail[] = [];
  const commands: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => {});
    converse(socket, commands, async (mail) => {
      mails.push(mail);
      await sink.beforeAnswer(mail);
    });
  });
  const listen = async (at: number): Promise<void> => {
    server.listen(at, '127.0.0.1');
    await once(server, 'listening');
  };
  await listen(0);
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  const sink: SmtpSink = {
    port,
    url: `smtp://127.0.0.1:${port}`,
    mails,
    commands,
    beforeAnswer: async () => {},
    untilMails: async (count, deadlineMs = 15_000) => {
      const end = Date.now() + deadlineMs;
      while (mails.length < count) {
        if (Date.now() > end) {
          throw new Error(
            `${mails.length} of ${count} mails came: ${mails.map((mail) => mail.subject).join(' | ')}`,
          );
        }
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      return mails;
    },
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) {
        socket.destroy();
      }
      await closed;
    },
    start: () => listen(port),
  };
  return sink;
}

function converse(socket: Socket, commands: string[], take: (mail: CaughtMail) => Promise<void>): void {
  let envelope = { from: '', to: [] as string[] };
  let rest = '';
  let content: string[] | undefined;
  const say = (line: string): void => void (socket.writable && socket.write(`${line}\r\n`));

  const hear = (line: string): void => {
    if (content === undefined) {
      commands.push(line);
      obey(line);
    } else if (line === '.') {
      const mail = { ...envelope, ...readMail(content.join('\r\n')) };
      content = undefined;
      envelope = { from: '', to: [] };
      take(mail).then(() => say('250 taken'));
    } else {
      content.push(line.replace(/^\./, ''));
    }
  };
  const obey = (line: string): void => {
    const [, verb = '', path = ''] = /^([A-Z]{4})(?:.*?<([^>]*)>)?/i.exec(line) ?? [];
    const answers: Readonly<Record<string, () => void>> = {
      EHLO: () => say('250-sink\r\n250-AUTH PLAIN\r\n250 SMTPUTF8'),
      AUTH: () => say('235 welcome'),
      MAIL: () => {
        envelope.from = path;
        say('250 ok');
      },
      RCPT: () => {
        envelope.to.push(path);
        say('250 ok');
      },
      DATA: () => {
        content = [];
        say('354 go on');
      },
      QUIT: () => socket.end('221 bye\r\n'),
    };
    (answers[verb.toUpperCase()] ?? (() => say('502 what?')))();
  };

  say('220 sink');
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = `${rest}${chunk}`.split('\r\n');
    rest = lines.pop() ?? '';
    lines.forEach(hear);
  });
}
