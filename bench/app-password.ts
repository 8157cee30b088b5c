// How long one check of an app password takes, beside one password hash of the same machine.

import type { Account } from '../src/accounts/account.ts';
import { mostAppPasswords } from '../src/accounts/app-passwords/add-app-password.ts';
import {
  makeAppPassword,
  readAppPassword,
  showAppPassword,
} from '../src/accounts/app-passwords/app-password-text.ts';
import { hashAppPassword, verifyAppPassword } from '../src/accounts/app-passwords/verify-app-password.ts';
import { systemClock } from '../src/base/clock.ts';
import { randomToken } from '../src/base/random-ids.ts';
import { createPasswordHasher } from '../src/secrets/password-hashing.ts';

const checks = 20_000;
const hashes = 10;
const key = randomToken();
const parts = { accounts: { find: async () => undefined }, getKey: async () => key, clock: systemClock };

/** As many as an account can have; the one that is looked for is the last. */
function createAccount(): { readonly account: Account; readonly password: string } {
  const texts = Array.from({ length: mostAppPasswords }, () => makeAppPassword(() => false));
  const secrets = texts.map((text) => ({
    kind: 'app-password' as const,
    id: text.selector,
    name: 'Phone',
    hash: hashAppPassword(key, 'account', text),
    protocols: ['imap', 'smtp'],
    services: ['mail'],
    networks: ['192.0.2.0/24', '2001:db8::/32'],
    createdAt: 0,
    setBy: 'owner' as const,
  }));
  const account = { id: 'account', status: 'active', secrets } as unknown as Account;
  return { account, password: texts.map(showAppPassword).at(-1) ?? '' };
}

/** Milliseconds for one call, the median of the rounds. */
async function measure(rounds: number, call: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const started = performance.now();
    await call();
    times.push(performance.now() - started);
  }
  return times.sort((one, other) => one - other)[Math.floor(rounds / 2)] ?? Number.NaN;
}

const { account, password } = createAccount();
const at = { protocol: 'imap', service: 'mail', address: '192.0.2.7' };
const check = (asked: Account | undefined, text: string) => async (): Promise<boolean> => {
  const typed = readAppPassword(text);
  return typed !== undefined && (await verifyAppPassword(parts, asked, { typed, at })) !== undefined;
};
const wrong = password.replace(/.$/, (letter) => (letter === '2' ? '3' : '2'));
if (!(await check(account, password)()) || (await check(account, wrong)())) {
  throw new Error('the check is wrong, and its time means nothing');
}

const hasher = createPasswordHasher({ passwordCost: { memoryKiB: 19_456, passes: 2 }, passwordQueue: 100 });
await hasher.verifyNothing('warm');
const hash = await measure(hashes, () => hasher.verifyNothing('nothing'));
const rows = {
  right: await measure(checks, check(account, password)),
  wrong: await measure(checks, check(account, wrong)),
  nobody: await measure(checks, check(undefined, password)),
};
for (const [what, time] of Object.entries(rows)) {
  const ratio = Math.round(hash / time).toLocaleString('en');
  console.log(`app password, ${what}: ${(time * 1000).toFixed(1)} µs, one ${ratio}th of a password hash`);
}
console.log(`password hash: ${hash.toFixed(1)} ms`);
await hasher.close();
