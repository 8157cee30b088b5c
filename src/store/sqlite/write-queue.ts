// Writes of one turn of the event loop share a transaction, and one disk synchronisation: answered after the commit.

import type { DatabaseSync } from 'node:sqlite';
import { StoreUnavailableError } from '../store.ts';
import { busyPauseMs, isBusy, patienceMs, toStoreError } from './errors.ts';

export interface WriteQueue {
  /**
   * Runs `write` in the next transaction and answers what it returned once that is on disk. A `write` that throws must
   * leave nothing half done: it is refused alone, the others of its turn go on.
   */
  run<R>(write: () => R): Promise<R>;
  /** Resolves when nothing waits any more. */
  drain(): Promise<void>;
}

interface Job {
  readonly write: () => unknown;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
  /** On the clock of `performance.now()`. */
  readonly deadline: number;
}

/** What to tell a job once the transaction is over. */
type Answer = () => void;

/** A transaction of this many writes blocks the event loop for some 20 ms. */
const mostInGroup = 256;

export function createWriteQueue(database: DatabaseSync): WriteQueue {
  let waiting: Job[] = [];
  let isScheduled = false;
  const idle: (() => void)[] = [];

  const schedule = (pauseMs?: number): void => {
    isScheduled = true;
    if (pauseMs === undefined) {
      setImmediate(flush);
    } else {
      setTimeout(flush, pauseMs);
    }
  };
  const flush = (): void => {
    isScheduled = false;
    const group = waiting.splice(0, mostInGroup);
    const isHeld = !commitGroup(database, group);
    if (isHeld) {
      waiting = [...refuseLate(group), ...waiting];
    }
    if (waiting.length > 0) {
      schedule(isHeld ? busyPauseMs() : undefined);
    } else {
      idle.splice(0).forEach((resolve) => {
        resolve();
      });
    }
  };
  return {
    run: <R>(write: () => R) =>
      new Promise<R>((resolve, reject) => {
        const deadline = performance.now() + patienceMs;
        waiting.push({ write, resolve: resolve as Job['resolve'], reject, deadline });
        if (!isScheduled) {
          schedule();
        }
      }),
    drain: () => (waiting.length === 0 ? Promise.resolve() : new Promise((resolve) => idle.push(resolve))),
  };
}

/** False when another process holds the write lock: nothing happened, nobody was answered. */
function commitGroup(database: DatabaseSync, group: readonly Job[]): boolean {
  let answers: readonly Answer[];
  try {
    database.exec('BEGIN IMMEDIATE');
    answers = group.map((job) => runJob(database, job));
    database.exec('COMMIT');
  } catch (error) {
    if (isBusy(error) && !database.isTransaction) {
      return false;
    }
    rollBack(database);
    const reason = toStoreError(error);
    answers = group.map((job) => () => job.reject(reason));
  }
  for (const answer of answers) {
    answer();
  }
  return true;
}

function runJob(database: DatabaseSync, { write, resolve, reject }: Job): Answer {
  try {
    const result = write();
    return () => resolve(result);
  } catch (error) {
    // A full disk and the like end the transaction at once: what the group did before is gone as well.
    if (!database.isTransaction) {
      throw new StoreUnavailableError(error);
    }
    return () => reject(toStoreError(error));
  }
}

function rollBack(database: DatabaseSync): void {
  try {
    if (database.isTransaction) {
      database.exec('ROLLBACK');
    }
  } catch {
    // The callers learn of the first error; a closed database has nothing to roll back.
  }
}

/** Those that may go on waiting. */
function refuseLate(group: readonly Job[]): readonly Job[] {
  const now = performance.now();
  for (const job of group.filter(({ deadline }) => deadline <= now)) {
    job.reject(new StoreUnavailableError(new Error('the database file stayed locked by another process')));
  }
  return group.filter(({ deadline }) => deadline > now);
}
