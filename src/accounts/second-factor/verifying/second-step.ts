// What every second step has in common: who tries, from which browser, and how the try is counted.

import type { Audit } from '../../../audit/audit.ts';
import { AppError } from '../../../base/app-error.ts';
import type { Log } from '../../../base/log.ts';
import type { Collection } from '../../../store/store.ts';
import { update } from '../../../store/update.ts';
import { type Account, findPassword, hasSecondFactor, withSecret } from '../../account.ts';
import { stampsOf, withoutTrustedBrowsers } from '../../alive.ts';
import type { Throttled } from '../../attempts/attempts.ts';
import { decide } from '../../attempts/decide.ts';
import { type CodeDoor, mostCodeFailuresOfPassword, type Throttles } from '../../attempts/throttles.ts';
import { auditOwnerOf } from '../../audit-owner.ts';
import type { BrowserRegister } from '../../browsers/known-browsers.ts';
import { findProvenBrowser } from '../../browsers/proven-browser.ts';
import type { Origin } from '../../origin.ts';

export interface SecondStepParts {
  readonly accounts: Collection<Account>;
  readonly browsers: BrowserRegister;
  readonly throttles: Throttles;
  readonly audit: Audit;
  readonly clock: { now(): number };
  readonly log: Log;
}

export interface SecondStepAnswer {
  readonly outcome: string;
  /** How many recovery codes are unused now; absent: it was none of them. */
  readonly left?: number;
}

export interface SecondStepTry<T> {
  readonly door: CodeDoor;
  readonly accountId: string;
  readonly from: Origin;
  /** Judges what was typed; undefined stands for an account whose second step cannot be right: it must cost the same. */
  readonly check: (account: Account | undefined) => Promise<T>;
}

/** Counts the try before it is checked, and tells the owner what came of it. A right one clears the count of a known browser, and is handed back elsewhere. */
export async function trySecondStep<T extends SecondStepAnswer>(
  parts: SecondStepParts,
  { door, accountId, from, check }: SecondStepTry<T>,
): Promise<T | Throttled> {
  const account = await parts.accounts.find(accountId);
  if (account !== undefined) {
    requireSameStamps(account, from);
  }
  const knownBrowserId = await findProvenBrowser(parts.browsers, account, from.browser);
  const password = account && findPassword(account);
  const passwordId = password?.id;
  const { address, service } = from;
  const subject = { accountId, address, passwordId, knownBrowserId, service };
  const reservation = await parts.throttles.reserveCode(door, subject);
  const answer = await decide<T>(reservation, async () => {
    const isKnown = knownBrowserId !== undefined;
    const isRetired = password?.retiredAt !== undefined && !isKnown;
    const answer = await check(account?.status === 'active' && !isRetired ? account : undefined);
    if (answer.outcome === 'right') {
      return { answer, counts: isKnown ? 'right-and-clear' : 'right' };
    }
    if (isTwin(answer, from)) {
      return { answer, counts: 'right' };
    }
    const onFailure = async (failures: number): Promise<void> => {
      if (door === 'code' && account && failures >= mostCodeFailuresOfPassword) {
        await shut(parts, account, { knownBrowserId, passwordId, from });
      }
    };
    return { answer, counts: 'failed', onFailure };
  });
  if (account !== undefined && answer.outcome !== 'throttled' && !isTwin(answer, from)) {
    await record(parts.audit, account, { door, from, answer });
  }
  return answer;
}

/** Throws where the password before it is not the account's any more, or its access was ended: nothing is spent, nothing counts. */
export function requireSameStamps(account: Account, { stamps }: Pick<Origin, 'stamps'>): void {
  if (stamps !== undefined && stampsOf(account) !== stamps) {
    throw new AppError('sign-in-expired', { detail: 'the account was changed during the sign-in' });
  }
}

/** Mail programs open several connections with one text: a code that was right a moment ago is no guess. */
function isTwin({ outcome }: SecondStepAnswer, { service }: Origin): boolean {
  return outcome === 'used-before' && service !== undefined;
}

async function record(
  audit: Audit,
  account: Account,
  tried: { door: SecondStepTry<unknown>['door']; from: Origin; answer: SecondStepAnswer },
): Promise<void> {
  const { door, from, answer } = tried;
  const owner = auditOwnerOf(account);
  if (answer.outcome !== 'right') {
    const facts = { door, ...(from.service === undefined ? {} : { service: from.service }) };
    const by = from.isAdministrator === true ? 'admin' : undefined;
    await audit.record({ type: 'wrong-code', owner, from, facts, ...(by && { by }) });
  } else if (door === 'recovery' && answer.left !== undefined) {
    await audit.record({ type: 'recovery-code-used', owner, from, facts: { left: answer.left } });
  }
}

/** Somebody has failed there too often, and has the password: strangers are shut out, and a browser that was known becomes one of theirs. */
async function shut(
  parts: SecondStepParts,
  account: Account,
  tried: {
    readonly knownBrowserId: string | undefined;
    readonly passwordId: string | undefined;
    from: Origin;
  },
): Promise<void> {
  const { knownBrowserId, passwordId, from } = tried;
  if (knownBrowserId !== undefined) {
    await parts.browsers.forget(knownBrowserId);
  } else if (passwordId !== undefined) {
    await retirePassword(parts, account, { passwordId, from });
  }
}

/** Whoever has tried so many codes behind it knows this password: from now on it opens proven browsers only. */
async function retirePassword(
  { accounts, audit, browsers, clock, log }: SecondStepParts,
  account: Account,
  { passwordId, from }: { readonly passwordId: string; readonly from: Origin },
): Promise<void> {
  // Before: when the factors are reset one day, no browser of whoever has the password counts as the owner's.
  if (hasSecondFactor(account)) {
    await browsers.forgetUnproven(account.id);
  }
  const outcome = await update<Account, 'retired' | 'unchanged'>(accounts, account.id, (current) => {
    const password = findPassword(current);
    if (password?.id !== passwordId || password.retiredAt !== undefined) {
      return { result: 'unchanged' };
    }
    const now = clock.now();
    const retired = withSecret(current, { ...password, retiredAt: now });
    return { next: withoutTrustedBrowsers(retired, now), result: 'retired' };
  });
  if (outcome === 'retired') {
    log.warn('a password was retired after too many wrong codes', { account: account.id });
    await audit.record({ type: 'password-retired', owner: auditOwnerOf(account), from });
  }
}
