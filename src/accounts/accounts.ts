// The accounts room's front: everything about people and their secrets that other rooms may ask.

import type { Audit } from '../audit/audit.ts';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
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
} from './add-account.ts';
import { createAttempts } from './attempts/attempts.ts';
import { createThrottles } from './attempts/throttles.ts';
import { createDirectory, type Directory } from './directory.ts';
import { createKnownBrowsers, type KnownBrowsers } from './known-browsers.ts';
import type { Origin } from './origin.ts';
import { hashNewPassword, type NewPassword } from './password/choose-password.ts';
import { replaceTemporaryPassword } from './password/replace-temporary.ts';
import { setPassword } from './password/set-password.ts';
import { type PasswordOutcome, verifyPassword } from './password/verify-password.ts';
import { loseDevice } from './recovery/lose-device.ts';
import { type RecoveryCodes, renewRecoveryCodes } from './recovery/renew-recovery-codes.ts';
import { rememberBrowser } from './remember-browser.ts';
import { createFactors, type Factors } from './second-factor/factors.ts';
import { type CodeOutcome, verifyCode } from './second-factor/verify-code.ts';
import { type RecoveryOutcome, verifyRecoveryCode } from './second-factor/verify-recovery-code.ts';

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
  /** `wrong` for every reason alike and at the same cost. Throws `AppError('too-busy')`. */
  verifyPassword(typedName: string, password: string, from: Origin): Promise<PasswordOutcome>;
  /** Only behind a right password. Spends the code. */
  verifyCode(accountId: string, code: string, from: Origin): Promise<CodeOutcome>;
  /** Only behind a right password. Spends the code. Throws `AppError('too-busy')`. */
  verifyRecoveryCode(accountId: string, code: string, from: Origin): Promise<RecoveryOutcome>;
  readonly factors: Factors;
  readonly recoveryCodes: RecoveryCodes;
  /** Ends sessions, grants and tokens, all second factors and recovery codes; the password stays. */
  loseDevice(id: string): Promise<'ended' | 'not-found'>;
  readonly browsers: KnownBrowsers;
}

export interface AccountsParts {
  readonly store: Store;
  readonly sealer: Sealer;
  /** Keeps the key under which names that were tried are counted. */
  readonly vault: KeyVault;
  readonly hasher: PasswordHasher;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly log: Log;
  readonly settings: AddAccountParts['settings'];
}

export function createAccounts({ store, vault, ...given }: AccountsParts): Accounts {
  const { clock } = given;
  const accounts = store.collection<Account>('accounts');
  const browsers = createKnownBrowsers({ store, clock });
  const directory = createDirectory({ accounts, browsers, clock });
  const throttles = createThrottles({ attempts: createAttempts({ store, clock }), vault });
  const parts = { ...given, accounts, browsers, directory, throttles };
  return {
    ...directory,
    add: (input) => addAccount(parts, input),
    addWithFactor: (input) => addAccountWithFactor(parts, input),
    hashPassword: (text, owner) => hashNewPassword(parts, text, owner),
    setPassword: (id, text, options) => setPassword(parts, id, { text, ...options }),
    replaceTemporaryPassword: (id, from, text) => replaceTemporaryPassword(parts, id, from, text),
    verifyPassword: (name, password, from) => verifyPassword(parts, name, password, from),
    verifyCode: (id, code, from) => verifyCode(parts, id, code, from),
    verifyRecoveryCode: (id, code, from) => verifyRecoveryCode(parts, id, code, from),
    factors: createFactors(parts),
    recoveryCodes: { renew: (id, actor) => renewRecoveryCodes(parts, id, actor) },
    loseDevice: (id) => loseDevice(parts, id),
    browsers: { ...browsers, remember: (id, cookie, from) => rememberBrowser(parts, id, { cookie, from }) },
  };
}
