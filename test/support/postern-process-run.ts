// One run after the other of `postern serve`: starts the child, reads its log, ends it.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { entryPoint } from './postern-process-cli.ts';

const startDeadlineMs = 60_000;
const stopDeadlineMs = 15_000;

export interface LogLine {
  readonly level: string;
  readonly msg: string;
  readonly [fact: string]: unknown;
}

export interface Run {
  readonly log: LogLine[];
  stderr(): string;
  start(): Promise<void>;
  stop(): Promise<number | null>;
  kill(): Promise<void>;
}

export function createRun(env: NodeJS.ProcessEnv): Run {
  const log: LogLine[] = [];
  let errors = '';
  let child: ChildProcess | undefined;
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    const ending = child;
    child = undefined;
    return ending === undefined ? 0 : endProcess(ending, signal);
  };
  process.once('exit', () => child?.kill('SIGKILL'));
  return {
    log,
    stderr: () => errors,
    start: async () => {
      const started = spawn(process.execPath, [entryPoint, 'serve'], {
        env,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      child = started;
      started.stderr.setEncoding('utf8').on('data', (text: string) => {
        errors += text;
      });
      await untilListening(started, log, () => errors);
    },
    stop: () => end('SIGTERM'),
    kill: async () => {
      await end('SIGKILL');
    },
  };
}

/** Collects log lines for as long as the child lives; resolves at the line that says it listens. */
function untilListening(child: ChildProcess, log: LogLine[], errors: () => string): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      reject(
        new Error(`postern serve ${why}\n${errors()}${log.map((line) => JSON.stringify(line)).join('\n')}`),
      );
    };
    const timer = setTimeout(() => fail('did not listen in time'), startDeadlineMs);
    child.once('error', (error) => fail(error.message));
    child.once('close', (code, signal) => fail(`ended before it listened (${code ?? signal})`));
    child.stdout?.setEncoding('utf8').on(
      'data',
      splitLines((text) => {
        const line = parseLogLine(text);
        log.push(line);
        if (line.msg === 'listening') {
          clearTimeout(timer);
          // What it wrote on stderr before is read by then.
          setImmediate(resolve);
        }
      }),
    );
  });
}

function splitLines(take: (line: string) => void): (chunk: string) => void {
  let rest = '';
  return (chunk) => {
    const lines = `${rest}${chunk}`.split('\n');
    rest = lines.pop() ?? '';
    lines.filter((line) => line !== '').forEach(take);
  };
}

/** A line that is not the promised JSON object is kept as it is, for tests to find. */
function parseLogLine(text: string): LogLine {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && 'msg' in value && 'level' in value) {
      return { ...value, level: String(value.level), msg: String(value.msg) };
    }
  } catch {
    // falls through: the line itself is told below
  }
  return { level: 'not-json', msg: text };
}

async function endProcess(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    const closed = once(child, 'close');
    child.kill(signal);
    const timer = setTimeout(() => child.kill('SIGKILL'), stopDeadlineMs);
    await closed;
    clearTimeout(timer);
  }
  return child.exitCode;
}
