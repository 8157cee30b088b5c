// One IMAP connection that waits for mail in IDLE (RFC 2177), as programs do all day.

import { once } from 'node:events';
import { createConnection } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';

export interface IdleConnection {
  readonly isOpen: () => boolean;
  /** What the server said last. */
  readonly lastLine: () => string;
  /** Resolves when the server has closed it; throws when it has not within this time. */
  untilClosed(milliseconds: number): Promise<void>;
  close(): void;
}

export interface IdleLogin {
  readonly port: number;
  readonly user: string;
  readonly password: string;
}

/** Throws when the login is refused. */
export async function openIdle({ port, user, password }: IdleLogin): Promise<IdleConnection> {
  const socket = createConnection(port, '127.0.0.1');
  const lines: string[] = [];
  let isOpen = true;
  const closed = once(socket, 'close').then(() => {
    isOpen = false;
  });
  socket.on('error', () => {});
  const reader = createInterface({ input: socket });
  const next = reader[Symbol.asyncIterator]();
  const until = async (form: RegExp): Promise<string> => {
    for (;;) {
      const { value, done } = await next.next();
      lines.push(done ? '' : value);
      if (done || form.test(value)) {
        return lines.at(-1) ?? '';
      }
    }
  };
  const ask = (text: string, form: RegExp): Promise<string> => {
    socket.write(`${text}\r\n`);
    return until(form);
  };
  await until(/^\* OK/);
  const token = Buffer.from(`\0${user}\0${password}`).toString('base64');
  const login = await ask(`a AUTHENTICATE PLAIN ${token}`, /^a /);
  if (!login.startsWith('a OK')) {
    socket.destroy();
    throw new Error(`the login was refused: ${login}`);
  }
  await ask('b SELECT INBOX', /^b /);
  await ask('c IDLE', /^\+ /);
  void until(/^never$/);
  return {
    isOpen: () => isOpen,
    lastLine: () => lines.filter((line) => line !== '').at(-1) ?? '',
    untilClosed: async (milliseconds) => {
      await Promise.race([closed, wait(milliseconds, undefined, { ref: false })]);
      if (isOpen) {
        throw new Error(`the connection is still open after ${milliseconds} ms`);
      }
    },
    close: () => socket.destroy(),
  };
}
