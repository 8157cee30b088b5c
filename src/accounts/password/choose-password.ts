// A password as it is stored: judged by the rules, then hashed.

import { randomId } from '../../base/random-ids.ts';
import type { PasswordHasher } from '../../secrets/password-hashing.ts';
import type { PasswordSecret, SetBy } from '../account.ts';
import type { Origin } from '../origin.ts';
import { type PasswordPolicySettings, requireGoodPassword } from './password-rules.ts';

export interface NewPassword {
  readonly text: string;
  /** Must be replaced at the next complete sign-in. */
  readonly temporary?: boolean;
  readonly setBy: SetBy;
  readonly from?: Origin;
}

export interface ChoosePasswordParts {
  readonly hasher: Pick<PasswordHasher, 'hash'>;
  readonly settings: PasswordPolicySettings;
}

/** `owner`: the account's names. Throws `AccountInputError('password')`. */
export async function hashNewPassword(
  { hasher, settings }: ChoosePasswordParts,
  text: string,
  owner: readonly string[],
): Promise<string> {
  requireGoodPassword(text, { settings, owner });
  return hasher.hash(text);
}

export function toPasswordSecret(
  hash: string,
  { temporary, setBy }: Omit<NewPassword, 'text'>,
  createdAt: number,
): PasswordSecret {
  return {
    kind: 'password',
    id: randomId(),
    hash,
    ...(temporary ? { temporary: true } : {}),
    setBy,
    createdAt,
  };
}
