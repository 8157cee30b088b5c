// New accounts: alone, or for the set-up with password, factor and recovery codes in one insert.

import { randomId } from '../../base/random-ids.ts';
import { unnamed } from '../../base/unnamed-factor.ts';
import { type Account, isGone, ownWordsOf } from '../account.ts';
import { auditOwnerOf } from '../audit-owner.ts';
import { writeNames } from '../held-names.ts';
import { requirePeople } from '../owners.ts';
import { hashNewPassword, type NewPassword, toPasswordSecret } from '../password/choose-password.ts';
import type { PasswordPolicySettings } from '../password/password-rules.ts';
import type { FactorsParts } from '../second-factor/changes/bind-factor.ts';
import { toFactor } from '../second-factor/changes/new-factor.ts';
import { nameThing } from '../second-factor/factor-thing.ts';
import { hashRecoveryCodes, makeRecoveryCodes } from '../second-factor/verifying/recovery-codes.ts';
import { AccountInputError } from './account-input-error.ts';
import { type NewAccountFields, readNewAccount } from './new-account.ts';

export interface NewAccount extends NewAccountFields {
  readonly password?: NewPassword;
}

export interface NewAccountWithFactor extends NewAccountFields {
  /** Chosen by the caller: however many confirm the same set-up, one account comes of it. */
  readonly id: string;
  /** From `hashPassword`: judged when it was chosen. */
  readonly passwordHash: string;
  readonly factor: {
    readonly url: string;
    readonly t0?: number;
    /** Proves the factor, and is spent. */
    readonly code: string;
  };
  /** Codes from `makeRecoveryCodes`, where the caller must be able to show them again; new ones otherwise. */
  readonly recoveryCodes?: readonly string[];
}

export type AddOutcome =
  | { readonly outcome: 'added'; readonly account: Account }
  | { readonly outcome: 'taken' };

export type AddWithFactorOutcome =
  | { readonly outcome: 'added'; readonly account: Account; readonly recoveryCodes: readonly string[] }
  /** Another confirmation of the same set-up was faster: the account exists. */
  | { readonly outcome: 'added-before'; readonly account: Account }
  | { readonly outcome: 'taken' | 'wrong-code' };

export interface AddAccountParts extends FactorsParts {
  readonly settings: FactorsParts['settings'] & PasswordPolicySettings;
}

export async function addAccount(parts: AddAccountParts, input: NewAccount): Promise<AddOutcome> {
  const { password, ...fields } = input;
  const now = parts.clock.now();
  const id = randomId();
  const blank = readNewAccount(fields, now);
  if (password && blank.kind !== 'person') {
    throw new AccountInputError('password', 'not-for-this-kind', 'is only for accounts of people');
  }
  await requirePeople(parts, blank.owners);
  const hash = password && (await hashNewPassword(parts, password.text, ownWordsOf(blank)));
  const secrets = password && hash ? [toPasswordSecret(hash, password, now)] : [];
  return insert(parts, { ...blank, id, secrets });
}

export async function addAccountWithFactor(
  parts: AddAccountParts,
  input: NewAccountWithFactor,
): Promise<AddWithFactorOutcome> {
  const { id, passwordHash, factor, recoveryCodes = makeRecoveryCodes(), ...fields } = input;
  const now = parts.clock.now();
  const blank = readNewAccount(fields, now);
  const given = { t0: parts.settings.otpT0, ...factor, name: unnamed.totp, setBy: 'owner' } as const;
  const otpauth = toFactor(parts, id, given);
  if (!otpauth) {
    return { outcome: 'wrong-code' };
  }
  const password = toPasswordSecret(passwordHash, { setBy: 'owner' }, now);
  const codes = await hashRecoveryCodes(recoveryCodes, parts.hasher);
  const added = await insert(parts, { ...blank, id, secrets: [password, otpauth, ...codes] });
  if (added.outcome === 'added') {
    const owner = auditOwnerOf(added.account);
    const facts = { id: otpauth.id, name: otpauth.label, thing: nameThing([otpauth]) };
    await parts.audit.record({ type: 'factor-added', owner, by: 'owner', facts });
    return { ...added, recoveryCodes };
  }
  const before = await parts.accounts.find(id);
  return before && !isGone(before) ? { outcome: 'added-before', account: before } : added;
}

/** Read back, for the revision that the engine gave. */
async function insert(
  { accounts, clock }: AddAccountParts,
  account: Omit<Account, 'revision'>,
): Promise<AddOutcome> {
  const written = await writeNames({ accounts, clock }, account, () => accounts.insert(account));
  if (written === 'taken') {
    return { outcome: 'taken' };
  }
  const stored = await accounts.find(account.id);
  if (!stored) {
    throw new Error('an account vanished while it was added');
  }
  return { outcome: 'added', account: stored };
}
