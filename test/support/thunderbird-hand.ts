// The hand at a Thunderbird: an extension of the test's own that looks for messages and sends them, by the functions that every extension has.

import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { zipSync } from 'fflate';

export interface ThunderbirdHand {
  readonly extensionId: string;
  /** A zip file, for the directory `extensions` of a profile. */
  readonly extension: Uint8Array;
  /** Waits until a new start of the program asks for work. */
  untilThere(deadlineMs: number): Promise<void>;
  /** Whether a message of this subject has come into a folder, within twenty seconds. */
  findMessage(subject: string): Promise<boolean>;
  /** Writes a letter and sends it at once; rejects with what the program says. */
  send(letter: Letter): Promise<void>;
  close(): Promise<void>;
}

export interface Letter {
  readonly to: string;
  readonly subject: string;
  readonly body: string;
}

type Task = { readonly find: string } | { readonly send: Letter };

interface Told {
  readonly error?: string;
  readonly found?: boolean;
}

const extensionId = 'hand@postern.test';
const taskDeadlineMs = 60_000;

export async function startThunderbirdHand(): Promise<ThunderbirdHand> {
  let waiting: ServerResponse | undefined;
  let there = Promise.withResolvers<void>();
  let told = Promise.withResolvers<Told>();
  const server = createServer(async (request, response) => {
    if (request.method === 'POST') {
      told.resolve(JSON.parse(await text(request)));
      response.writeHead(204).end();
      return;
    }
    waiting = response;
    there.resolve();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;

  const untilThere = async (deadlineMs: number): Promise<ServerResponse> => {
    const late = setTimeout(() => there.reject(new Error('Thunderbird does not ask for work')), deadlineMs);
    await there.promise;
    clearTimeout(late);
    return waiting ?? Promise.reject(new Error('nobody waits'));
  };
  const act = async (task: Task): Promise<Told> => {
    const response = await untilThere(taskDeadlineMs);
    there = Promise.withResolvers();
    told = Promise.withResolvers();
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(task));
    const late = setTimeout(() => told.reject(new Error('Thunderbird does not answer')), taskDeadlineMs);
    const answer = await told.promise;
    clearTimeout(late);
    if (answer.error !== undefined) {
      throw new Error(answer.error);
    }
    return answer;
  };
  return {
    extensionId,
    extension: packExtension(port),
    untilThere: async (deadlineMs) => {
      there = Promise.withResolvers();
      await untilThere(deadlineMs);
    },
    findMessage: async (subject) => (await act({ find: subject })).found === true,
    send: async (letter) => {
      await act({ send: letter });
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function packExtension(port: number): Uint8Array {
  const manifest = {
    manifest_version: 2,
    name: 'Hand',
    version: '1.0',
    browser_specific_settings: { gecko: { id: extensionId } },
    permissions: ['accountsRead', 'messagesRead', 'compose', 'compose.send', 'http://127.0.0.1/*'],
    background: { scripts: ['background.js'] },
  };
  const script = `(${work.toString()})(browser, 'http://127.0.0.1:${port}/');`;
  return zipSync({
    'manifest.json': Buffer.from(JSON.stringify(manifest)),
    'background.js': Buffer.from(script),
  });
}

/** Of Thunderbird's `browser`, what is used here. */
interface MailExtensions {
  readonly messages: { query(about: { subject: string }): Promise<{ messages: readonly unknown[] }> };
  readonly compose: {
    beginNew(details: object): Promise<{ readonly id: number }>;
    sendMessage(tab: number, options: { readonly mode: 'sendNow' }): Promise<unknown>;
  };
}

/** Runs in the extension: nothing but its arguments is there. */
async function work(browser: MailExtensions, harness: string): Promise<never> {
  const obey = async (task: Task): Promise<Told> => {
    if ('send' in task) {
      const { to, subject, body } = task.send;
      const tab = await browser.compose.beginNew({ to, subject, plainTextBody: body, isPlainText: true });
      await browser.compose.sendMessage(tab.id, { mode: 'sendNow' });
      return {};
    }
    for (let tries = 0; tries < 40; tries += 1) {
      const { messages } = await browser.messages.query({ subject: task.find });
      if (messages.length > 0) {
        return { found: true };
      }
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    return { found: false };
  };
  for (;;) {
    const task = (await fetch(harness).then((response) => response.json())) as Task;
    const told = await obey(task).catch((error) => ({ error: String(error) }));
    await fetch(harness, { method: 'POST', body: JSON.stringify(told) });
  }
}
