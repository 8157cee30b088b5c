// Two processes on one store, told to use the same code at the same moment.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { StoreTarget } from '../../src/config/special-kinds.ts';
import type { RacerTask } from '../contract/accounts/code-racer.ts';

export interface Racer {
  race(task: RacerTask): Promise<readonly string[]>;
  close(): Promise<void>;
}

const program = fileURLToPath(new URL('../contract/accounts/code-racer.ts', import.meta.url));

export async function startRacer(target: StoreTarget): Promise<Racer> {
  const child = spawn(process.execPath, [program, JSON.stringify(target)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const readLine = async (): Promise<string> => {
    const { value, done } = await lines.next();
    return done ? Promise.reject(new Error('the racing process ended')) : value;
  };
  await readLine();
  return {
    race: async (task) => {
      child.stdin.write(`${JSON.stringify(task)}\n`);
      return JSON.parse(await readLine()) as readonly string[];
    },
    close: async () => {
      const closed = once(child, 'close');
      child.stdin.end();
      await closed;
    },
  };
}
