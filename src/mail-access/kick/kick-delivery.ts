// Tells mail servers to close connections, in any number of processes: at once after an ask in this one, else by looking again.

import type { Log } from '../../base/log.ts';
import type { MailServices } from '../../oidc/clients/mail-services.ts';
import type { Kicks, TakenKick } from './kicks.ts';

export interface KickDeliveryParts {
  readonly kicks: Pick<Kicks, 'onAsk' | 'waiting'>;
  readonly mailServices: Pick<MailServices, 'findKickUrl'>;
  readonly log: Log;
  /** Closes the connections of one person at one mail server. */
  kick(address: string, user: string): Promise<void>;
}

export interface KickDelivery {
  /** Begins no other, and waits for those under way, which have a deadline of their own. */
  stop(): Promise<void>;
}

/** How soon an ask is seen that another process made, such as the command line. */
const lookAgainMs = 2000;
/** One mail server that hangs does not keep the others waiting. */
const mostAtOnce = 4;

export function startKicking(parts: KickDeliveryParts): KickDelivery {
  const { kicks, log } = parts;
  const lanes = new Set<Promise<void>>();
  let isStopped = false;

  const runLane = async (): Promise<void> => {
    for (let taken = await kicks.waiting.take(); taken; taken = await kicks.waiting.take()) {
      openLane();
      await deliver(parts, taken);
      if (isStopped) {
        return;
      }
    }
  };
  const openLane = (): void => {
    if (isStopped || lanes.size >= mostAtOnce) {
      return;
    }
    const lane = runLane()
      .catch((error: unknown) => log.warn('open connections cannot be looked for', { reason: String(error) }))
      .finally(() => lanes.delete(lane));
    lanes.add(lane);
  };

  const stopListening = kicks.onAsk(openLane);
  const timer = setInterval(openLane, lookAgainMs);
  timer.unref();
  openLane();
  return {
    stop: async () => {
      isStopped = true;
      stopListening();
      clearInterval(timer);
      await Promise.all(lanes);
    },
  };
}

async function deliver(
  { kicks, mailServices, kick, log }: KickDeliveryParts,
  { id, service, user, tries, isLast }: TakenKick,
): Promise<void> {
  try {
    const address = await mailServices.findKickUrl(service);
    if (address !== undefined) {
      await kick(address, user);
    }
  } catch (error) {
    const facts = { service, tries, ...describe(error) };
    if (!isLast) {
      log.info('open connections are not closed yet: the mail server was not told', facts);
      return;
    }
    log.warn('open connections were given up: the mail server was not told in a day', facts);
  }
  await kicks.waiting.forget(id);
}

/** `fetch` hides the reason behind its own error. */
function describe(error: unknown): { readonly reason: string } {
  const { cause, message } = error as {
    readonly cause?: { readonly code?: unknown };
    readonly message?: string;
  };
  return { reason: String(cause?.code ?? message ?? error) };
}
