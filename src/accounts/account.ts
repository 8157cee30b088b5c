// The account: one document with everything about a person, a shared mailbox or a machine, all secrets included.

import type { StoredDocument } from '../store/store.ts';

export type AccountKind = 'person' | 'shared' | 'device';
export type Role = 'user' | 'admin' | 'superadmin';
export const accountKinds: readonly AccountKind[] = ['person', 'shared', 'device'];
export const roles: readonly Role[] = ['user', 'admin', 'superadmin'];

/** Who chose or saw a secret: what an administrator set is shown to its owner as such. */
export type SetBy = 'owner' | 'admin';

export interface Account extends StoredDocument {
  readonly kind: AccountKind;
  /** Canonical, as `canonicalName` gives it. */
  readonly username: string;
  /** Canonical user name and verified addresses, and `heldNames`: one namespace over all accounts, deleted ones included. */
  readonly names: readonly string[];
  /** Addresses that it had: they lead nowhere, and nobody else gets them before `until` (milliseconds since 1970). */
  readonly heldNames?: readonly { readonly name: string; readonly until: number }[];
  readonly emails: readonly Email[];
  /** Where notices go: an address that does not depend on this account. It is no name to sign in with. */
  readonly recoveryEmail?: Email;
  readonly name?: string;
  /** BCP 47 language tag. */
  readonly locale?: string;
  readonly roles: readonly Role[];
  readonly groups: readonly string[];
  /** What an administrator asks of this account alone; absent: no more than the others ask. */
  readonly requiredFactor?: 1 | 2;
  readonly status: 'active' | 'disabled' | 'deleted';
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** Milliseconds since 1970: somebody finished a sign-in then, for the first time; absent: nobody ever did. */
  readonly firstSignInAt?: number;
  /** Whole seconds since 1970: any session, grant or token whose `auth_time` is before it is dead (`alive.ts`). */
  readonly signedInSince: number;
  /** The same for browser sessions only. */
  readonly sessionsSince: number;
  /** The same for grants and tokens that were made with one factor. */
  readonly twoFactorSince: number;
  /** The same for what a trusted browser stood in for; absent: trust was never ended. */
  readonly trustSince?: number;
  /** Accounts of people that may make and remove app passwords of this one. Only of a shared mailbox or a machine. */
  readonly owners?: readonly string[];
  readonly secrets: readonly Secret[];
}

export interface Email {
  readonly address: string;
  readonly verified: boolean;
}

export type Secret =
  | PasswordSecret
  | OtpauthSecret
  | RecoveryCodeSecret
  | AppPasswordSecret
  | TrustedBrowserSecret
  | EnrolmentTicketSecret;

export interface PasswordSecret {
  readonly kind: 'password';
  readonly id: string;
  /** Argon2id, PHC string format. */
  readonly hash: string;
  /** Must be replaced at the next complete sign-in. */
  readonly temporary?: true;
  readonly setBy: SetBy;
  readonly createdAt: number;
  /** Set by too many wrong codes behind it: from then on it works in proven browsers only. */
  readonly retiredAt?: number;
}

export interface OtpauthSecret {
  readonly kind: 'otpauth';
  readonly id: string;
  /** The `otpauth://totp/…` or `otpauth://hotp/…` URL, sealed with `otpauthContext`. */
  readonly sealedUrl: string;
  /** What its owner knows it by. */
  readonly label: string;
  readonly type: 'totp' | 'hotp';
  /** Where step 0 begins, in seconds since 1970 (RFC 6238 section 4.1). Codes by counter have 0. */
  readonly t0: number;
  readonly state: 'pending' | 'active';
  /** Whether a code of it was ever right. */
  readonly confirmed: boolean;
  /** The last accepted step or counter: it and all before it never work again. */
  readonly lastStep?: number;
  /** Counters too far ahead that the last code fitted: the code after one of them re-synchronises (RFC 4226 section 7.4). */
  readonly ahead?: readonly number[];
  /** Milliseconds since 1970: a recovery code stood in for it then, and no code of it was right since. */
  readonly stoodInAt?: number;
  /** How many steps the app's clock is ahead of ours, as learned. */
  readonly drift: number;
  readonly createdAt: number;
  readonly setBy: SetBy;
}

export interface RecoveryCodeSecret {
  readonly kind: 'recovery-code';
  /** The selector: the public first part of the code. */
  readonly id: string;
  /** Argon2id of the rest. */
  readonly hash: string;
  readonly usedAt?: number;
}

/** What a mail program has in the place of the password. An empty list allows all. */
export interface AppPasswordSecret {
  readonly kind: 'app-password';
  /** The selector: the public part of the text. */
  readonly id: string;
  /** What its owner tells it apart by. */
  readonly name: string;
  /** Keyed hash of the rest. */
  readonly hash: string;
  readonly protocols: readonly string[];
  /** Mail services by name. */
  readonly services: readonly string[];
  readonly networks: readonly string[];
  readonly expiresAt?: number;
  readonly createdAt: number;
  readonly setBy: SetBy;
  /** Account id of the owner who made it for a shared mailbox or a machine: it is good only while that owner has access. */
  readonly madeBy?: string;
  /** That owner's `signedInSince` at the request that made it: another one ends it. */
  readonly madeBySince?: number;
}

/** A browser that is not asked for a code for a while, because its owner said so. */
export interface TrustedBrowserSecret {
  readonly kind: 'trusted-browser';
  readonly id: string;
  /** SHA-256 of the cookie's value. */
  readonly hash: string;
  /** The header as it came, cut short. */
  readonly userAgent: string;
  readonly createdAt: number;
  readonly expiresAt: number;
}

/** An administrator's leave to bind the first factor. While an account has one, used up or not, nothing else gives that leave. */
export interface EnrolmentTicketSecret {
  readonly kind: 'enrolment-ticket';
  readonly id: string;
  /** SHA-256 of the ticket; absent: a ticket is needed and none was given. */
  readonly hash?: string;
  readonly createdAt: number;
  readonly expiresAt: number;
}

/** A deleted account only holds its names back; nothing finds it. */
export function isGone({ status }: Pick<Account, 'status'>): boolean {
  return status === 'deleted';
}

/** What everybody knows of the owner: no password is made of it. */
export function ownWordsOf({ names, name }: Pick<Account, 'names' | 'name'>): readonly string[] {
  return name === undefined ? names : [...names, name];
}

export function findPassword(account: Account): PasswordSecret | undefined {
  return account.secrets.find((secret) => secret.kind === 'password');
}

export function listFactors(account: Account): readonly OtpauthSecret[] {
  return account.secrets.filter((secret) => secret.kind === 'otpauth');
}

export function hasSecondFactor(account: Account): boolean {
  return listFactors(account).some(({ state }) => state === 'active');
}

export function listUnusedRecoveryCodes(account: Account): readonly RecoveryCodeSecret[] {
  return account.secrets.filter(
    (secret) => secret.kind === 'recovery-code' && secret.usedAt === undefined,
  ) as readonly RecoveryCodeSecret[];
}

/** In the order they were made, expired ones included. */
export function listAppPasswords(account: Account): readonly AppPasswordSecret[] {
  return account.secrets.filter((secret) => secret.kind === 'app-password');
}

export function listTrustedBrowsers(account: Account): readonly TrustedBrowserSecret[] {
  return account.secrets.filter((secret) => secret.kind === 'trusted-browser');
}

/** Set by a reset: the next first factor is bound with a ticket only. */
export function findTicket(account: Account): EnrolmentTicketSecret | undefined {
  return account.secrets.find((secret) => secret.kind === 'enrolment-ticket');
}

/** A copy with one secret exchanged for another of the same kind and id. */
export function withSecret(account: Account, changed: Secret): Account {
  return {
    ...account,
    secrets: account.secrets.map((secret) =>
      secret.kind === changed.kind && secret.id === changed.id ? changed : secret,
    ),
  };
}

/** For every write after which no mail program gets in with what it has. */
export function withoutAppPasswords(account: Account): Account {
  return { ...account, secrets: account.secrets.filter(({ kind }) => kind !== 'app-password') };
}

/** Ties a sealed URL to its account and place: moved to another account, it does not open. */
export function otpauthContext(accountId: string, secretId: string): string {
  return `account:${accountId}:${secretId}`;
}
