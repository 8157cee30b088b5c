// The threads that hash passwords, and the queue before them: bounded in length and in time.

import { Worker } from 'node:worker_threads';
import { AppError } from '../base/app-error.ts';
import type { HashingAnswer, HashingTask } from './hashing-thread.ts';

export interface HashingThreads {
  /** Argon2id (RFC 9106) of the task. Throws `AppError('too-busy')` when the queue is full or the wait too long. */
  derive(task: HashingTask): Promise<Buffer>;
  close(): Promise<void>;
}

interface Job {
  readonly task: HashingTask;
  readonly resolve: (hash: Buffer) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

interface Thread {
  readonly worker: Worker;
  job: Job | undefined;
}

/** Threads start when they are first needed, and keep the process alive only while they work. */
export function createHashingThreads(limits: {
  threads: number;
  waiting: number;
  waitMs: number;
}): HashingThreads {
  const threads = new Set<Thread>();
  const queue: Job[] = [];
  let isClosed = false;

  const startThread = (): Thread => {
    const worker = new Worker(new URL('./hashing-thread.ts', import.meta.url), { env: {}, execArgv: [] });
    const thread: Thread = { worker, job: undefined };
    threads.add(thread);
    worker.on('message', (answer: HashingAnswer) => {
      const job = thread.job;
      thread.job = undefined;
      worker.unref();
      dispatch();
      if ('hash' in answer) {
        job?.resolve(Buffer.from(answer.hash));
      } else {
        job?.reject(new Error(`password hashing failed: ${answer.failure}`));
      }
    });
    const bury = (cause?: unknown): void => {
      threads.delete(thread);
      thread.job?.reject(new Error('a password hashing thread died', { cause }));
      thread.job = undefined;
      dispatch();
    };
    worker.on('error', bury);
    worker.on('exit', () => bury());
    return thread;
  };

  const freeThread = (): Thread | undefined => {
    const idle = [...threads].find((thread) => thread.job === undefined);
    return idle ?? (threads.size < limits.threads ? startThread() : undefined);
  };

  const dispatch = (): void => {
    if (isClosed || queue.length === 0) {
      return;
    }
    const thread = freeThread();
    const job = thread && queue.shift();
    if (thread && job) {
      clearTimeout(job.timer);
      thread.job = job;
      thread.worker.ref();
      thread.worker.postMessage(job.task);
      dispatch();
    }
  };

  return {
    derive: (task) =>
      new Promise((resolve, reject) => {
        const isBusy = [...threads].filter((thread) => thread.job).length === limits.threads;
        if (isClosed || (isBusy && queue.length >= limits.waiting)) {
          reject(new AppError('too-busy', { detail: 'too many passwords wait to be hashed' }));
          return;
        }
        const giveUp = (): void => {
          queue.splice(queue.indexOf(job), 1);
          reject(new AppError('too-busy', { detail: 'a password waited too long to be hashed' }));
        };
        const job: Job = { task, resolve, reject, timer: setTimeout(giveUp, limits.waitMs) };
        queue.push(job);
        dispatch();
      }),
    close: async () => {
      isClosed = true;
      for (const job of queue.splice(0)) {
        clearTimeout(job.timer);
        job.reject(new AppError('too-busy', { detail: 'password hashing has ended' }));
      }
      await Promise.all([...threads].map((thread) => thread.worker.terminate()));
    },
  };
}
