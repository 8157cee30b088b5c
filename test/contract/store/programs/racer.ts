// A second process on the same store: opens it and races when the parent says so, one message at a time.

import '../../../support/old-wire-version.ts';

import { systemClock } from '../../../../src/base/clock.ts';
import { createLog } from '../../../../src/base/log.ts';
import type { StoreTarget } from '../../../../src/config/special-kinds.ts';
import { openStore } from '../../../../src/store/open-store.ts';
import type { Collection, Store } from '../../../../src/store/store.ts';
import { withLatency } from '../../../support/latency.ts';
import { countOutcomes, type Person, person } from '../samples.ts';

/** What the parent may ask for; each is answered with a number, or with the error as text. */
export type RacerTask =
  | { readonly task: 'open'; readonly target: StoreTarget }
  | { readonly task: 'race'; readonly operation: Operation; readonly id: string; readonly racers: number }
  | { readonly task: 'close' };

export type Operation = keyof typeof operations;

/** True for a win. */
const operations = {
  insert: async (people: Collection<Person>, id: string) =>
    (await people.insert(person({ id }))) === 'inserted',
  insertValue: async (people: Collection<Person>, id: string) =>
    (await people.insert(person({ names: [id] }))) === 'inserted',
  spend: (people: Collection<Person>, id: string) => people.spend(id),
  remove: (people: Collection<Person>, id: string) => people.remove(id),
  replace: async (people: Collection<Person>, id: string) =>
    // Everyone has read the same revision: the parent names it in the id.
    (await people.replace({ id: id.split('@')[0] ?? '', revision: id.split('@')[1] ?? '' })) === 'replaced',
};

let store: Store | undefined;
const log = createLog({ level: 'error', clock: systemClock, write: () => {} });

async function run(task: RacerTask): Promise<number> {
  if (task.task === 'open') {
    store = await openStore(task.target, { clock: systemClock, log });
    return 1;
  }
  if (store === undefined) {
    throw new Error('not open');
  }
  if (task.task === 'close') {
    await store.close();
    return 1;
  }
  const people = withLatency(store).collection<Person>('accounts');
  const wins = await countOutcomes(task.racers, () => operations[task.operation](people, task.id));
  return wins.get(true) ?? 0;
}

process.on('message', (task: RacerTask) => {
  run(task).then(
    (result) => process.send?.(result),
    (error: unknown) => process.send?.(String(error instanceof Error ? error.stack : error)),
  );
});
