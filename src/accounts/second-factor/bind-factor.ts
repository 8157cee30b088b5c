// A new factor becomes the account's: in one conditional write, with recovery codes where it has none.

import { Secret } from 'otpauth';
import type { Audit } from '../../audit/audit.ts';
import type { PasswordHasher } from '../../secrets/password-hashing.ts';
import type { Sealer } from '../../secrets/sealing.ts';
import type { Collection } from '../../store/store.ts';
import { update } from '../../store/update.ts';
import {
  type Account,
  isGone,
  listFactors,
  listUnusedRecoveryCodes,
  type OtpauthSecret,
  type RecoveryCodeSecret,
} from '../account.ts';
import { nextStamp, stampsOf } from '../alive.ts';
import { auditOwnerOf } from '../audit-owner.ts';
import type { Origin } from '../origin.ts';
import { type NewFactorParts, openFactor } from './new-factor.ts';

export type BindRefusal = 'not-found' | 'not-for-this-kind' | 'too-many' | 'duplicate';
/** `changed`: something of the account's access was ended since the stamps that were given. */
export type FactorRefusal = BindRefusal | 'wrong-code' | 'changed';

export interface FactorsParts extends NewFactorParts {
  readonly accounts: Collection<Account>;
  readonly hasher: Pick<PasswordHasher, 'hash'>;
  readonly audit: Audit;
}

const mostFactors = 5;

export interface DraftedCodes {
  readonly codes: readonly string[];
  readonly hash: () => Promise<readonly RecoveryCodeSecret[]>;
}

export interface BindOptions {
  readonly drafted?: DraftedCodes;
  /** The account's `stampsOf` that it must still have. */
  readonly stamps?: string;
  readonly from?: Origin;
}

export type Bound =
  | { readonly outcome: 'bound'; readonly account: Account; readonly recoveryCodes: readonly string[] }
  | { readonly outcome: BindRefusal | 'changed' };

/** Adds the factor to the account as it is then, with the drafted recovery codes where it has no unused ones; tells its owner. */
export async function bindFactor(
  { accounts, sealer, clock, audit }: FactorsParts,
  accountId: string,
  factor: OtpauthSecret,
  { drafted, stamps, from }: BindOptions = {},
): Promise<Bound> {
  const outcome = await update<Account, Bound>(accounts, accountId, async (current) => {
    const isAsThen = stamps === undefined || (current.status === 'active' && stampsOf(current) === stamps);
    const refusal = isAsThen ? findRefusal(sealer, current, factor) : 'changed';
    if (refusal !== undefined) {
      return { result: { outcome: refusal } };
    }
    const needsCodes = drafted !== undefined && listUnusedRecoveryCodes(current).length === 0;
    const others = needsCodes
      ? [...current.secrets.filter(({ kind }) => kind !== 'recovery-code'), ...(await drafted.hash())]
      : current.secrets;
    const next = { ...withActivation(current, clock.now()), secrets: [...others, factor] };
    const recoveryCodes = needsCodes ? drafted.codes : [];
    return { next, result: { outcome: 'bound', account: next, recoveryCodes } };
  });
  if (typeof outcome === 'string') {
    return { outcome: 'not-found' };
  }
  if (outcome.outcome === 'bound') {
    const owner = auditOwnerOf(outcome.account);
    const facts = { name: factor.label };
    await audit.record({ type: 'factor-added', owner, by: factor.setBy, ...(from && { from }), facts });
  }
  return outcome;
}

/** Why the account cannot have this factor. */
export function findRefusal(sealer: Sealer, account: Account, added: OtpauthSecret): BindRefusal | undefined {
  const present = listFactors(account);
  const keyOf = (factor: OtpauthSecret): string =>
    effectiveKey(openFactor(sealer, account.id, factor).secret);
  if (isGone(account)) {
    return 'not-found';
  }
  if (account.kind !== 'person') {
    return 'not-for-this-kind';
  }
  if (present.length >= mostFactors) {
    return 'too-many';
  }
  // Its codes would work twice: once for each.
  return present.some((other) => keyOf(other) === keyOf(added)) ? 'duplicate' : undefined;
}

/** HMAC fills a key up with zero bytes (RFC 2104): two secrets that differ in those only make the same codes. */
function effectiveKey(secret: string): string {
  return Buffer.from(Secret.fromBase32(secret).bytes)
    .toString('hex')
    .replace(/(?:00)+$/, '');
}

/** A new factor ends sessions, and grants made without one. */
function withActivation(account: Account, now: number): Account {
  return {
    ...account,
    sessionsSince: nextStamp(account.sessionsSince, now),
    twoFactorSince: nextStamp(account.twoFactorSince, now),
  };
}
