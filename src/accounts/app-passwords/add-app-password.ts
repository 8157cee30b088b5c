// One more app password in an account, in one write; its owner is told.

import type { Audit } from '../../audit/audit.ts';
import type { Clock } from '../../base/clock.ts';
import type { Collection } from '../../store/store.ts';
import { update } from '../../store/update.ts';
import { type Account, type AppPasswordSecret, isGone, listAppPasswords } from '../account.ts';
import { stampsOf } from '../alive.ts';
import type { Actor } from '../origin.ts';
import { readFactorName } from '../second-factor/factor-name.ts';
import { makeAppPassword, showAppPassword } from './app-password-text.ts';
import { type AppPasswordLimits, isExpired, readLimits } from './limits.ts';
import { type Maker, toMade } from './maker.ts';
import { tellOwners } from './tell-owners.ts';
import { type GetKey, hashAppPassword } from './verify-app-password.ts';

export interface NewAppPassword extends Partial<AppPasswordLimits> {
  /** What the owner tells it apart by: the program, the device. */
  readonly name: string;
}

export interface AddOptions {
  readonly actor?: Actor;
  /** The account's `stampsOf` that it must still have. */
  readonly stamps?: string;
  /** The person who asks for it, where there is one. */
  readonly maker?: Maker;
}

export type AddAppPasswordOutcome =
  | { readonly outcome: 'added'; readonly id: string; readonly password: string }
  | { readonly outcome: AddRefusal };

type AddRefusal = 'not-found' | 'too-many' | 'changed';

export interface AddAppPasswordParts {
  readonly accounts: Collection<Account>;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly getKey: GetKey;
}

/** In one account. Expired ones make room. */
export const mostAppPasswords = 50;

type Added = { readonly outcome: 'added'; readonly account: Account } & {
  readonly id: string;
  readonly password: string;
};

export async function addAppPassword(
  parts: AddAppPasswordParts,
  accountId: string,
  given: NewAppPassword,
  { actor = {}, stamps, maker }: AddOptions = {},
): Promise<AddAppPasswordOutcome> {
  const now = parts.clock.now();
  const name = readFactorName(given.name);
  const asked = { name, ...readLimits(given, now), createdAt: now, setBy: actor.by ?? 'admin' };
  const key = await parts.getKey();
  const outcome = await update<Account, Added | { readonly outcome: AddRefusal }>(
    parts.accounts,
    accountId,
    (current) => {
      const refusal = findRefusal(current, stamps, now);
      if (refusal !== undefined) {
        return { result: { outcome: refusal } };
      }
      const { secret, password } = makeSecret(key, current, { ...asked, ...toMade(current, maker) });
      const next = { ...current, secrets: [...withRoom(current, now), secret] };
      return { next, result: { outcome: 'added', account: next, id: secret.id, password } };
    },
  );
  if (typeof outcome === 'string') {
    return { outcome: 'not-found' };
  }
  if (outcome.outcome !== 'added') {
    return outcome;
  }
  const { account, ...added } = outcome;
  await tellOwners(parts, account, { type: 'app-password-added', name, actor });
  return added;
}

function findRefusal(account: Account, stamps: string | undefined, now: number): AddRefusal | undefined {
  if (isGone(account)) {
    return 'not-found';
  }
  if (stamps !== undefined && (account.status !== 'active' || stampsOf(account) !== stamps)) {
    return 'changed';
  }
  const living = listAppPasswords(account).filter((secret) => !isExpired(secret, now));
  return living.length < mostAppPasswords ? undefined : 'too-many';
}

function withRoom(account: Account, now: number): Account['secrets'] {
  const isFull = listAppPasswords(account).length >= mostAppPasswords;
  return account.secrets.filter(
    (secret) => !(isFull && secret.kind === 'app-password' && isExpired(secret, now)),
  );
}

function makeSecret(
  key: string,
  account: Account,
  asked: Omit<AppPasswordSecret, 'kind' | 'id' | 'hash'>,
): { readonly secret: AppPasswordSecret; readonly password: string } {
  const taken = listAppPasswords(account).map(({ id }) => id);
  const text = makeAppPassword((selector) => taken.includes(selector));
  const hash = hashAppPassword(key, account.id, text);
  return {
    secret: { kind: 'app-password', id: text.selector, hash, ...asked },
    password: showAppPassword(text),
  };
}
