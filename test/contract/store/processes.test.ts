// Several processes on one store: they open it together, race, and one of them dies in the middle.

import assert from 'node:assert/strict';
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { StoreTarget } from '../../../src/config/special-kinds.ts';
import { forEachStore } from '../../support/engines.ts';
import type { Operation, RacerTask } from './programs/racer.ts';
import { type Person, person } from './samples.ts';

const program = (name: string): string => fileURLToPath(new URL(`./programs/${name}`, import.meta.url));

/** A child of the test runner must not think that it is a test file. */
function childEnvironment(): NodeJS.ProcessEnv {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  return env;
}

async function ask(child: ChildProcess, task: RacerTask): Promise<number> {
  child.send(task);
  const [answer] = await once(child, 'message');
  assert.equal(typeof answer, 'number', String(answer));
  return answer;
}

const processes = 2;
const rounds = 50;

forEachStore((_engine, openTestStore, makeTarget) => {
  async function withRacers(run: (racers: readonly ChildProcess[]) => Promise<void>): Promise<void> {
    const racers = Array.from({ length: processes }, () =>
      fork(program('racer.ts'), { env: childEnvironment() }),
    );
    try {
      await run(racers);
    } finally {
      for (const racer of racers) {
        racer.kill('SIGKILL');
      }
    }
  }

  const openIn = (racers: readonly ChildProcess[], target: StoreTarget) =>
    Promise.all(racers.map((racer) => ask(racer, { task: 'open', target })));

  async function race(racers: readonly ChildProcess[], operation: Operation, id: string): Promise<number> {
    const task = { task: 'race', operation, id, racers: 4 } as const;
    const wins = await Promise.all(racers.map((racer) => ask(racer, task)));
    return wins.reduce((sum, won) => sum + won, 0);
  }

  test('two processes open one empty store together, and only one makes the first document', async () => {
    await withRacers(async (racers) => {
      for (let round = 0; round < 5; round += 1) {
        const target = await makeTarget();
        await openIn(racers, target);
        assert.equal(await race(racers, 'insert', 'first'), 1);
        assert.equal(
          (await (await openTestStore({ target })).collection<Person>('accounts').find('first'))?.id,
          'first',
        );
        await Promise.all(racers.map((racer) => ask(racer, { task: 'close' })));
      }
    });
  });

  test(`two processes race for ${rounds} rounds: each time one caller of one process wins`, async () => {
    const target = await makeTarget();
    const people = (await openTestStore({ target })).collection<Person>('accounts');
    await withRacers(async (racers) => {
      await openIn(racers, target);
      for (let round = 0; round < rounds; round += 1) {
        const id = `round ${round}`;
        assert.equal(await race(racers, 'insert', id), 1, 'insert');
        assert.equal(await race(racers, 'insertValue', `name ${round}`), 1, 'insert of a unique value');
        const revision = (await people.find(id))?.revision;
        assert.equal(await race(racers, 'replace', `${id}@${revision}`), 1, 'replace');
        assert.equal(await race(racers, 'spend', id), 1, 'spend');
        assert.equal(await race(racers, 'remove', id), 1, 'remove');
      }
    });
  });

  test('what a process was told is written is there after kill -9', async () => {
    const target = await makeTarget();
    const store = await openTestStore({ target });
    const acknowledged = await writeUntilKilled(target, 300);
    const people = store.collection<Person>('accounts');
    for (const [id, step] of acknowledged) {
      const found = (await people.find(id)) ?? assert.fail(`${id} is lost`);
      const isLater = step === 'inserted' || found.note === 'replaced';
      assert.ok(isLater && (step !== 'spent' || found.spentAt !== undefined), `${id} was ${step}`);
      assert.equal((await people.findBy('names', found.names?.[0] ?? ''))[0]?.id, id);
    }
    // And the store goes on.
    assert.equal(await people.insert(person({ names: ['after'] })), 'inserted');
  });

  /** The last acknowledged step of each document, from a writer that was killed after `least` acknowledgements. */
  async function writeUntilKilled(target: StoreTarget, least: number): Promise<Map<string, string>> {
    const writer = spawn(process.execPath, [program('writer.ts'), JSON.stringify(target)], {
      env: childEnvironment(),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const last = new Map<string, string>();
    let count = 0;
    for await (const line of createInterface(writer.stdout)) {
      const [step = '', id = ''] = line.split(' ');
      last.set(id, step);
      count += 1;
      if (count === least) {
        writer.kill('SIGKILL');
      }
    }
    assert.ok(count >= least, 'the writer ended by itself');
    return last;
  }
});
