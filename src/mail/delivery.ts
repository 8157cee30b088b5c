// Sends what waits in the outbox, in any number of processes: a few mails at a time, at once after a put, else by looking again.

import type { Log } from '../base/log.ts';
import type { Outbox } from './outbox.ts';
import type { SendMail } from './smtp.ts';
import type { TakenMail } from './waiting-mails.ts';

export interface DeliveryParts {
  readonly outbox: Outbox;
  /** Absent where no gateway is set: the mail waits. */
  readonly send: SendMail | undefined;
  readonly log: Log;
}

export interface Delivery {
  /** Takes no more mail and waits for those under way, at most five seconds. */
  stop(): Promise<void>;
}

const mostAtOnce = 4;
/** How soon mail is seen that another process put. */
const lookAgainMs = 5000;
const stopDeadlineMs = 5000;

export function startDelivery({ outbox, send, log }: DeliveryParts): Delivery {
  const { waiting } = outbox;
  const lanes = new Set<Promise<void>>();
  let isStopped = false;

  /** Until nothing is due, or the gateway refuses: then the others need not try it now. */
  const runLane = async (deliver: SendMail): Promise<void> => {
    let goOn = true;
    while (goOn && !isStopped) {
      const taken = await waiting.take();
      if (taken === undefined) {
        return;
      }
      openLane();
      goOn = await tryToSend(taken, deliver);
    }
  };
  const openLane = (): void => {
    if (send === undefined || isStopped || lanes.size >= mostAtOnce) {
      return;
    }
    const lane = runLane(send)
      .catch((error: unknown) => log.warn('the outbox cannot be read', { reason: String(error) }))
      .finally(() => lanes.delete(lane));
    lanes.add(lane);
  };
  const tryToSend = async ({ id, mail, tries, isLast }: TakenMail, deliver: SendMail): Promise<boolean> => {
    try {
      await deliver(id, mail);
    } catch (error) {
      const facts = { mail: id, tries, ...describe(error) };
      if (isLast) {
        await waiting.forget(id);
        log.warn('a mail was given up: the gateway did not take it in three days', facts);
      } else {
        log.info('a mail waits: the gateway did not take it', facts);
      }
      return false;
    }
    await waiting.forget(id);
    return true;
  };

  const stopListening = outbox.onPut(openLane);
  const timer = setInterval(openLane, lookAgainMs);
  timer.unref();
  openLane();
  return {
    stop: async () => {
      isStopped = true;
      stopListening();
      clearInterval(timer);
      await within(stopDeadlineMs, Promise.all(lanes));
    },
  };
}

/** Codes only: what the gateway says may hold addresses. */
function describe(error: unknown): { readonly error: string; readonly reply?: number } {
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
  return {
    error: typeof code === 'string' ? code : String(error),
    ...(typeof responseCode === 'number' ? { reply: responseCode } : {}),
  };
}

async function within(milliseconds: number, done: Promise<unknown>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, milliseconds);
  await Promise.race([done, promise]);
  clearTimeout(timer);
}
