// Postern itself, as a process of its own on a throw-away store: its commands, its start and its end.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { DemoError } from './demo-error.ts';

export interface PosternOptions {
  readonly directory: string;
  readonly port: number;
  readonly smtpUrl: string;
}

export interface Postern {
  readonly issuer: string;
  /** What a command needs in its environment to work on the same store. */
  readonly settings: Readonly<Record<string, string>>;
  /** Runs `postern ARGUMENTS --json` and answers its JSON. */
  run(args: readonly string[], stdin?: string): Promise<Readonly<Record<string, unknown>>>;
  /** Resolves when it listens. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Rejects when it ended by itself with a failure. */
  readonly failed: Promise<never>;
}

const entryPoint = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

export function createPostern({ directory, port, smtpUrl }: PosternOptions): Postern {
  const issuer = `http://localhost:${port}`;
  const settings = {
    POSTERN_DATA_DIR: directory,
    POSTERN_ISSUER: issuer,
    POSTERN_SMTP_URL: smtpUrl,
    POSTERN_MAIL_FROM: 'postern@example.test',
  };
  const env = { ...withoutPosternSettings(process.env), ...settings, POSTERN_LISTEN: `127.0.0.1:${port}` };
  const failure = Promise.withResolvers<never>();
  failure.promise.catch(() => {});
  let server: ChildProcess | undefined;
  let isStopping = false;

  return {
    issuer,
    settings,
    failed: failure.promise,
    run: (args, stdin = '') => runCommand(args, env, stdin),
    start: async () => {
      server = spawn(process.execPath, [entryPoint, 'serve'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
      const ended = watch(server);
      const early = ended.then((why) => Promise.reject(new DemoError(why)));
      await Promise.race([untilListening(server), early]);
      early.catch((error) => {
        // Ctrl-C reaches it as well, and then it ends in order.
        if (!isStopping && server?.exitCode !== 0) {
          failure.reject(error);
        }
      });
    },
    stop: async () => {
      isStopping = true;
      if (server !== undefined && server.exitCode === null && server.signalCode === null) {
        const closed = once(server, 'close');
        server.kill('SIGTERM');
        await closed;
      }
    },
  };
}

async function runCommand(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  stdin: string,
): Promise<Readonly<Record<string, unknown>>> {
  const child = spawn(process.execPath, [entryPoint, ...args, '--json'], { env });
  child.stdin.on('error', () => {}).end(stdin);
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  if (child.exitCode !== 0) {
    throw new DemoError(`postern ${args.slice(0, 3).join(' ')} did not work: ${stderr.trim()}`);
  }
  return JSON.parse(stdout);
}

/** Its log is nobody's reading here, but what went wrong is told at once. */
function untilListening(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    createInterface({ input: child.stdout ?? process.stdin }).on('line', (line) => {
      if (line.includes('"msg":"listening"')) {
        resolve();
      } else if (line.includes('"level":"error"')) {
        console.error(line);
      }
    });
  });
}

async function watch(child: ChildProcess): Promise<string> {
  let errors = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    errors += chunk;
  });
  const [code, signal] = await once(child, 'close');
  return `Postern has ended (${code ?? signal})\n${errors}`.trim();
}

function withoutPosternSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('POSTERN_')));
}
