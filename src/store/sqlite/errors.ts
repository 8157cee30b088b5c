// What an error of node:sqlite means to the port.

import { setTimeout as wait } from 'node:timers/promises';
import { StoreUnavailableError } from '../store.ts';

/** Primary result codes, https://sqlite.org/rescode.html */
const busy = 5;
const locked = 6;
/** Extended codes of a taken primary key, unique value and row id; other constraints that fail are bugs. */
const taken: ReadonlySet<number> = new Set([1555, 2067, 2579]);
/** Out of memory, read-only, disk error, corrupt, full, cannot open, locking protocol, not a database. */
const faults: ReadonlySet<number> = new Set([busy, locked, 7, 8, 10, 11, 13, 14, 15, 26]);

/** How long a caller waits for another process to release the file. */
export const patienceMs = 5000;

/** Another process holds the lock; nothing happened. */
export function isBusy(error: unknown): boolean {
  const code = primaryCode(error);
  return code === busy || code === locked;
}

/** A unique value, or the id, is another row's; the statement changed nothing. */
export function isTaken(error: unknown): boolean {
  return taken.has(extendedCode(error) ?? 0);
}

/** Turns faults of the database into `StoreUnavailableError`; bugs stay what they are. */
export function toStoreError(error: unknown): unknown {
  const code = primaryCode(error);
  const isClosed = error instanceof Error && 'code' in error && error.code === 'ERR_INVALID_STATE';
  return isClosed || (code !== undefined && faults.has(code)) ? new StoreUnavailableError(error) : error;
}

/** Runs a read; where another process is in the way, again and again without blocking the event loop. */
export async function retryWhileBusy<R>(read: () => R): Promise<R> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    try {
      return read();
    } catch (error) {
      if (!isBusy(error) || performance.now() > deadline) {
        throw toStoreError(error);
      }
      await wait(busyPauseMs());
    }
  }
}

/** Uneven, so that two processes do not meet at every try. */
export function busyPauseMs(): number {
  return 2 + Math.random() * 10;
}

function primaryCode(error: unknown): number | undefined {
  const code = extendedCode(error);
  return code === undefined ? undefined : code & 0xff;
}

function extendedCode(error: unknown): number | undefined {
  const isSqlite = error instanceof Error && 'errcode' in error && typeof error.errcode === 'number';
  return isSqlite ? (error.errcode as number) : undefined;
}
