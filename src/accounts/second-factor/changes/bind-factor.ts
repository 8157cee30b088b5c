// A new factor becomes the account's: in one conditional write, with recovery codes where it has none.

import { Secret } from 'otpauth';
import type { Audit } from '../../../audit/audit.ts';
import type { PasswordHasher } from '../../../secrets/password-hashing.ts';
import type { Sealer } from '../../../secrets/sealing.ts';
import type { Collection } from '../../../store/store.ts';
import { update } from '../../../store/update.ts';
import {
  type Account,
  isGone,
  listFactors,
  listUnusedRecoveryCodes,
  type OtpauthSecret,
  type RecoveryCodeSecret,
} from '../../account.ts';
import { nextStamp, requireNearStamp, stampsOf, withoutTrustedBrowsers } from '../../alive.ts';
import { auditOwnerOf } from '../../audit-owner.ts';
import { findLeaveRefusal, type Leave, type LeaveRefusal } from '../../enrolment/leave.ts';
import type { RequirementParts } from '../../enrolment/requirement.ts';
import type { Origin } from '../../origin.ts';
import { freeName } from '../factor-name.ts';
import { nameThing } from '../factor-thing.ts';
import { type NewFactorParts, openFactor } from './new-factor.ts';

export type BindRefusal = 'not-found' | 'not-for-this-kind' | 'too-many' | 'duplicate';
/** `changed`: something of the account's access was ended since the stamps that were given. */
type LateRefusal = BindRefusal | LeaveRefusal | 'changed';
export type FactorRefusal = LateRefusal | 'wrong-code';

export interface FactorsParts extends NewFactorParts, RequirementParts {
  readonly accounts: Collection<Account>;
  readonly hasher: Pick<PasswordHasher, 'hash'>;
  readonly audit: Audit;
  readonly settings: NewFactorParts['settings'] & RequirementParts['settings'];
}

/** Of one account. */
export const mostFactors = 5;

export interface DraftedCodes {
  readonly codes: readonly string[];
  readonly hash: () => Promise<readonly RecoveryCodeSecret[]>;
}

export interface BindOptions {
  readonly drafted?: DraftedCodes;
  /** The account's `stampsOf` that it must still have. */
  readonly stamps?: string;
  /** Of an owner; `none` unless given. An administrator needs none. */
  readonly leave?: Leave;
  /** Nobody chose the factor's name: it gets a number where the account has one of that name. */
  readonly isUnnamed?: boolean;
  readonly from?: Origin;
}

export type Bound =
  | {
      readonly outcome: 'bound';
      readonly account: Account;
      /** As it is called now. */
      readonly factor: OtpauthSecret;
      readonly recoveryCodes: readonly string[];
    }
  | { readonly outcome: LateRefusal };

/** Adds the factor to the account as it is then, with the drafted recovery codes where it has no unused ones; tells its owner. */
export async function bindFactor(
  parts: FactorsParts,
  accountId: string,
  factor: OtpauthSecret,
  options: BindOptions = {},
): Promise<Bound> {
  const { accounts, clock, audit } = parts;
  const { drafted, from, isUnnamed = false } = options;
  const outcome = await update<Account, Bound>(accounts, accountId, async (current) => {
    const refusal = findLateRefusal(parts, current, factor, options);
    if (refusal !== undefined) {
      return { result: { outcome: refusal } };
    }
    const now = clock.now();
    if (factor.setBy === 'owner') {
      requireNearStamp(current, now);
    }
    const needsCodes = drafted !== undefined && listUnusedRecoveryCodes(current).length === 0;
    const activated = withActivation(current, now);
    // A ticket is spent by this very write, whoever binds.
    const kept = activated.secrets.filter(({ kind }) => kind !== 'enrolment-ticket');
    const others = needsCodes
      ? [...kept.filter(({ kind }) => kind !== 'recovery-code'), ...(await drafted.hash())]
      : kept;
    const taken = listFactors(current).map(({ label }) => label);
    const added = isUnnamed ? { ...factor, label: freeName(factor.label, taken) } : factor;
    const next = { ...activated, secrets: [...others, added] };
    const recoveryCodes = needsCodes ? drafted.codes : [];
    return { next, result: { outcome: 'bound', account: next, factor: added, recoveryCodes } };
  });
  if (typeof outcome === 'string') {
    return { outcome: 'not-found' };
  }
  if (outcome.outcome === 'bound') {
    const owner = auditOwnerOf(outcome.account);
    const { id, label: name } = outcome.factor;
    const facts = { id, name, thing: nameThing([outcome.factor]) };
    await audit.record({ type: 'factor-added', owner, by: factor.setBy, ...(from && { from }), facts });
  }
  return outcome;
}

/** Why the factor is not bound to the account as it is now. */
function findLateRefusal(
  parts: FactorsParts,
  current: Account,
  factor: OtpauthSecret,
  { stamps, leave = 'none' }: BindOptions,
): LateRefusal | undefined {
  const isAsThen = stamps === undefined || (current.status === 'active' && stampsOf(current) === stamps);
  if (!isAsThen) {
    return 'changed';
  }
  const isOwners = factor.setBy === 'owner';
  const lacking = isOwners && findLeaveRefusal(parts, current, { leave, now: parts.clock.now() });
  return lacking || findRefusal(parts.sealer, current, factor);
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

/** A new factor ends sessions, trust in browsers, and grants made without one. */
function withActivation(account: Account, now: number): Account {
  return {
    ...withoutTrustedBrowsers(account, now),
    sessionsSince: nextStamp(account, now),
    twoFactorSince: nextStamp(account, now),
  };
}
