// The demo as somebody starts it: a process, what it printed, and its end.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface DemoProcess {
  /** Everything printed until it ran, or until it ended. */
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** The address printed beside a name; throws where there is none. */
  address(name: string): string;
  /** The settings printed for commands in a second terminal. */
  readonly settings: () => Readonly<Record<string, string>>;
  /** Sends a signal and answers the exit code. */
  end(signal?: NodeJS.Signals): Promise<number | null>;
  /** The exit code, when it ends by itself. */
  readonly ended: Promise<number | null>;
}

const entryPoint = fileURLToPath(new URL('../../examples/demo/main.ts', import.meta.url));
const deadlineMs = 60_000;

/** Resolves when it has said what to try, or has ended. */
export async function startDemoProcess(args: readonly string[]): Promise<DemoProcess> {
  const child = spawn(process.execPath, [entryPoint, ...args], {
    env: withoutTestSettings(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  process.once('exit', () => child.kill('SIGKILL'));
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
    });
  }
  const ended = once(child, 'close').then(() => child.exitCode);
  const timer = setTimeout(() => child.kill('SIGKILL'), deadlineMs);
  await Promise.race([untilGreeting(child, () => output.stdout), ended]);
  clearTimeout(timer);
  return {
    stdout: () => output.stdout,
    stderr: () => output.stderr,
    address: (name) => {
      const found = new RegExp(`^ *${name} +(http\\S+)$`, 'm').exec(output.stdout)?.[1];
      if (found === undefined) {
        throw new Error(`no address of "${name}" in:\n${output.stdout}${output.stderr}`);
      }
      return found;
    },
    settings: () => {
      const line = /^ *export (.*)$/m.exec(output.stdout)?.[1] ?? '';
      return Object.fromEntries([...line.matchAll(/(\w+)=(\S+)/g)].map(([, name, value]) => [name, value]));
    },
    end: async (signal = 'SIGINT') => {
      child.kill(signal);
      return ended;
    },
    ended,
  };
}

async function untilGreeting(child: ChildProcess, stdout: () => string): Promise<void> {
  while (!stdout().includes('What to try')) {
    await once(child.stdout ?? child, 'data');
  }
}

function withoutTestSettings(): NodeJS.ProcessEnv {
  const own = /^(POSTERN_|NODE_OPTIONS$|NODE_TEST_CONTEXT$|npm_lifecycle_event$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.test(name)));
}
