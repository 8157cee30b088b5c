// The account password where a mail server has it: judged for that service alone, with one Argon2id for every answer.

import type { Sealer } from '../../secrets/sealing.ts';
import { type Account, findPassword, listFactors } from '../account.ts';
import type { Throttled } from '../attempts/attempts.ts';
import { decide } from '../attempts/decide.ts';
import { openFactor } from '../second-factor/changes/new-factor.ts';
import {
  findUsable,
  isPasswordOf,
  isRetired,
  nameForCounting,
  rehash,
  type VerifyPasswordParts,
} from './verify-password.ts';

export interface ServicePasswordTry {
  /** The mail service that asks, by name. */
  readonly service: string;
  /** Undefined: nobody, or nobody this service may ask about. */
  readonly account: Account | undefined;
  /** The name as it was typed: nobody's is counted too. */
  readonly name: string;
  /** Undefined: bytes that are no password of anybody. */
  readonly password: string | undefined;
  /** Where the person's program is, where the service tells. */
  readonly address: string | undefined;
  /** The account got in from there lately. */
  readonly isKnownAddress: boolean;
}

export interface ServiceDoor {
  /**
   * Exactly one Argon2id for `right` and for every reason of `wrong`, none for `throttled`. Right ones do not count. Throws
   * `AppError('too-busy')`.
   */
  verifyPassword(tried: ServicePasswordTry): Promise<{ readonly outcome: 'right' | 'wrong' } | Throttled>;
  /** After `right`, and only once the account was let in: a hash of another cost is made anew. Never throws. */
  renewHash(account: Account, password: string): Promise<void>;
  /** How many digits a code may have: those of the active factors. No store access. */
  codeLengths(account: Account): ReadonlySet<number>;
  /** Whole seconds until a code may be tried through this mail service; 0: now. Known before the password is looked at, it tells nothing about it. */
  secondsToCode(account: Account, service: string): Promise<number>;
}

export type ServiceDoorParts = Pick<VerifyPasswordParts, 'throttles' | 'hasher' | 'accounts' | 'log'> & {
  readonly sealer: Sealer;
};

export function createServiceDoor(parts: ServiceDoorParts): ServiceDoor {
  return {
    verifyPassword: (tried) => verifyServicePassword(parts, tried),
    renewHash: async (account, password) => {
      const secret = findPassword(account);
      if (secret !== undefined) {
        await rehash(parts, account, secret, password);
      }
    },
    codeLengths: (account) => {
      const active = listFactors(account).filter(({ state }) => state === 'active');
      return new Set(active.map((factor) => openFactor(parts.sealer, account.id, factor).digits));
    },
    secondsToCode: async (account, service) => {
      const password = findPassword(account);
      // No text is right behind a retired password: nothing is to be kept from being told apart.
      return password === undefined || password.retiredAt !== undefined
        ? 0
        : parts.throttles.secondsToCode({ accountId: account.id, passwordId: password.id, service });
    },
  };
}

async function verifyServicePassword(
  parts: ServiceDoorParts,
  { account, name, password, ...place }: ServicePasswordTry,
): Promise<{ readonly outcome: 'right' | 'wrong' } | Throttled> {
  const subject = account ? { accountId: account.id } : { name: nameForCounting(name) };
  const reservation = await parts.throttles.reserveServicePassword({ subject, ...place });
  return decide<{ readonly outcome: 'right' | 'wrong' }>(reservation, async () => {
    const secret = isRetired(account) ? undefined : findUsable(account);
    const isRight = await isPasswordOf(parts.hasher.forServers, password, secret);
    // An old hash is made anew later: a second Argon2id before a refusal would tell that the password was right.
    // An address is no browser: others may share it, and would guess on with every connection of the owner.
    return isRight
      ? { answer: { outcome: 'right' }, counts: 'right' }
      : { answer: { outcome: 'wrong' }, counts: 'failed' };
  });
}
