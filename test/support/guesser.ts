// Somebody who has the right password and guesses codes: fifty at once, from everywhere; counts which guesses were really checked.

import assert from 'node:assert/strict';
import { AsyncLocalStorage } from 'node:async_hooks';
import type { TestContext } from 'node:test';
import { readOtpauthUrl } from '../../src/accounts/second-factor/otpauth-url.ts';
import { codeOfStep, stepAt } from '../../src/accounts/second-factor/totp.ts';
import { type TestAccounts, testSealer } from './accounts.ts';

export const atOnce = 50;
const password = 'seven green lamps at noon';

export type Door = 'code' | 'recovery';

export interface Target extends TestAccounts {
  readonly id: string;
  /** When guesses were compared with a secret, in milliseconds since 1970, in order. The rest were only answered. */
  readonly checked: Readonly<Record<Door, readonly number[]>>;
  /** The code that the owner's app shows now. */
  rightCode(): string;
  /** So many guesses at every door in one moment. Answers the seconds after which one may be allowed again. */
  guess(count: number): Promise<number>;
  /** Whether the password alone gets anybody to the second step, from a browser that nobody knows. */
  opensForStrangers(): Promise<boolean>;
  /** One complete sign-in of the owner in the browser of always. Throws where it does not succeed. */
  signInOwner(): Promise<void>;
}

/** An account that has a second step and one known browser. */
export async function openTarget(t: TestContext, opened: TestAccounts): Promise<Target> {
  const { accounts, clock } = opened;
  const added = await accounts.add({
    username: 'alice',
    emails: ['alice@example.test'],
    password: { text: password, setBy: 'owner' },
  });
  const id = added.outcome === 'added' ? added.account.id : assert.fail();
  const made = await accounts.factors.make(id);
  const { url, recoveryCodes } = made.outcome === 'made' ? made : assert.fail();
  const parameters = readOtpauthUrl(url);
  const codeAt = (offset: number) => codeOfStep(parameters, stepAt(clock.now(), 0, 30) + offset);
  const { checked, at } = watchChecks(t, opened);
  // Seen over the owner's shoulder: the public part of a recovery code that exists.
  const wrongRecoveryCode = `${recoveryCodes[0]?.slice(0, 4)}-0000-0000-0000-0000`;
  const browser = await accounts.browsers.remember(id);

  return {
    ...opened,
    id,
    checked,
    rightCode: () => codeAt(0),
    guess: async (count) => {
      const wrong = wrongCode([-3, -2, -1, 0, 1, 2, 3].map(codeAt));
      const tries = { code: accounts.verifyCode, recovery: accounts.verifyRecoveryCode };
      const answers = (['code', 'recovery'] as const).flatMap((door) =>
        Array.from({ length: count }, (_, index) =>
          at.run(door, () =>
            tries[door](id, door === 'code' ? wrong : wrongRecoveryCode, fromSomewhere(index)),
          ),
        ),
      );
      const waits = (await Promise.all(answers)).map((answer) => {
        assert.notEqual(answer.outcome, 'right');
        return answer.outcome === 'throttled' ? answer.retryAfterSeconds : 1;
      });
      return Math.max(1, Math.min(...waits));
    },
    opensForStrangers: async () =>
      (await accounts.verifyPassword('alice', password, fromSomewhere(1))).outcome === 'right',
    signInOwner: async () => {
      const from = { address: '198.51.100.1', browser };
      assert.equal((await accounts.verifyPassword('alice', password, from)).outcome, 'right');
      assert.equal((await accounts.verifyCode(id, codeAt(0), from)).outcome, 'right');
      assert.equal(await accounts.browsers.remember(id, browser), browser);
    },
  };
}

/** What was compared: an app's secret was opened for it, or a recovery code was hashed and not only pretended to be. */
function watchChecks(t: TestContext, { clock, hasher }: TestAccounts) {
  const at = new AsyncLocalStorage<Door>();
  const checked: Record<Door, number[]> = { code: [], recovery: [] };
  const open = testSealer.open.bind(testSealer);
  t.mock.method(testSealer, 'open', (sealed: string, context: string) => {
    if (at.getStore() === 'code' && context.startsWith('account:')) {
      checked.code.push(clock.now());
    }
    return open(sealed, context);
  });
  const verify = hasher.verify.bind(hasher);
  t.mock.method(hasher, 'verify', (text: string, hash: string) => {
    if (at.getStore() === 'recovery') {
      checked.recovery.push(clock.now());
    }
    return verify(text, hash);
  });
  return { at, checked };
}

/** Ten thousand addresses of as many networks: no limit by source is in the way. */
function fromSomewhere(index: number) {
  return { address: `10.${index % 256}.${Math.floor(Math.random() * 256)}.1` };
}

function wrongCode(right: readonly string[]): string {
  const candidates = Array.from({ length: 10 }, (_, digit) => String(digit).repeat(6));
  return candidates.find((code) => !right.includes(code)) ?? assert.fail();
}

/** The most of these moments (in order) that lie within any twenty-four hours. */
export function mostWithinDay(moments: readonly number[]): number {
  const dayMs = 24 * 3_600_000;
  const counts = moments.map((from, index) => {
    const after = moments.slice(index).findIndex((moment) => moment - from >= dayMs);
    return after < 0 ? moments.length - index : after;
  });
  return Math.max(0, ...counts);
}
