// The second factors of an account: added from a URL, made by us, listed, all taken away.

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
  type SetBy,
} from '../account.ts';
import { nextStamp } from '../alive.ts';
import { mailLogin } from '../names.ts';
import { fitsUsualSettingsOnly } from './ignored-settings.ts';
import {
  draftFactor,
  type FactorParameters,
  getFactor,
  type NewFactorParts,
  openFactor,
  requireT0,
  toFactor,
} from './new-factor.ts';
import { formatOtpauthUrl, type OtpAlgorithm, readOtpauthUrl } from './otpauth-url.ts';
import { hashRecoveryCodes, makeRecoveryCodes } from './recovery-codes.ts';

export interface FactorDetails {
  readonly id: string;
  readonly kind: 'otpauth';
  readonly type: 'totp';
  readonly label: string;
  readonly state: 'pending' | 'active';
  readonly confirmed: boolean;
  readonly algorithm: OtpAlgorithm;
  readonly digits: number;
  readonly period: number;
  readonly t0: number;
  readonly createdAt: number;
  readonly setBy: SetBy;
}

export type FactorRefusal = 'not-found' | 'not-for-this-kind' | 'too-many' | 'duplicate' | 'wrong-code';

export interface AddFactorOptions {
  readonly t0?: number;
  /** Proves the factor, and is spent. */
  readonly code?: string;
  readonly setBy?: SetBy;
  /** From `makeRecoveryCodes`: taken in the same write where the account has no unused ones. */
  readonly recoveryCodes?: readonly string[];
}

export interface Factors {
  /**
   * Binds a factor that exists elsewhere, active at once. `code` proves it and is spent; without one it is unconfirmed until
   * first used. Throws `OtpauthUrlError`. `duplicate`: the account has this very secret, whose codes would work twice.
   */
  add(
    id: string,
    otpauthUrl: string,
    options?: AddFactorOptions,
  ): Promise<
    | {
        readonly outcome: 'added';
        readonly factor: FactorDetails;
        /** Those that were given, where the account took them; it had unused ones otherwise. */
        readonly recoveryCodes: readonly string[];
      }
    | { readonly outcome: FactorRefusal }
  >;
  /**
   * Makes a factor, active at once. URL and recovery codes are answered this once; no codes where the account has unused
   * ones. Throws `AccountInputError` for parameters out of bounds.
   */
  make(
    id: string,
    options?: FactorParameters & { readonly setBy?: SetBy },
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
  /** Takes away all factors and recovery codes, and ends sessions. */
  reset(id: string): Promise<'reset' | 'not-found'>;
  list(id: string): Promise<readonly FactorDetails[] | undefined>;
}

export interface FactorsParts extends NewFactorParts {
  readonly accounts: Collection<Account>;
  readonly hasher: Pick<PasswordHasher, 'hash'>;
}

const mostFactors = 5;

export function createFactors(parts: FactorsParts): Factors {
  const { accounts, sealer, hasher, clock, settings } = parts;
  return {
    add: async (id, otpauthUrl, { t0 = settings.otpT0, code, setBy = 'admin', recoveryCodes } = {}) => {
      const url = formatOtpauthUrl(readOtpauthUrl(otpauthUrl));
      const factor = toFactor(parts, id, {
        url,
        t0: requireT0(t0),
        setBy,
        ...(code === undefined ? {} : { code }),
      });
      if (factor === undefined) {
        return { outcome: (await accounts.find(id)) === undefined ? 'not-found' : 'wrong-code' };
      }
      const drafted = recoveryCodes && {
        codes: recoveryCodes,
        hash: once(() => hashRecoveryCodes(recoveryCodes, hasher)),
      };
      const bound = await bind(parts, id, factor, drafted);
      return bound.outcome === 'bound'
        ? {
            outcome: 'added',
            factor: describe(sealer, id, factor),
            recoveryCodes: bound.recoveryCodes,
          }
        : { outcome: bound.outcome };
    },
    make: async (id, { setBy = 'admin', ...parameters } = {}) => {
      const account = await accounts.find(id);
      if (!account || isGone(account)) {
        return { outcome: 'not-found' };
      }
      const { url, t0 } = draftFactor(settings, mailLogin(account, settings), parameters);
      const factor = getFactor(parts, id, { url, t0, setBy });
      const codes = makeRecoveryCodes();
      const bound = await bind(parts, id, factor, {
        codes,
        hash: once(() => hashRecoveryCodes(codes, hasher)),
      });
      return bound.outcome === 'bound'
        ? { outcome: 'made', id: factor.id, url, recoveryCodes: bound.recoveryCodes }
        : { outcome: bound.outcome };
    },
    fitsUsualSettingsOnly: (url, t0, code) =>
      fitsUsualSettingsOnly(readOtpauthUrl(url), t0, { code, now: clock.now(), window: settings.otpWindow }),
    draft: (login, parameters = {}) => draftFactor(settings, login, parameters),
    reset: async (id) => {
      const outcome = await update<Account, 'reset' | 'not-found'>(accounts, id, (current) =>
        isGone(current)
          ? { result: 'not-found' }
          : { next: withoutFactors(current, clock.now()), result: 'reset' },
      );
      return outcome === 'reset' ? 'reset' : 'not-found';
    },
    list: async (id) => {
      const account = await accounts.find(id);
      return account && !isGone(account)
        ? listFactors(account).map((factor) => describe(sealer, id, factor))
        : undefined;
    },
  };
}

interface DraftedCodes {
  readonly codes: readonly string[];
  readonly hash: () => Promise<readonly RecoveryCodeSecret[]>;
}

type Bound =
  | { readonly outcome: 'bound'; readonly recoveryCodes: readonly string[] }
  | { readonly outcome: FactorRefusal };

/** Adds the factor to the account as it is then, with the drafted recovery codes where it has no unused ones. */
async function bind(
  { accounts, sealer, clock }: FactorsParts,
  accountId: string,
  factor: OtpauthSecret,
  drafted?: DraftedCodes,
): Promise<Bound> {
  const outcome = await update<Account, Bound>(accounts, accountId, async (current) => {
    const refusal = findRefusal(sealer, current, factor);
    if (refusal !== undefined) {
      return { result: { outcome: refusal } };
    }
    const needsCodes = drafted !== undefined && listUnusedRecoveryCodes(current).length === 0;
    const others = needsCodes
      ? [...current.secrets.filter(({ kind }) => kind !== 'recovery-code'), ...(await drafted.hash())]
      : current.secrets;
    return {
      next: { ...withActivation(current, clock.now()), secrets: [...others, factor] },
      result: { outcome: 'bound', recoveryCodes: needsCodes ? drafted.codes : [] },
    };
  });
  return typeof outcome === 'string' ? { outcome: 'not-found' } : outcome;
}

function findRefusal(sealer: Sealer, account: Account, added: OtpauthSecret): FactorRefusal | undefined {
  const present = listFactors(account);
  const secretOf = (factor: OtpauthSecret): string => openFactor(sealer, account.id, factor).secret;
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
  return present.some((other) => secretOf(other) === secretOf(added)) ? 'duplicate' : undefined;
}

/** A new factor ends sessions, and grants made without one. */
function withActivation(account: Account, now: number): Account {
  return {
    ...account,
    sessionsSince: nextStamp(account.sessionsSince, now),
    twoFactorSince: nextStamp(account.twoFactorSince, now),
  };
}

function withoutFactors(account: Account, now: number): Account {
  return {
    ...account,
    sessionsSince: nextStamp(account.sessionsSince, now),
    secrets: account.secrets.filter(({ kind }) => kind === 'password'),
  };
}

function describe(sealer: Sealer, accountId: string, factor: OtpauthSecret): FactorDetails {
  const { id, kind, type, label, state, confirmed, t0, createdAt, setBy } = factor;
  const { algorithm, digits, period } = openFactor(sealer, accountId, factor);
  return { id, kind, type, label, state, confirmed, algorithm, digits, period, t0, createdAt, setBy };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
