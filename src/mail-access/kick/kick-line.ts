// What waits for one mail server: a few at once, and none for a while after it could not be reached. Other mail servers have lines of their own.

import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { MailServices } from '../../oidc/clients/mail-services.ts';
import { KickRefusedError } from './doveadm.ts';
import type { TakenKick, WaitingKicks } from './waiting-kicks.ts';

export interface KickLineParts {
  readonly waiting: Pick<WaitingKicks, 'take' | 'finish' | 'putBack'>;
  readonly mailServices: Pick<MailServices, 'findKickUrl'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Closes the connections of one person at one mail server. Throws `KickRefusedError` where it is this one person. */
  kick(address: string, user: string): Promise<void>;
}

export interface KickLine {
  /** Goes on, if it may: more than once is no harm. */
  run(): void;
  /** Begins no other, and waits for those under way. */
  stop(): Promise<void>;
}

const mostAtOnce = 4;
const shortestRestMs = 5000;
const longestRestMs = 2 * 60_000;

export function createKickLine(service: string, parts: KickLineParts): KickLine {
  const { waiting, mailServices, clock, log, kick } = parts;
  const lanes = new Set<Promise<void>>();
  let failures = 0;
  let restsUntil = 0;
  let isStopped = false;

  /** The tries of one moment fail together: they are one failure. */
  const fail = (taken: TakenKick): void => {
    if (taken.at >= restsUntil) {
      failures += 1;
      restsUntil = clock.now() + Math.min(longestRestMs, shortestRestMs * 2 ** Math.min(failures - 1, 16));
    }
  };
  const deliver = async (taken: TakenKick): Promise<void> => {
    const { user, tries, isLast } = taken;
    try {
      const address = await mailServices.findKickUrl(service);
      if (address !== undefined) {
        await kick(address, user);
      }
      failures = 0;
    } catch (error) {
      const isRefused = error instanceof KickRefusedError;
      if (!isRefused) {
        fail(taken);
      }
      const facts = { service, tries, ...describe(error) };
      if (!isLast) {
        log.info('open connections are not closed yet: the mail server was not told', facts);
        return isRefused ? undefined : waiting.putBack(taken);
      }
      log.warn('open connections were given up: the mail server was not told in a day', facts);
    }
    await waiting.finish(taken);
  };
  /** A clock set back must not make the rest longer than it ever was. */
  const isResting = (): boolean => {
    const restMs = restsUntil - clock.now();
    return restMs > 0 && restMs <= longestRestMs;
  };
  const mayGoOn = (): boolean => !isStopped && !isResting();
  const runLane = async (): Promise<void> => {
    for (let taken = await waiting.take(service); taken; taken = await waiting.take(service)) {
      run();
      await deliver(taken);
      if (!mayGoOn()) {
        return;
      }
    }
  };
  const run = (): void => {
    // After a failure one alone tries whether it is back.
    if (!mayGoOn() || lanes.size >= (failures > 0 ? 1 : mostAtOnce)) {
      return;
    }
    const lane = runLane()
      .catch((error: unknown) => log.warn('open connections cannot be looked for', { reason: String(error) }))
      .finally(() => lanes.delete(lane));
    lanes.add(lane);
  };
  return {
    run,
    stop: async () => {
      isStopped = true;
      await Promise.all(lanes);
    },
  };
}

/** `fetch` hides the reason behind its own error. */
function describe(error: unknown): { readonly reason: string } {
  const { cause, message } = error as {
    readonly cause?: { readonly code?: unknown };
    readonly message?: string;
  };
  return { reason: String(cause?.code ?? message ?? error) };
}
