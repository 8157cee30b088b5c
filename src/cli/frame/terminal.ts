// The three streams of a command: what it prints, what it reads, and what it asks a person.

import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { Refusal } from './refusals.ts';

export interface Streams {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
}

export interface Terminal {
  /** Whether a person can be asked: standard input is a terminal. */
  readonly isInteractive: boolean;
  /** Whether standard output is a terminal, with its colours. */
  readonly hasColors: boolean;
  /** Writes one or more lines to standard output. */
  print(text: string): void;
  /** Writes one line to standard error. */
  note(line: string): void;
  /** All of standard input less one line break at its end; throws `Refusal` where it is not UTF-8. */
  readStdin(): Promise<string>;
  /** One line, typed unseen where `isHidden`. Throws `Refusal` when the person leaves instead. */
  ask(question: string, options?: { readonly isHidden?: boolean }): Promise<string>;
}

export function createTerminal({ stdin, stdout, stderr }: Streams): Terminal {
  return {
    isInteractive: stdin.isTTY === true,
    hasColors: stdout.isTTY === true,
    print: (text) => {
      stdout.write(`${text}\n`);
    },
    note: (line) => {
      stderr.write(`${line}\n`);
    },
    readStdin: async () => decodeText(await buffer(stdin), 'standard input').replace(/\r?\n$/, ''),
    ask: async (question, { isHidden = false } = {}) => {
      if (!isHidden) {
        return readLine({ input: stdin, output: stderr, prompt: question });
      }
      const answer = readLine({ input: stdin, output: nowhere(), prompt: '' });
      // Only now: while nobody reads, the terminal itself shows what is typed.
      stderr.write(question);
      return answer.finally(() => stderr.write('\n'));
    },
  };
}

interface LineOptions {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WritableStream;
  readonly prompt: string;
}

function readLine(options: LineOptions): Promise<string> {
  // Without a history: what is typed stays nowhere.
  const lines = createInterface({ ...options, terminal: true, historySize: 0 });
  return new Promise((resolve, reject) => {
    lines.once('line', (line) => {
      resolve(line);
      lines.close();
    });
    lines.once('SIGINT', () => lines.close());
    lines.once('close', () => reject(new Refusal('nothing was changed')));
    lines.prompt();
  });
}

function nowhere(): NodeJS.WritableStream {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}

/** `source` is named where its bytes are not UTF-8: throws `Refusal`. */
export function decodeText(bytes: Buffer, source: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new Refusal(`${source} is not UTF-8 text`, { cause });
  }
}
