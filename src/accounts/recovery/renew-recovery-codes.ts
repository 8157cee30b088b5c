// A new set of recovery codes in the place of the whole old one: used codes, unused ones, and those of a slower renewal.

import type { Audit } from '../../audit/audit.ts';
import type { PasswordHasher } from '../../secrets/password-hashing.ts';
import type { Collection } from '../../store/store.ts';
import { update } from '../../store/update.ts';
import { type Account, hasSecondFactor, isGone } from '../account.ts';
import { stampsOf } from '../alive.ts';
import { auditOwnerOf } from '../audit-owner.ts';
import type { Actor } from '../origin.ts';
import { hashRecoveryCodes, makeRecoveryCodes } from '../second-factor/verifying/recovery-codes.ts';

export type RenewOutcome =
  /** The codes are answered this once. */
  | { readonly outcome: 'renewed'; readonly codes: readonly string[] }
  /** `no-factor`: there is nothing that they could stand in for. `changed`: the account is not as it was at the stamps that were given. */
  | { readonly outcome: RenewRefusal };

type RenewRefusal = 'not-found' | 'no-factor' | 'changed';

export interface RecoveryCodes {
  /** Tells the owner. `stamps`: the account's `stampsOf` that it must still have. */
  renew(accountId: string, actor?: Actor, stamps?: string): Promise<RenewOutcome>;
}

export interface RenewParts {
  readonly accounts: Collection<Account>;
  readonly hasher: Pick<PasswordHasher, 'hash'>;
  readonly audit: Audit;
}

export async function renewRecoveryCodes(
  { accounts, audit, hasher }: RenewParts,
  accountId: string,
  { by = 'admin', from }: Actor = {},
  stamps?: string,
): Promise<RenewOutcome> {
  const account = await accounts.find(accountId);
  const refusal = findRefusal(account, stamps);
  if (account === undefined || refusal !== undefined) {
    return { outcome: refusal ?? 'not-found' };
  }
  const codes = makeRecoveryCodes();
  const hashed = await hashRecoveryCodes(codes, hasher);
  const outcome = await update<Account, RenewOutcome>(accounts, accountId, (current) => {
    const refusedNow = findRefusal(current, stamps);
    if (refusedNow !== undefined) {
      return { result: { outcome: refusedNow } };
    }
    const others = current.secrets.filter(({ kind }) => kind !== 'recovery-code');
    return { next: { ...current, secrets: [...others, ...hashed] }, result: { outcome: 'renewed', codes } };
  });
  if (typeof outcome === 'string') {
    return { outcome: 'not-found' };
  }
  if (outcome.outcome === 'renewed') {
    const owner = auditOwnerOf(account);
    await audit.record({ type: 'recovery-codes-renewed', owner, by, ...(from && { from }) });
  }
  return outcome;
}

function findRefusal(account: Account | undefined, stamps: string | undefined): RenewRefusal | undefined {
  if (!account || isGone(account)) {
    return 'not-found';
  }
  if (stamps !== undefined && (account.status !== 'active' || stampsOf(account) !== stamps)) {
    return 'changed';
  }
  return hasSecondFactor(account) ? undefined : 'no-factor';
}
