// Who waits for a thread: people at our own pages and mail servers have their turns one after the other, and servers only a share of the places.

/** On whose behalf a password is hashed. */
export type HashingLane = 'people' | 'servers';

export interface HashingQueue<T> {
  readonly size: number;
  /** False: there is no room. */
  add(job: T, lane: HashingLane): boolean;
  next(): T | undefined;
  /** False: it waits no longer. */
  remove(job: T): boolean;
}

/** Servers ask as often as strangers make them ask: they have half of the places. */
export function createHashingQueue<T>(places: number): HashingQueue<T> {
  const waiting: Readonly<Record<HashingLane, T[]>> = { people: [], servers: [] };
  const most: Readonly<Record<HashingLane, number>> = {
    people: places,
    servers: Math.max(1, Math.floor(places / 2)),
  };
  const sizeOf = (): number => waiting.people.length + waiting.servers.length;
  let turn: HashingLane = 'people';
  return {
    get size() {
      return sizeOf();
    },
    add: (job, lane) => {
      const hasRoom = waiting[lane].length < most[lane] && sizeOf() < places;
      if (hasRoom) {
        waiting[lane].push(job);
      }
      return hasRoom;
    },
    next: () => {
      const lane = waiting[turn].length > 0 ? turn : otherThan(turn);
      turn = otherThan(lane);
      return waiting[lane].shift();
    },
    remove: (job) => {
      const jobs = [waiting.people, waiting.servers].find((some) => some.includes(job));
      jobs?.splice(jobs.indexOf(job), 1);
      return jobs !== undefined;
    },
  };
}

function otherThan(lane: HashingLane): HashingLane {
  return lane === 'people' ? 'servers' : 'people';
}
