// The environment a Postern under test runs in: its own settings only, whatever the machine has set.

import { existsSync } from 'node:fs';

export interface EnvironmentOptions {
  readonly directory: string;
  readonly port: number;
  readonly issuer: string;
  readonly clockFile: string;
  readonly storeUrl?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** MongoDB has no data directory to keep a key in: the same key for all processes of one test. */
const masterKey = Buffer.alloc(32, 7).toString('base64');

const movedClock = new URL('./moved-clock.ts', import.meta.url);
/** Lets the driver talk to the old mongod that comes with the development packages. */
const wireVersion = new URL('./old-wire-version.ts', import.meta.url);

export function posternEnvironment(options: EnvironmentOptions): NodeJS.ProcessEnv {
  const preloads = [
    movedClock,
    ...(options.storeUrl !== undefined && existsSync(wireVersion) ? [wireVersion] : []),
  ];
  return {
    ...withoutPosternSettings(process.env),
    NODE_OPTIONS: preloads.map((file) => `--import=${file.href}`).join(' '),
    POSTERN_TEST_CLOCK_FILE: options.clockFile,
    POSTERN_ISSUER: options.issuer,
    POSTERN_LISTEN: `127.0.0.1:${options.port}`,
    POSTERN_DATA_DIR: options.directory,
    ...(options.storeUrl === undefined
      ? {}
      : { POSTERN_STORE: options.storeUrl, POSTERN_MASTER_KEY: masterKey }),
    ...options.env,
  };
}

function withoutPosternSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^(POSTERN_|NODE_OPTIONS$|NODE_TEST_CONTEXT$)/.test(name)),
  );
}
