// The second factors of an account: added from a URL, made by us, listed, all taken away.

import { unnamed } from '../../base/unnamed-factor.ts';
import { isGone, listFactors } from '../account.ts';
import { stampsOf } from '../alive.ts';
import type { Leave } from '../enrolment/leave.ts';
import { mailLogin } from '../names.ts';
import type { Actor, Origin } from '../origin.ts';
import { fitsUsualSettingsOnly } from './app/ignored-settings.ts';
import { readOtpauthUrl } from './app/otpauth-url.ts';
import { bindFactor, type FactorRefusal } from './changes/bind-factor.ts';
import {
  type RemoveOptions,
  type RemoveOutcome,
  removeFactor,
  renameFactor,
} from './changes/change-factors.ts';
import {
  type FactorRow,
  type ImportOutcome,
  type ImportParts,
  importFactors,
} from './changes/import-factors.ts';
import { draftFactor, type FactorParameters, getFactor, toImportedFactor } from './changes/new-factor.ts';
import {
  type ResetOptions,
  type ResetOutcome,
  type ResetParts,
  resetFactors,
} from './changes/reset-factors.ts';
import { describeFactor, type FactorDetails } from './factor-details.ts';
import { hashRecoveryCodes, makeRecoveryCodes } from './verifying/recovery-codes.ts';

export type AddFactorOptions = FactorToAdd & (ByAdmin | ByOwner);

/** `admin` unless given. */
interface ByAdmin {
  readonly setBy?: 'admin';
  readonly leave?: never;
}

interface ByOwner {
  readonly setBy: 'owner';
  /** `ticket-needed` or `mail-needed` where it is over, or more is required at the moment of the write. */
  readonly leave: Leave;
}

interface FactorToAdd {
  /** Only for codes by time; `POSTERN_OTP_T0` unless given. */
  readonly t0?: number;
  /** Proves the factor, and is spent. */
  readonly code?: string;
  /** What its owner shall know it by. Unless given, one that an administrator adds has the URL's label, and an owner's is an authenticator app: a number tells it from others of that name. */
  readonly name?: string;
  readonly from?: Origin;
  /** From `makeRecoveryCodes`: taken in the same write where the account has no unused ones. */
  readonly recoveryCodes?: readonly string[];
  /** `stampsOf` the account when its owner proved the password: another enrolment since then has ended this one. */
  readonly stamps?: string;
}

export interface Factors {
  /**
   * Binds a factor that exists elsewhere, active at once. `code` proves it and is spent; without one it is unconfirmed until
   * first used. Throws `OtpauthUrlError` and `AccountInputError`. `duplicate`: the account has this very secret, whose codes would work twice.
   */
  add(
    id: string,
    otpauthUrl: string,
    options?: AddFactorOptions,
  ): Promise<
    | {
        readonly outcome: 'added';
        readonly factor: FactorDetails;
        /** The account's `stampsOf` as this very write left them. */
        readonly stamps: string;
        /** Those that were given, where the account took them; it had unused ones otherwise. */
        readonly recoveryCodes: readonly string[];
      }
    | { readonly outcome: FactorRefusal }
  >;
  /**
   * Makes a factor for an administrator, active at once. URL and recovery codes are answered this once; no codes where the account has unused
   * ones. Throws `AccountInputError` for parameters out of bounds.
   */
  make(
    id: string,
    options?: FactorParameters & Pick<FactorToAdd, 'name' | 'from'>,
  ): Promise<
    | {
        readonly outcome: 'made';
        readonly id: string;
        readonly url: string;
        readonly recoveryCodes: readonly string[];
      }
    | { readonly outcome: FactorRefusal }
  >;
  /** The URL of a new factor for somebody who is not stored yet: see `addWithFactor`. */
  draft(login: string, options?: FactorParameters): { readonly url: string; readonly t0: number };
  /** Whether a code that was wrong for this URL fits its key with SHA1, six digits and 30 seconds. */
  fitsUsualSettingsOnly(url: string, t0: number, code: string): boolean;
  /** Binds many that exist elsewhere, none if one cannot be; with `dryRun` in no case. */
  importAll(rows: readonly FactorRow[], options: { readonly dryRun: boolean }): Promise<ImportOutcome>;
  /** Another name for one factor. Throws `AccountInputError('name')`. */
  rename(id: string, factorId: string, name: string): Promise<'renamed' | 'not-found'>;
  /** Takes one factor away; ends sessions and trusted browsers. `last`: no other is active, and `lastToo` was not given or the account itself is asked for factor 2. */
  remove(id: string, factorId: string, actor?: Actor, options?: RemoveOptions): Promise<RemoveOutcome>;
  /** Takes away all factors and recovery codes; ends sessions and trusted browsers. */
  reset(id: string, actor?: Actor, options?: ResetOptions): Promise<ResetOutcome>;
  list(id: string): Promise<readonly FactorDetails[] | undefined>;
}

export function createFactors(parts: ImportParts & ResetParts): Factors {
  const { accounts, sealer, hasher, clock, settings } = parts;
  return {
    add: async (
      id,
      otpauthUrl,
      { setBy = 'admin', leave = 'none', recoveryCodes, stamps, from, ...given } = {},
    ) => {
      const isUnnamed = setBy === 'owner' && given.name === undefined;
      const named = isUnnamed ? { name: unnamed.totp } : {};
      const factor = toImportedFactor(parts, id, { ...given, ...named, url: otpauthUrl, setBy });
      if (factor === undefined) {
        return { outcome: (await accounts.find(id)) === undefined ? 'not-found' : 'wrong-code' };
      }
      const drafted = recoveryCodes && {
        codes: recoveryCodes,
        hash: once(() => hashRecoveryCodes(recoveryCodes, hasher)),
      };
      const bound = await bindFactor(parts, id, factor, {
        leave,
        isUnnamed,
        ...(drafted === undefined ? {} : { drafted }),
        ...(stamps === undefined ? {} : { stamps }),
        ...(from === undefined ? {} : { from }),
      });
      return bound.outcome === 'bound'
        ? {
            outcome: 'added',
            factor: describeFactor(sealer, id, bound.factor),
            stamps: stampsOf(bound.account),
            recoveryCodes: bound.recoveryCodes,
          }
        : { outcome: bound.outcome };
    },
    make: async (id, { name, from, ...parameters } = {}) => {
      const account = await accounts.find(id);
      if (!account || isGone(account)) {
        return { outcome: 'not-found' };
      }
      const { url, t0 } = draftFactor(settings, mailLogin(account, settings), parameters);
      const factor = getFactor(parts, id, {
        url,
        t0,
        setBy: 'admin',
        name: name ?? unnamed[parameters.type ?? 'totp'],
      });
      const codes = makeRecoveryCodes();
      const drafted = { codes, hash: once(() => hashRecoveryCodes(codes, hasher)) };
      const isUnnamed = name === undefined;
      const bound = await bindFactor(parts, id, factor, { drafted, isUnnamed, ...(from && { from }) });
      return bound.outcome === 'bound'
        ? { outcome: 'made', id: factor.id, url, recoveryCodes: bound.recoveryCodes }
        : { outcome: bound.outcome };
    },
    fitsUsualSettingsOnly: (url, t0, code) =>
      fitsUsualSettingsOnly(readOtpauthUrl(url), t0, { code, now: clock.now(), window: settings.otpWindow }),
    draft: (login, parameters = {}) => draftFactor(settings, login, parameters),
    importAll: (rows, options) => importFactors(parts, rows, options),
    rename: (id, factorId, name) => renameFactor(parts, id, factorId, name),
    remove: (id, factorId, actor, options) => removeFactor(parts, id, factorId, { ...actor, ...options }),
    reset: (id, actor, options) => resetFactors(parts, id, actor, options),
    list: async (id) => {
      const account = await accounts.find(id);
      return account && !isGone(account)
        ? listFactors(account).map((factor) => describeFactor(sealer, id, factor))
        : undefined;
    },
  };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
