// The command line as a script calls it: arguments and stdin in, exit code and both outputs back.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** The file behind `bin.postern` of package.json. */
export const entryPoint = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

export interface CliOptions {
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Standard output as a JSON object; throws when it is anything else. */
  json(): Readonly<Record<string, unknown>>;
}

/** Runs `postern ARGUMENTS` to its end. Stdin is empty unless given, never a terminal. */
export async function runPosternCli(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  options: CliOptions = {},
): Promise<CliResult> {
  const child = spawn(process.execPath, [entryPoint, ...args], {
    env: { ...env, ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // A command that reads no stdin may be gone before it is written.
  child.stdin.on('error', () => {});
  child.stdin.end(options.stdin ?? '');
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: child.exitCode, stdout, stderr, json: () => parseObject(stdout) };
}

function parseObject(output: string): Readonly<Record<string, unknown>> {
  const value: unknown = JSON.parse(output);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error(`not a JSON object: ${output}`);
  }
  return { ...value };
}
