// Tells mail servers to close connections, in any number of processes: at once after an ask in this one, else by looking again.

import { createKickLine, type KickLine, type KickLineParts } from './kick-line.ts';
import type { Kicks } from './kicks.ts';

export interface KickDeliveryParts extends Omit<KickLineParts, 'waiting'> {
  readonly kicks: Pick<Kicks, 'onAsk' | 'waiting'>;
}

export interface KickDelivery {
  /** Begins no other, and waits for those under way, which have a deadline of their own. */
  stop(): Promise<void>;
}

/** How soon an ask is seen that another process made, such as the command line. */
const lookAgainMs = 2000;

/** Each mail service has a line of its own: one that hangs or is slow delays what waits for it, and nothing else. */
export function startKicking({ kicks, ...given }: KickDeliveryParts): KickDelivery {
  const parts = { ...given, waiting: kicks.waiting };
  const lines = new Map<string, KickLine>();
  let isStopped = false;
  let looking: Promise<void> | undefined;
  let isAskedAgain = false;

  const runLine = (service: string): void => {
    const line = lines.get(service) ?? createKickLine(service, parts);
    lines.set(service, line);
    line.run();
  };
  const lookThrough = async (): Promise<void> => {
    do {
      isAskedAgain = false;
      for (const service of isStopped ? [] : await kicks.waiting.services()) {
        if (!isStopped) {
          runLine(service);
        }
      }
    } while (isAskedAgain && !isStopped);
  };
  const look = (): void => {
    isAskedAgain = true;
    looking ??= lookThrough()
      .catch((error: unknown) =>
        given.log.warn('open connections cannot be looked for', { reason: String(error) }),
      )
      .finally(() => {
        looking = undefined;
      });
  };

  const stopListening = kicks.onAsk(look);
  const timer = setInterval(look, lookAgainMs);
  timer.unref();
  look();
  return {
    stop: async () => {
      isStopped = true;
      stopListening();
      clearInterval(timer);
      await looking;
      await Promise.all([...lines.values()].map((line) => line.stop()));
    },
  };
}
