// Open connections of whoever lost their access: each mail server that can be told is told, by a queue that outlives every crash.

import type { Account } from '../../accounts/account.ts';
import { mailLogin } from '../../accounts/names.ts';
import type { Clock } from '../../base/clock.ts';
import { randomId } from '../../base/random-ids.ts';
import type { MailLoginSettings } from '../../oidc/clients/mail-service-policy.ts';
import type { MailService, MailServices } from '../../oidc/clients/mail-services.ts';
import type { Collection, Store, StoredDocument } from '../../store/store.ts';

export interface Kicks {
  /**
   * After the write that ended something: durable when it resolves. All connections of the account are closed; programs that
   * still may come back by themselves.
   */
  ask(account: Account): Promise<void>;
  /** Whether every mail server of the account can be told. */
  reachesAll(account: Account): Promise<boolean>;
  /** Calls `listener` after every ask in this process. Answers the function that ends it. */
  onAsk(listener: () => void): () => void;
  /** For the delivery only. */
  readonly waiting: WaitingKicks;
}

export interface WaitingKicks {
  /** One that is due, for this caller alone until its pause is over. */
  take(): Promise<TakenKick | undefined>;
  forget(id: string): Promise<void>;
}

export interface TakenKick {
  readonly id: string;
  /** The mail service, by name. */
  readonly service: string;
  /** The name that the mail server knows. */
  readonly user: string;
  /** Counts the present one. */
  readonly tries: number;
  /** If this try fails, it is given up. */
  readonly isLast: boolean;
}

interface KickDocument extends StoredDocument {
  /** When it is tried next, as sortable text. */
  readonly due: string;
  readonly service: string;
  readonly user: string;
  readonly tries: number;
  readonly expiresAt: number;
}

export interface KicksParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly mailServices: Pick<MailServices, 'list' | 'guards' | 'findKickUrl'>;
  readonly settings: MailLoginSettings;
}

/** The second one is for whoever was let in a moment before the end, and had no connection yet at the first. */
const delaysMs = [0, 15_000] as const;
const shortestPauseMs = 30_000;
const longestPauseMs = 30 * 60_000;
const patienceMs = 24 * 3_600_000;

export function createKicks({ store, clock, mailServices, settings }: KicksParts): Kicks {
  const kicks: Collection<KickDocument> = store.collection('kicks');
  const listeners = new Set<() => void>();
  const guarding = async (account: Account): Promise<readonly MailService[]> =>
    (await mailServices.list()).filter((service) => mailServices.guards(service, account));
  const isReached = async ({ name }: MailService): Promise<boolean> =>
    (await mailServices.findKickUrl(name)) !== undefined;

  const put = async (service: string, user: string): Promise<void> => {
    for (const delay of delaysMs) {
      const at = clock.now();
      const due = sortable(at + delay);
      await kicks.insert({ id: randomId(), due, service, user, tries: 0, expiresAt: at + patienceMs });
    }
  };
  return {
    ask: async (account) => {
      const user = mailLogin(account, settings);
      for (const service of await guarding(account)) {
        if (await isReached(service)) {
          await put(service.name, user);
        }
      }
      for (const listener of listeners) {
        listener();
      }
    },
    reachesAll: async (account) =>
      (await Promise.all((await guarding(account)).map(isReached))).every((reached) => reached),
    onAsk: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    waiting: {
      take: () => take(kicks, clock),
      forget: async (id) => void (await kicks.remove(id)),
    },
  };
}

async function take(kicks: Collection<KickDocument>, clock: Clock): Promise<TakenKick | undefined> {
  const { documents } = await kicks.page({ key: 'due', limit: 50 });
  for (const document of documents) {
    const now = clock.now();
    if (document.due > sortable(now)) {
      return undefined;
    }
    // The next try is booked before this one is made: whoever dies now leaves it to others.
    const tries = document.tries + 1;
    const next = now + pauseAfter(tries);
    const outcome = await kicks.replace({ ...document, tries, due: sortable(next) });
    if (outcome === 'replaced') {
      const { id, service, user, expiresAt } = document;
      return { id, service, user, tries, isLast: next >= expiresAt };
    }
  }
  return documents.length === 0 ? undefined : take(kicks, clock);
}

/** After the first try half a minute, then twice as long each time, up to half an hour. */
function pauseAfter(tries: number): number {
  return Math.min(longestPauseMs, shortestPauseMs * 2 ** Math.min(tries - 1, 16));
}

function sortable(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
