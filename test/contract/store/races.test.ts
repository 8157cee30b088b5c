// Sixteen at once, the network uneven: one wins.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { update } from '../../../src/store/update.ts';
import { forEachStore } from '../../support/engines.ts';
import { withLatency } from '../../support/latency.ts';
import { countOutcomes, movableClock, type Person, person, type Thing, thing } from './samples.ts';

const racers = 16;
const rounds = 10;

forEachStore((_engine, openTestStore) => {
  test('sixteen inserts of one id: one is inserted, also over an expired document', async () => {
    const clock = movableClock();
    const things = withLatency(await openTestStore({ clock })).collection<Thing>('browsers');
    for (let round = 0; round < rounds; round += 1) {
      const counts = await countOutcomes(racers, (note) =>
        things.insert(thing({ id: 'one', note, expiresAt: clock.now() + 10 })),
      );
      assert.deepEqual(Object.fromEntries(counts), { inserted: 1, taken: racers - 1 });
      clock.advance(10);
    }
  });

  test('sixteen inserts of one unique value: one is inserted, also over an expired holder', async () => {
    const clock = movableClock();
    const people = withLatency(await openTestStore({ clock })).collection<Person>('accounts');
    for (let round = 0; round < rounds; round += 1) {
      const counts = await countOutcomes(racers, (n) =>
        people.insert(
          person({ names: [`own-${round}-${n}`, 'wanted'], username: 'wanted', expiresAt: clock.now() + 10 }),
        ),
      );
      assert.deepEqual(Object.fromEntries(counts), { inserted: 1, taken: racers - 1 });
      assert.equal((await people.findBy('names', 'wanted')).length, 1);
      clock.advance(10);
    }
  });

  test('sixteen replacements of one revision: one is replaced', async () => {
    const things = withLatency(await openTestStore()).collection<Thing>('browsers');
    await things.insert(thing({ id: 'one' }));
    for (let round = 0; round < rounds; round += 1) {
      const read = (await things.find('one')) ?? assert.fail('not found');
      const winners: number[] = [];
      const counts = await countOutcomes(racers, async (note) => {
        const outcome = await things.replace({ ...read, note });
        if (outcome === 'replaced') {
          winners.push(note);
        }
        return outcome;
      });
      assert.deepEqual(Object.fromEntries(counts), { replaced: 1, changed: racers - 1 });
      assert.equal((await things.find('one'))?.note, winners[0]);
    }
  });

  test('sixteen spends of one document: one is true', async () => {
    const things = withLatency(await openTestStore()).collection<Thing>('browsers');
    for (let round = 0; round < rounds; round += 1) {
      await things.insert(thing({ id: `code-${round}` }));
      const counts = await countOutcomes(racers, () => things.spend(`code-${round}`));
      assert.deepEqual([counts.get(true), counts.get(false)], [1, racers - 1]);
    }
  });

  test('sixteen removals of one document: one is true', async () => {
    const things = withLatency(await openTestStore()).collection<Thing>('browsers');
    for (let round = 0; round < rounds; round += 1) {
      await things.insert(thing({ id: 'one' }));
      const counts = await countOutcomes(racers, () => things.remove('one'));
      assert.deepEqual([counts.get(true), counts.get(false)], [1, racers - 1]);
    }
  });

  test('sixteen puts of one new id all succeed, and one of them stays', async () => {
    const things = withLatency(await openTestStore()).collection<Thing>('browsers');
    for (let round = 0; round < rounds; round += 1) {
      await Promise.all(
        Array.from({ length: racers }, (_, note) => things.put(thing({ id: `p${round}`, note }))),
      );
      assert.equal(typeof (await things.find(`p${round}`))?.note, 'number');
    }
  });

  test('sixteen updates of one counter: none is lost', async () => {
    const things = withLatency(await openTestStore(), 1).collection<Thing>('browsers');
    await things.insert(thing({ id: 'counter', note: 0 }));
    const counts = await countOutcomes(racers, () =>
      update(things, 'counter', (current) => ({
        next: { ...current, note: Number(current.note) + 1 },
        result: 'counted',
      })),
    );
    assert.equal(counts.get('counted'), racers);
    assert.equal((await things.find('counter'))?.note, racers);
  });
});
