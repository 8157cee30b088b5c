// A mail gateway that sends nothing on: it keeps what it is given, to be read on the page of caught mails.

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import PostalMime from 'postal-mime';
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server';

export interface CaughtMail {
  /** From 1 on, in the order they came. */
  readonly id: number;
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** Empty where it has none. */
  readonly html: string;
  readonly caughtAt: number;
}

export interface MailCatcher {
  /** For POSTERN_SMTP_URL. */
  readonly url: string;
  /** Newest first. */
  list(): readonly CaughtMail[];
  find(id: number): CaughtMail | undefined;
  close(): Promise<void>;
}

export async function startMailCatcher(): Promise<MailCatcher> {
  const mails: CaughtMail[] = [];
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    onData: (stream, _session, answer) => {
      readMail(stream).then(
        (mail) => {
          mails.push({ ...mail, id: mails.length + 1, caughtAt: Date.now() });
          answer();
        },
        (error) => answer(error),
      );
    },
  });
  // A client that breaks off is its own loss.
  server.on('error', () => {});
  const listener = server.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  return {
    url: `smtp://127.0.0.1:${(listener.address() as AddressInfo).port}`,
    list: () => mails.toReversed(),
    find: (id) => mails[id - 1],
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function readMail(stream: SMTPServerDataStream): Promise<Omit<CaughtMail, 'id' | 'caughtAt'>> {
  const mail = await PostalMime.parse(await buffer(stream));
  return {
    from: mail.from?.address ?? '',
    to: mail.to?.map(({ address }) => address ?? '').join(', ') ?? '',
    subject: mail.subject ?? '(no subject)',
    text: mail.text ?? '',
    html: mail.html ?? '',
  };
}
