// Writes without end, eight at a time, and tells on stdout what was acknowledged: to be killed in the middle.

import '../../../support/old-wire-version.ts';

import { writeSync } from 'node:fs';
import { systemClock } from '../../../../src/base/clock.ts';
import { createLog } from '../../../../src/base/log.ts';
import type { StoreTarget } from '../../../../src/config/special-kinds.ts';
import { openStore } from '../../../../src/store/open-store.ts';
import { type Person, person } from '../samples.ts';

const target: StoreTarget = JSON.parse(process.argv[2] ?? '');
const log = createLog({ level: 'error', clock: systemClock, write: () => {} });
const people = (await openStore(target, { clock: systemClock, log })).collection<Person>('accounts');

await Promise.all(Array.from({ length: 8 }, (_, lane) => writeForEver(lane)));

async function writeForEver(lane: number): Promise<void> {
  for (let n = 0; ; n += 1) {
    const id = `${lane}-${n}`;
    await people.insert(person({ id, names: [`name ${id}`], note: 'inserted' }));
    writeSync(1, `inserted ${id}\n`);
    const found = await people.find(id);
    if (
      found &&
      (await people.replace({ ...found, names: [`new ${id}`], note: 'replaced' })) === 'replaced'
    ) {
      writeSync(1, `replaced ${id}\n`);
    }
    if (await people.spend(id)) {
      writeSync(1, `spent ${id}\n`);
    }
  }
}
