// Who is still to be closed out at which mail server: one document for each, however often it was asked for, in a line for each service.

import type { Clock } from '../../base/clock.ts';
import { randomId } from '../../base/random-ids.ts';
import { sha256 } from '../../secrets/hashing.ts';
import type { Collection, Store, StoredDocument } from '../../store/store.ts';
import { update, updateOrInsert } from '../../store/update.ts';

export interface WaitingKicks {
  /** Durable when it resolves: a kick begins after this moment, and one more a little later. */
  add(service: string, user: string): Promise<void>;
  /** The mail services for which somebody waits, due or not. */
  services(): Promise<readonly string[]>;
  /** One of this service that is due, for this caller alone until its pause is over. */
  take(service: string): Promise<TakenKick | undefined>;
  /** It is done. What was asked meanwhile stays. */
  finish(taken: TakenKick): Promise<void>;
  /** The mail server was not to be reached: due again at once, behind the others. */
  putBack(taken: TakenKick): Promise<void>;
}

export interface TakenKick {
  readonly id: string;
  /** Of this taking: another ask or another taking ends it. */
  readonly ticket: string;
  readonly at: number;
  /** The mail service, by name. */
  readonly service: string;
  /** The name that the mail server knows. */
  readonly user: string;
  /** Since the last ask; counts the present one. */
  readonly tries: number;
  /** If this try fails, it is given up. */
  readonly isLast: boolean;
}

interface KickDocument extends StoredDocument {
  /** The service, and when it is tried next as sortable text. */
  readonly turn: string;
  readonly due: number;
  /** Until one that began then or later was told, it is not done: somebody let in a moment before the end had no connection yet. */
  readonly again: number;
  readonly service: string;
  readonly user: string;
  readonly tries: number;
  readonly ticket: string;
  readonly expiresAt: number;
}

export interface WaitingKicksParts {
  readonly store: Store;
  readonly clock: Clock;
}

const onceMoreAfterMs = 15_000;
const shortestPauseMs = 30_000;
const longestPauseMs = 30 * 60_000;
const patienceMs = 24 * 3_600_000;

export function createWaitingKicks({ store, clock }: WaitingKicksParts): WaitingKicks {
  const kicks = store.collection<KickDocument>('kicks');
  /** Changes what this caller has taken, unless it was asked for or taken again. */
  const settle = async (
    { id, ticket }: TakenKick,
    next: (current: KickDocument) => KickDocument,
  ): Promise<void> => {
    await update(kicks, id, (current) =>
      current.ticket === ticket ? { next: next(current), result: true } : { result: false },
    );
  };
  return {
    add: async (service, user) => {
      const id = sha256(JSON.stringify([service, user]));
      await updateOrInsert(kicks, id, () => {
        const at = clock.now();
        // Whatever is under way began before this ask, and must not end it: it has another ticket.
        const asked = { id, service, user, tries: 0, ticket: randomId() };
        const times = { ...turnOf(service, at), again: at + onceMoreAfterMs, expiresAt: at + patienceMs };
        return { next: { ...asked, ...times }, result: undefined };
      });
    },
    services: () => listServices(kicks),
    take: (service) => take(kicks, clock, service),
    finish: (taken) =>
      settle(taken, (current) =>
        taken.at >= current.again
          ? { ...current, expiresAt: 0 }
          : { ...current, ...turnOf(current.service, current.again), tries: 0 },
      ),
    putBack: (taken) => settle(taken, (current) => ({ ...current, ...turnOf(current.service, clock.now()) })),
  };
}

/** From one service to the next, past all that waits for each. */
async function listServices(kicks: Collection<KickDocument>): Promise<readonly string[]> {
  const services: string[] = [];
  for (let past = ''; ; ) {
    const { documents } = await kicks.page({
      key: 'turn',
      limit: 1,
      ...(past === '' ? {} : { after: { value: past, id: '' } }),
    });
    const service = documents[0]?.service;
    if (service === undefined) {
      return services;
    }
    services.push(service);
    // The character after the space that ends a name: before every other name that begins so.
    past = `${service}!`;
  }
}

async function take(
  kicks: Collection<KickDocument>,
  clock: Clock,
  service: string,
): Promise<TakenKick | undefined> {
  const { documents } = await kicks.page({ key: 'turn', prefix: `${service} `, limit: 50 });
  for (const document of documents) {
    const now = clock.now();
    if (document.due > now) {
      return undefined;
    }
    // The next try is booked before this one is made: whoever dies now leaves it to others.
    const tries = document.tries + 1;
    const next = now + pauseAfter(tries);
    const ticket = randomId();
    const outcome = await kicks.replace({ ...document, ...turnOf(service, next), tries, ticket });
    if (outcome === 'replaced') {
      const { id, user, expiresAt } = document;
      return { id, ticket, at: now, service, user, tries, isLast: next >= expiresAt };
    }
  }
  return documents.length === 0 ? undefined : take(kicks, clock, service);
}

function turnOf(service: string, due: number): Pick<KickDocument, 'turn' | 'due'> {
  return { turn: `${service} ${new Date(due).toISOString()}`, due };
}

/** After the first try half a minute, then twice as long each time, up to half an hour. */
function pauseAfter(tries: number): number {
  return Math.min(longestPauseMs, shortestPauseMs * 2 ** Math.min(tries - 1, 16));
}
