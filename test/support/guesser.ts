// Somebody who has the right password and guesses the rest, from everywhere at once; what he tries is watched to the end.

import assert from 'node:assert/strict';
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomInt } from 'node:crypto';
import type { TestContext } from 'node:test';
import type { Accounts } from '../../src/accounts/accounts.ts';
import { readOtpauthUrl } from '../../src/accounts/second-factor/app/otpauth-url.ts';
import { codeOfStep, stepAt } from '../../src/accounts/second-factor/app/totp.ts';
import { type TestAccounts, testSealer } from './accounts.ts';

export const atOnce = 50;
const password = 'seven green lamps at noon';

export type Door = 'code' | 'recovery' | 'mailed';

export interface Target extends TestAccounts {
  readonly id: string;
  /** When guesses were compared with a secret, in milliseconds since 1970, in order. The rest were only answered. */
  readonly checked: Readonly<Record<Door, readonly number[]>>;
  /** So many guesses at every door in one moment. Answers the seconds after which one may be allowed again. */
  guess(count: number): Promise<number>;
  /** Whether the password alone gets anybody to the second step, from a browser that nobody knows. */
  opensForStrangers(): Promise<boolean>;
  /** One complete sign-in of the owner in the browser of always. Throws where it does not succeed. */
  signInOwner(): Promise<void>;
  /** The subjects of the mails to the owner since the last time. */
  readSubjects(): Promise<readonly string[]>;
}

export interface TargetWithApp extends Target {
  /** The code that the owner's app shows now. */
  rightCode(): string;
}

/**
 * Has an authenticator app and recovery codes. `foreseen`: so many browsers in which the guesser signed in with the
 * password, before there was any app; he guesses in those as well.
 */
export async function openTargetWithApp(
  t: TestContext,
  opened: TestAccounts,
  foreseen = 0,
): Promise<TargetWithApp> {
  const { accounts, clock } = opened;
  const target = await openTarget(t, opened);
  const { id, tryAt, owner } = target;
  const cookies = await rememberMany(accounts, id, foreseen);
  let fromEach = 5;
  const made = await accounts.factors.make(id);
  const { url, recoveryCodes } = made.outcome === 'made' ? made : assert.fail();
  // The sign-in in which it was set up has proven it.
  owner.browser = await accounts.browsers.remember(id, { factor: 2, cookie: owner.browser });
  const parameters = readOtpauthUrl(url);
  const codeAt = (offset: number) => codeOfStep(parameters, stepAt(clock.now(), 0, 30) + offset);
  // Seen over the owner's shoulder: the public part of a recovery code that exists.
  const wrongRecoveryCode = `${recoveryCodes[0]?.slice(0, 4)}-0000-0000-0000-0000`;
  return {
    ...target,
    rightCode: () => codeAt(0),
    guess: async (count) => {
      const wrong = wrongCode([-3, -2, -1, 0, 1, 2, 3].map(codeAt));
      const answers = await Promise.all([
        ...tryAt('code', count, (from) => accounts.verifyCode(id, wrong, from)),
        ...tryAt('recovery', count, () => accounts.verifyRecoveryCode(id, wrongRecoveryCode, fromHome)),
        ...cookies.flatMap((browser) =>
          tryAt('code', fromEach, (from) => accounts.verifyCode(id, wrong, { ...from, browser })),
        ),
      ]);
      fromEach = 1;
      return secondsToWait(answers);
    },
    signInOwner: () =>
      target.signInOwner(2, async () => {
        assert.equal((await accounts.verifyCode(id, codeAt(0), owner)).outcome, 'right');
      }),
  };
}

/** Has no second step yet: the sign-in mails a code before it shows a secret. */
export async function openTargetWithout(t: TestContext, opened: TestAccounts): Promise<Target> {
  const { accounts } = opened;
  const target = await openTarget(t, opened);
  const { id, tryAt } = target;
  let codeId: string | undefined;
  return {
    ...target,
    signInOwner: () => target.signInOwner(1),
    guess: async (count) => {
      const sent = codeId === undefined ? await accounts.enrolment.sendCode(id, fromSomewhere()) : undefined;
      codeId = sent?.outcome === 'sent' ? sent.codeId : codeId;
      if (codeId === undefined) {
        return secondsToWait(sent === undefined ? [] : [sent]);
      }
      const current = codeId;
      const answers = await Promise.all([
        ...tryAt('mailed', count, (from) => accounts.enrolment.verifyCode(id, current, randomDigits(), from)),
        ...tryAt('recovery', count, (from) => accounts.enrolment.checkTicket(id, '0'.repeat(20), from)),
      ]);
      codeId = answers.some(({ outcome }) => outcome === 'used-up') ? undefined : codeId;
      return secondsToWait(answers.slice(0, count));
    },
  };
}

async function openTarget(t: TestContext, opened: TestAccounts) {
  const { accounts, outbox } = opened;
  const added = await accounts.add({
    username: 'alice',
    emails: ['alice@example.test'],
    password: { text: password, setBy: 'owner' },
  });
  const id = added.outcome === 'added' ? added.account.id : assert.fail();
  const owner = { address: '198.51.100.1', browser: await accounts.browsers.remember(id, { factor: 1 }) };
  return {
    ...opened,
    id,
    owner,
    ...watchTries(t, opened),
    opensForStrangers: async () =>
      (await accounts.verifyPassword('alice', password, fromSomewhere())).outcome === 'right',
    signInOwner: async (factor: 1 | 2, proveMore = async () => {}) => {
      assert.equal((await accounts.verifyPassword('alice', password, owner)).outcome, 'right');
      await proveMore();
      owner.browser = await accounts.browsers.remember(id, { factor, cookie: owner.browser });
    },
    readSubjects: async () => {
      const subjects: string[] = [];
      for (let taken = await outbox.waiting.take(); taken; taken = await outbox.waiting.take()) {
        subjects.push(taken.mail.subject);
        await outbox.waiting.forget(taken.id);
      }
      return subjects;
    },
  };
}

/** One after the other: the oldest of them may be forgotten again. */
async function rememberMany(accounts: Accounts, id: string, count: number): Promise<readonly string[]> {
  const cookies: string[] = [];
  while (cookies.length < count) {
    cookies.push(await accounts.browsers.remember(id, { factor: 1 }));
  }
  return cookies;
}

type From = ReturnType<typeof fromSomewhere>;

/** A guess was checked when a secret was opened for it, or a recovery code was hashed and not only pretended to be. */
function watchTries(t: TestContext, { clock, hasher }: TestAccounts) {
  const checked: Record<Door, number[]> = { code: [], recovery: [], mailed: [] };
  const running = new AsyncLocalStorage<{ readonly door: Door; isChecked: boolean }>();
  const notice = (isSecret: boolean): void => {
    const guess = running.getStore();
    if (guess !== undefined && isSecret && !guess.isChecked) {
      guess.isChecked = true;
      checked[guess.door].push(clock.now());
    }
  };
  const open = testSealer.open.bind(testSealer);
  t.mock.method(testSealer, 'open', (sealed: string, context: string) => {
    notice(/^(account|code):/.test(context));
    return open(sealed, context);
  });
  const verify = hasher.verify.bind(hasher);
  t.mock.method(hasher, 'verify', (text: string, hash: string) => {
    notice(true);
    return verify(text, hash);
  });
  const tryAt = <T>(door: Door, count: number, attempt: (from: From) => Promise<T>): Promise<T>[] =>
    Array.from({ length: count }, () =>
      running.run({ door, isChecked: false }, () => attempt(fromSomewhere())),
    );
  return { checked, tryAt };
}

/** Recovery codes are counted for each network: what one of them is let through. */
const fromHome = { address: '203.0.113.1' };

/** As many networks as there are guesses: no limit by source is in the way. */
function fromSomewhere() {
  return { address: [10, randomInt(256), randomInt(256), randomInt(256)].join('.') };
}

function randomDigits(): string {
  return String(randomInt(10 ** 8)).padStart(8, '0');
}

function wrongCode(right: readonly string[]): string {
  const candidates = Array.from({ length: 10 }, (_, digit) => String(digit).repeat(6));
  return candidates.find((code) => !right.includes(code)) ?? assert.fail();
}

function secondsToWait(
  answers: readonly { readonly outcome: string; readonly retryAfterSeconds?: number }[],
): number {
  assert.ok(answers.every(({ outcome }) => outcome !== 'right'));
  const waits = answers.flatMap(({ retryAfterSeconds = [] }) => retryAfterSeconds);
  return waits.length > 0 ? Math.min(...waits) : 1;
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
