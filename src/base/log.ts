// The log: one JSON object a line. Callers pass facts, never secrets, and no whole objects of others.

import type { Clock } from './clock.ts';

const levels = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof levels)[number];
export const logLevels: readonly LogLevel[] = levels;

export type LogFacts = Readonly<Record<string, string | number | boolean | null | undefined>>;

export interface Log {
  debug(msg: string, facts?: LogFacts): void;
  info(msg: string, facts?: LogFacts): void;
  warn(msg: string, facts?: LogFacts): void;
  /** `error` is written with its stack and causes: for bugs and faults, never for refusals. */
  error(msg: string, facts?: LogFacts, error?: unknown): void;
}

export function createLog(options: { level: LogLevel; clock: Clock; write: (line: string) => void }): Log {
  const least = levels.indexOf(options.level);
  const write = (level: LogLevel, msg: string, facts?: LogFacts, error?: unknown): void => {
    if (levels.indexOf(level) < least) {
      return;
    }
    const time = new Date(options.clock.now()).toISOString();
    const line = { time, level, msg, ...facts, ...(error === undefined ? {} : { error: describe(error) }) };
    options.write(`${JSON.stringify(line)}\n`);
  };
  return {
    debug: (msg, facts) => write('debug', msg, facts),
    info: (msg, facts) => write('info', msg, facts),
    warn: (msg, facts) => write('warn', msg, facts),
    error: (msg, facts, error) => write('error', msg, facts, error),
  };
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  const own = error.stack ?? `${error.name}: ${error.message}`;
  return error.cause === undefined ? own : `${own}\ncaused by ${describe(error.cause)}`;
}
