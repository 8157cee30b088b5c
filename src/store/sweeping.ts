// Tidies expired documents now and then. Nothing depends on it: expiry is judged at every read.

import type { Log } from '../base/log.ts';
import type { Store } from './store.ts';

const everyMs = 10 * 60 * 1000;

/** Answers the function that stops it. */
export function startSweeping(store: Store, log: Log): () => void {
  const sweep = (): void => {
    store.sweep().then(
      (removed) => removed > 0 && log.debug('expired documents removed', { removed }),
      (error) => log.warn('expired documents not removed', { reason: String(error) }),
    );
  };
  // Several processes on one store take turns by chance.
  const timer = setInterval(sweep, everyMs * (0.8 + 0.4 * Math.random()));
  timer.unref();
  return () => clearInterval(timer);
}
