// The command line inside the test's own process, with made-up streams: many runs in little time, and a person who answers.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { runCli } from '../../src/cli/run-cli.ts';

export interface CliRunOptions {
  /** All of standard input, which is no terminal then. */
  readonly stdin?: string | Buffer;
  /** Standard input is a terminal: what the person types at each question, one after the other; `^C` leaves. */
  readonly answers?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export interface CliRunResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Standard output as JSON. */
  json(): Readonly<Record<string, unknown>>;
}

export interface CliInProcess {
  readonly dataDirectory: string;
  run(words: readonly string[], options?: CliRunOptions): Promise<CliRunResult>;
  /** Like `run` with `--json`; throws unless it succeeded. */
  json(words: readonly string[], options?: CliRunOptions): Promise<Readonly<Record<string, unknown>>>;
  close(): void;
}

/** A command line on an empty embedded store of its own. */
export function createCli(): CliInProcess {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'postern-cli-'));
  const run: CliInProcess['run'] = (words, options = {}) =>
    runOnce(words, { ...options, env: { POSTERN_DATA_DIR: dataDirectory, ...options.env } });
  return {
    dataDirectory,
    run,
    json: async (words, options) => {
      const result = await run([...words, '--json'], options);
      if (result.code !== 0) {
        throw new Error(`postern ${words.join(' ')} ended with ${result.code}: ${result.stderr}`);
      }
      return result.json();
    },
    close: () => rmSync(dataDirectory, { recursive: true, force: true }),
  };
}

async function runOnce(words: readonly string[], options: CliRunOptions): Promise<CliRunResult> {
  const stdin = Object.assign(new PassThrough(), { isTTY: options.answers !== undefined });
  const answers = [...(options.answers ?? [])];
  const stdout = collect();
  const stderr = collect((text) => {
    // A question ends with a space, everything else with a line break.
    if (text.endsWith(' ') && answers.length > 0) {
      const answer = answers.shift();
      setImmediate(() => stdin.write(answer === '^C' ? '\x03' : `${answer}\r`));
    }
  });
  if (options.answers === undefined) {
    stdin.end(options.stdin ?? '');
  }
  const code = await runCli({
    words,
    env: options.env ?? {},
    stdin: stdin as unknown as NodeJS.ReadStream,
    stdout: stdout.stream as unknown as NodeJS.WriteStream,
    stderr: stderr.stream as unknown as NodeJS.WriteStream,
  });
  return {
    code,
    stdout: stdout.text(),
    stderr: stderr.text(),
    json: () => JSON.parse(stdout.text()),
  };
}

function collect(onText: (text: string) => void = () => {}): { stream: Writable; text: () => string } {
  const chunks: string[] = [];
  const stream = new Writable({
    decodeStrings: false,
    write: (chunk, _encoding, done) => {
      chunks.push(String(chunk));
      onText(String(chunk));
      done();
    },
  });
  return { stream, text: () => chunks.join('') };
}
