// Whether an app password is right, and good for what is at the door: one keyed hash, whatever the answer.

import { timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../base/clock.ts';
import { keyedHash } from '../../secrets/hashing.ts';
import type { Collection } from '../../store/store.ts';
import { type Account, type AppPasswordSecret, listAppPasswords } from '../account.ts';
import type { AppPasswordText } from './app-password-text.ts';
import { type AppPasswordUse, isWithinLimits } from './limits.ts';
import { findMaker } from './maker.ts';

/** The key under which app passwords are hashed: without it the hashes in a stolen store cannot even be tried. */
export type GetKey = () => Promise<string>;

export interface VerifyAppPasswordParts {
  readonly accounts: Pick<Collection<Account>, 'find'>;
  readonly getKey: GetKey;
  readonly clock: Clock;
}

export async function verifyAppPassword(
  { accounts, getKey, clock }: VerifyAppPasswordParts,
  account: Account | undefined,
  { typed, at }: { readonly typed: AppPasswordText; readonly at: AppPasswordUse },
): Promise<AppPasswordSecret | undefined> {
  const hash = hashAppPassword(await getKey(), account?.id ?? 'nobody', typed);
  const found = account && listAppPasswords(account).find(({ id }) => id === typed.selector);
  const isRight = timingSafeEqual(Buffer.from(hash), Buffer.from(found?.hash ?? 'x'.repeat(hash.length)));
  if (!isRight || account?.status !== 'active' || found === undefined) {
    return undefined;
  }
  if (!isWithinLimits(found, at, clock.now())) {
    return undefined;
  }
  const maker = await findMaker(accounts, account, found);
  return maker === undefined || maker.hasAccess ? found : undefined;
}

/** Bound to its account: moved to another one it opens nothing. */
export function hashAppPassword(key: string, accountId: string, text: AppPasswordText): string {
  return keyedHash(key, `app-password:${accountId}:${text.selector}:${text.secret}`);
}
