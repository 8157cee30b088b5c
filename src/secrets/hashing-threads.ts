// The threads that hash passwords, and the queue before them: bounded in length and in time.

import { Worker } from 'node:worker_threads';
import { AppError } from '../base/app-error.ts';
import { createHashingQueue, type HashingLane } from './hashing-queue.ts';
import type { HashingAnswer, HashingTask } from './hashing-thread.ts';

export interface HashingThreads {
  /** Argon2id (RFC 9106) of the task. Throws `AppError('too-busy')` when the queue is full or the wait too long. */
  derive(task: HashingTask, lane?: HashingLane): Promise<Buffer>;
  close(): Promise<void>;
}

export interface ThreadLimits {
  readonly threads: number;
  /** How many tasks may wait while all threads work. */
  readonly waiting: number;
  /** How long one may wait, in milliseconds. */
  readonly waitMs: number;
  /** What a thread runs. */
  readonly file?: URL;
}

interface Job {
  readonly task: HashingTask;
  readonly resolve: (hash: Buffer) => void;
  readonly reject: (error: Error) => void;
  timer?: NodeJS.Timeout;
}

interface Thread {
  readonly worker: Worker;
  job: Job | undefined;
}

const threadFile = new URL('./hashing-thread.ts', import.meta.url);

/** Threads start when they are first needed, and keep the process alive only while they work. */
export function createHashingThreads(limits: ThreadLimits): HashingThreads {
  const threads = new Set<Thread>();
  const queue = createHashingQueue<Job>(limits.waiting);
  let isClosed = false;

  const assign = (): void => {
    while (queue.size > 0 && !isClosed) {
      const thread = findFree();
      const job = thread && queue.next();
      if (!thread || !job) {
        return;
      }
      clearTimeout(job.timer);
      give(thread, job);
    }
  };
  const findFree = (): Thread | undefined =>
    findIdle(threads) ?? (threads.size < limits.threads ? start() : undefined);
  const start = (): Thread => {
    const thread = startThread(limits.file ?? threadFile, {
      freed: assign,
      died: () => threads.delete(thread),
    });
    threads.add(thread);
    return thread;
  };

  return {
    derive: async (task, lane = 'people') => {
      const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
      const job: Job = { task, resolve, reject };
      const thread = isClosed ? undefined : findFree();
      if (thread) {
        give(thread, job);
      } else if (isClosed || !queue.add(job, lane)) {
        throw new AppError('too-busy', { detail: 'too many passwords wait to be hashed' });
      } else {
        job.timer = setTimeout(() => {
          queue.remove(job);
          reject(new AppError('too-busy', { detail: 'a password waited too long to be hashed' }));
        }, limits.waitMs);
      }
      return promise;
    },
    close: async () => {
      isClosed = true;
      for (let job = queue.next(); job; job = queue.next()) {
        clearTimeout(job.timer);
        job.reject(new AppError('too-busy', { detail: 'password hashing has ended' }));
      }
      await Promise.all([...threads].map((thread) => thread.worker.terminate()));
    },
  };
}

function give(thread: Thread, job: Job): void {
  thread.job = job;
  thread.worker.ref();
  thread.worker.postMessage(job.task);
}

function findIdle(threads: ReadonlySet<Thread>): Thread | undefined {
  return [...threads].find((thread) => thread.job === undefined);
}

function startThread(file: URL, on: { freed: () => void; died: () => void }): Thread {
  const worker = new Worker(file, { env: {}, execArgv: [] });
  const thread: Thread = { worker, job: undefined };
  const finish = (): Job | undefined => {
    const job = thread.job;
    thread.job = undefined;
    return job;
  };
  const bury = (cause?: unknown): void => {
    on.died();
    finish()?.reject(new Error('a password hashing thread died', cause === undefined ? {} : { cause }));
    on.freed();
  };
  worker.on('message', (answer: HashingAnswer) => {
    const job = finish();
    worker.unref();
    if ('hash' in answer) {
      job?.resolve(Buffer.from(answer.hash));
    } else {
      job?.reject(new Error(`password hashing failed: ${answer.failure}`));
    }
    on.freed();
  });
  worker.on('error', bury);
  worker.on('exit', () => bury());
  return thread;
}
