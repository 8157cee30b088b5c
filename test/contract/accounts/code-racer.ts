// A process of its own that uses one code many times at once: a line of JSON in, the outcomes as a line of JSON out.

import '../../support/old-wire-version.ts';

import { createInterface } from 'node:readline';
import type { StoreTarget } from '../../../src/config/special-kinds.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { openTestAccounts } from '../../support/accounts.ts';
import { quietLog } from '../../support/engines.ts';
import { withLatency } from '../../support/latency.ts';

export interface RacerTask {
  readonly accountId: string;
  readonly kind: 'code' | 'recovery';
  readonly code: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** One try for each of these known browsers. */
  readonly browsers: readonly string[];
}

const target = JSON.parse(process.argv[2] ?? '') as StoreTarget;
let now = 0;
const clock = { now: () => now, advance: () => {} };
const store = await openStore(target, { clock, log: quietLog });
const { accounts } = await openTestAccounts(async () => withLatency(store), { clock });

process.stdout.write('ready\n');
for await (const line of createInterface({ input: process.stdin })) {
  const task = JSON.parse(line) as RacerTask;
  now = task.now;
  const answers = await Promise.all(
    task.browsers.map((browser) => {
      const verify = task.kind === 'code' ? accounts.verifyCode : accounts.verifyRecoveryCode;
      return verify(task.accountId, task.code, { address: '192.0.2.1', browser });
    }),
  );
  process.stdout.write(`${JSON.stringify(answers.map(({ outcome }) => outcome))}\n`);
}
await store.close();
