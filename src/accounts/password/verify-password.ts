// The password step: who has this name, and is this the password. Whatever is wrong costs the same and says the same.

import type { Log } from '../../base/log.ts';
import type { PasswordChecks, PasswordHasher } from '../../secrets/password-hashing.ts';
import type { Collection } from '../../store/store.ts';
import { update } from '../../store/update.ts';
import { type Account, findPassword, type PasswordSecret, withSecret } from '../account.ts';
import { readAppPassword } from '../app-passwords/app-password-text.ts';
import type { Throttled } from '../attempts/attempts.ts';
import { decide } from '../attempts/decide.ts';
import type { Throttles } from '../attempts/throttles.ts';
import type { BrowserRegister } from '../browsers/known-browsers.ts';
import { findProvenBrowser } from '../browsers/proven-browser.ts';
import type { Directory } from '../directory.ts';
import { canonicalName } from '../names.ts';
import type { Origin } from '../origin.ts';
import { longestPassword } from './password-rules.ts';

export type PasswordOutcome =
  | { readonly outcome: 'right'; readonly account: Account }
  | { readonly outcome: 'wrong' }
  | Throttled;

export interface VerifyPasswordParts {
  readonly accounts: Collection<Account>;
  readonly directory: Directory;
  readonly browsers: BrowserRegister;
  readonly throttles: Throttles;
  readonly hasher: PasswordHasher;
  readonly log: Log;
}

/**
 * Exactly one Argon2id for every answer but `throttled`: for unknown names, disabled accounts, retired and empty passwords
 * as for wrong ones; what was wrong shows in no time either. A right password does not count against the limits.
 */
export async function verifyPassword(
  parts: VerifyPasswordParts,
  typedName: string,
  password: string,
  from: Origin,
): Promise<PasswordOutcome> {
  const startedAt = performance.now();
  const account = await parts.directory.findByName(typedName);
  // Asked for nobody as well: a name that exists costs no read more than one that does not.
  const foundBrowserId = await parts.browsers.findId(account?.id ?? 'nobody', from.browser);
  const knownBrowserId = account === undefined ? undefined : foundBrowserId;
  const reservation = await parts.throttles.reservePassword({
    subject: account ? { accountId: account.id } : { name: nameForCounting(typedName) },
    address: from.address,
    knownBrowserId,
  });
  const judged = await decide<PasswordOutcome>(reservation, async () => {
    // Asked for a retired one alone: the others cost no read more than an unknown name.
    const isShut =
      isRetired(account) && (await findProvenBrowser(parts.browsers, account, from.browser)) === undefined;
    const secret = isShut ? undefined : findUsable(account);
    const isRight = await isPasswordOf(parts.hasher, password, secret);
    if (!account || !secret || !isRight) {
      return { answer: { outcome: 'wrong' }, counts: 'failed' };
    }
    await rehash(parts, account, secret, password);
    const counts = knownBrowserId === undefined ? 'right' : 'right-and-clear';
    return { answer: { outcome: 'right', account }, counts };
  });
  if (judged.outcome === 'wrong') {
    await parts.hasher.evenOut(startedAt);
  }
  return judged;
}

/** A name that nobody can have is counted too, cut to what a count may be kept for. */
export function nameForCounting(typed: unknown): string {
  return canonicalName(typed) ?? `impossible ${String(typed).slice(0, 1024)}`;
}

/** The password of somebody who may sign in; a retired one opens nothing but proven browsers. */
export function findUsable(account: Account | undefined): PasswordSecret | undefined {
  return account?.status === 'active' && account.kind === 'person' ? findPassword(account) : undefined;
}

export function isRetired(account: Account | undefined): boolean {
  return account !== undefined && findPassword(account)?.retiredAt !== undefined;
}

export async function isPasswordOf(
  hasher: PasswordChecks,
  password: unknown,
  secret: PasswordSecret | undefined,
): Promise<boolean> {
  const isPossible = typeof password === 'string' && password !== '' && password.length <= longestPassword;
  // What opens a mailbox opens nothing else, whatever hash somebody brought along for it.
  const isForMailOnly = readAppPassword(password) !== undefined;
  return secret && isPossible && !isForMailOnly
    ? hasher.verify(password, secret.hash)
    : hasher.verifyNothing('nothing');
}

/** Raises an old hash to the current cost, unless the password was changed meanwhile. A sign-in never fails by it. */
export async function rehash(
  { accounts, hasher, log }: Pick<VerifyPasswordParts, 'accounts' | 'hasher' | 'log'>,
  account: Account,
  old: PasswordSecret,
  password: string,
): Promise<void> {
  if (!hasher.needsRehash(old.hash)) {
    return;
  }
  try {
    const hash = await hasher.hash(password);
    await update(accounts, account.id, (current) => {
      const now = findPassword(current);
      return now?.hash === old.hash
        ? { next: withSecret(current, { ...now, hash }), result: true }
        : { result: false };
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown';
    log.warn('a password hash was not renewed', { account: account.id, reason });
  }
}
