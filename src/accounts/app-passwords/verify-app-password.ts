// Whether an app password is right, and good for what is at the door: one keyed hash, and no word with the store.

import { timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../base/clock.ts';
import { keyedHash } from '../../secrets/hashing.ts';
import { type Account, type AppPasswordSecret, listAppPasswords } from '../account.ts';
import type { AppPasswordText } from './app-password-text.ts';
import { type AppPasswordUse, isWithinLimits } from './limits.ts';

/** The key under which app passwords are hashed: without it the hashes in a stolen store cannot even be tried. */
export type GetKey = () => Promise<string>;

export async function verifyAppPassword(
  { getKey, clock }: { readonly getKey: GetKey; readonly clock: Clock },
  account: Account | undefined,
  { typed, at }: { readonly typed: AppPasswordText; readonly at: AppPasswordUse },
): Promise<AppPasswordSecret | undefined> {
  const hash = hashAppPassword(await getKey(), account?.id ?? 'nobody', typed);
  const found = account && listAppPasswords(account).find(({ id }) => id === typed.selector);
  const isRight = timingSafeEqual(Buffer.from(hash), Buffer.from(found?.hash ?? 'x'.repeat(hash.length)));
  const isOpen = account?.status === 'active' && found !== undefined;
  return isRight && isOpen && isWithinLimits(found, at, clock.now()) ? found : undefined;
}

/** Bound to its account: moved to another one it opens nothing. */
export function hashAppPassword(key: string, accountId: string, text: AppPasswordText): string {
  return keyedHash(key, `app-password:${accountId}:${text.selector}:${text.secret}`);
}
