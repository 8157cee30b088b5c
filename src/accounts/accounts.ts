// The accounts room's front: everything about people and their secrets that other rooms may ask.

import type { Audit } from '../audit/audit.ts';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Settings } from '../config/settings.ts';
import type { KeyVault } from '../secrets/key-vault.ts';
import type { PasswordHasher } from '../secrets/password-hashing.ts';
import type { Sealer } from '../secrets/sealing.ts';
import type { Store } from '../store/store.ts';
import type { Account } from './account.ts';
import {
  type AddAccountParts,
  type AddOutcome,
  type AddWithFactorOutcome,
  addAccount,
  addAccountWithFactor,
  type NewAccount,
  type NewAccountWithFactor,
} from './adding/add-account.ts';
import { createAppPasswordUses } from './app-passwords/app-password-uses.ts';
import { type AppPasswords, createAppPasswords } from './app-passwords/app-passwords.ts';
import { createAttempts } from './attempts/attempts.ts';
import { createOwnChanges } from './attempts/own-changes.ts';
import { createThrottles } from './attempts/throttles.ts';
import { createKnownBrowsers, type KnownBrowsers } from './browsers/known-browsers.ts';
import { rememberBrowser } from './browsers/remember-browser.ts';
import { createTrustedBrowsers, type TrustedBrowsers } from './browsers/trusted-browsers.ts';
import { createDirectory, type Directory } from './directory.ts';
import { type EmailChanges, type SetEmailsOptions, setEmails } from './emails.ts';
import { createEnrolment, type Enrolment } from './enrolment/enrolment.ts';
import type { MailedDocument } from './enrolment/sending.ts';
import type { Actor, Origin } from './origin.ts';
import { setOwners } from './owners.ts';
import {
  type ChangePasswordGiven,
  type ChangePasswordOutcome,
  changePassword,
} from './password/change-password.ts';
import { hashNewPassword, type NewPassword } from './password/choose-password.ts';
import { replaceTemporaryPassword } from './password/replace-temporary.ts';
import { createServiceDoor, type ServiceDoor } from './password/service-door.ts';
import { setPassword } from './password/set-password.ts';
import { type PasswordOutcome, verifyPassword } from './password/verify-password.ts';
import { endAccess } from './recovery/end-access.ts';
import { type LoseDeviceOutcome, loseDevice } from './recovery/lose-device.ts';
import { type RecoveryCodes, renewRecoveryCodes } from './recovery/renew-recovery-codes.ts';
import { createWaysIn } from './recovery/ways-in.ts';
import type { AccessRules } from './rules/access-rules.ts';
import { requireFactor } from './rules/require-factor.ts';
import type { ResetOptions } from './second-factor/changes/reset-factors.ts';
import { createFactors, type Factors } from './second-factor/factors.ts';
import { type CodeOutcome, verifyCode } from './second-factor/verifying/verify-code.ts';
import { type RecoveryOutcome, verifyRecoveryCode } from './second-factor/verifying/verify-recovery-code.ts';
import { createSuperAdmins } from './super-admins.ts';

export interface Accounts extends Directory {
  /** Throws `AccountInputError`, which names the field. `taken`: one of the names is another's, or was within 180 days. */
  add(input: NewAccount): Promise<AddOutcome>;
  /** Throws `AccountInputError` and `OtpauthUrlError`. */
  addWithFactor(input: NewAccountWithFactor): Promise<AddWithFactorOutcome>;
  /** For `addWithFactor`: judges a new password and hashes it. `owner`: names it must not be made of. Throws `AccountInputError`. */
  hashPassword(text: string, owner: readonly string[]): Promise<string>;
  /** Ends everything that an earlier password had opened. Throws `AccountInputError`. */
  setPassword(id: string, text: string, options: Omit<NewPassword, 'text'>): Promise<'set' | 'not-found'>;
  /** The owner's own password in the place of a temporary one. Throws `AccountInputError`. */
  replaceTemporaryPassword(
    id: string,
    from: { readonly passwordId: string; readonly stamps: string; readonly origin?: Origin },
    text: string,
  ): Promise<'replaced' | 'same' | 'changed'>;
  /** The owner's own change, behind a complete sign-in. Ends sessions, trusted browsers and mailed links; connected programs stay. Throws `AccountInputError`, and as every own change `AppError('too-many-changes')`. */
  changePassword(id: string, text: string, given: ChangePasswordGiven): Promise<ChangePasswordOutcome>;
  /** `wrong` for every reason alike and at the same cost. Throws `AppError('too-busy')`. */
  verifyPassword(typedName: string, password: string, from: Origin): Promise<PasswordOutcome>;
  /** Only behind a right password. Spends the code. */
  verifyCode(accountId: string, code: string, from: Origin): Promise<CodeOutcome>;
  /** Only behind a right password. Spends the code. Throws `AppError('too-busy')`. */
  verifyRecoveryCode(accountId: string, code: string, from: Origin): Promise<RecoveryOutcome>;
  readonly factors: Factors;
  readonly recoveryCodes: RecoveryCodes;
  /** Ends sessions, grants and tokens, app passwords, all second factors and recovery codes; the password stays. */
  loseDevice(id: string, actor?: Actor, options?: ResetOptions): Promise<LoseDeviceOutcome>;
  /** "I lost a device", by the owner with any session: ends sessions, grants and tokens, app passwords, known and trusted browsers, mailed links. Factors, recovery codes and password stay. */
  endAccess(id: string, actor: Actor): Promise<'ended' | 'not-found'>;
  /** What an administrator asks of this account alone; undefined takes it back. */
  requireFactor(id: string, factor: 1 | 2 | undefined): Promise<'set' | 'not-found'>;
  /** One write, told to the owner at the old and the new addresses. `taken`: as at `add`. Throws `AccountInputError`, which names the field. */
  setEmails(
    id: string,
    given: EmailChanges,
    options?: SetEmailsOptions,
  ): Promise<'set' | 'not-found' | 'taken'>;
  /** Of a shared mailbox or a machine: replaces the list. What a former owner made for it ends with the write. Throws `AccountInputError`. */
  setOwners(id: string, owners: readonly string[]): Promise<'set' | 'not-found'>;
  /** The way to a first factor. */
  readonly enrolment: Enrolment;
  /** For mail programs and nothing else. */
  readonly appPasswords: AppPasswords;
  /** The account password where a mail server has it. */
  readonly serviceDoor: ServiceDoor;
  readonly browsers: KnownBrowsers;
  readonly trustedBrowsers: TrustedBrowsers;
}

export interface AccountsParts {
  readonly store: Store;
  readonly sealer: Sealer;
  /** Keeps the keys under which names that were tried are counted, and app passwords are hashed. */
  readonly vault: KeyVault;
  readonly hasher: PasswordHasher;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly log: Log;
  /** What is asked of an account, for the words about its next sign-in. */
  readonly accessRules: Pick<AccessRules, 'judge'>;
  /** Whether mail can go out at all. */
  readonly canMail: boolean;
  readonly settings: AddAccountParts['settings'] &
    Pick<Settings, 'trustedBrowserLife' | 'linkLife' | 'ticketLife'>;
}

export function createAccounts({ store, vault, ...given }: AccountsParts): Accounts {
  const { clock } = given;
  const accounts = store.collection<Account>('accounts');
  const browsers = createKnownBrowsers({ store, clock });
  const waysIn = createWaysIn({ store, browsers });
  const superAdmins = createSuperAdmins({ accounts, store, clock });
  const directory = createDirectory({ accounts, waysIn, superAdmins, clock });
  const throttles = createThrottles({ attempts: createAttempts({ store, clock }), vault });
  const uses = createAppPasswordUses({ store, clock });
  const parts = { ...given, accounts, browsers, waysIn, directory, throttles, uses };
  const ownChanges = createOwnChanges(throttles);
  return {
    ...directory,
    ...ownChanges.limit({
      factors: createFactors(parts),
      recoveryCodes: { renew: (id, actor, stamps) => renewRecoveryCodes(parts, id, actor, stamps) },
      appPasswords: createAppPasswords({ ...parts, vault }),
    }),
    add: (input) => addAccount(parts, input),
    addWithFactor: (input) => addAccountWithFactor(parts, input),
    hashPassword: (text, owner) => hashNewPassword(parts, text, owner),
    setPassword: (id, text, options) => setPassword(parts, id, { text, ...options }),
    replaceTemporaryPassword: (id, from, text) => replaceTemporaryPassword(parts, id, from, text),
    changePassword: (id, text, given) =>
      ownChanges.count(id, 'changed', () => changePassword(parts, id, text, given)),
    verifyPassword: (name, password, from) => verifyPassword(parts, name, password, from),
    verifyCode: (id, code, from) => verifyCode(parts, id, code, from),
    verifyRecoveryCode: (id, code, from) => verifyRecoveryCode(parts, id, code, from),
    loseDevice: (id, actor, options) => loseDevice(parts, id, actor, options),
    endAccess: (id, actor) => endAccess(parts, id, actor),
    requireFactor: (id, factor) => requireFactor(accounts, id, factor),
    setEmails: (id, changes, options) => setEmails(parts, id, changes, options),
    setOwners: (id, owners) => setOwners(parts, id, owners),
    enrolment: createEnrolment({ ...parts, links: store.collection<MailedDocument>('links') }),
    trustedBrowsers: createTrustedBrowsers(parts),
    serviceDoor: createServiceDoor(parts),
    browsers: { ...browsers, remember: (id, signIn) => rememberBrowser(parts, id, signIn) },
  };
}
