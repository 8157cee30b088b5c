// One more app password in an account, in one write; its owner is told.

import type { Audit } from '../../audit/audit.ts';
import type { Clock } from '../../base/clock.ts';
import type { Collection } from '../../store/store.ts';
import { update } from '../../store/update.ts';
import { type Account, isGone, listAppPasswords } from '../account.ts';
import { stampsOf } from '../alive.ts';
import type { Actor } from '../origin.ts';
import { readFactorName } from '../second-factor/factor-name.ts';
import { makeAppPassword, readAppPassword, showAppPassword } from './app-password-text.ts';
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
  /** From `draftAppPassword`, for the same account: however often it is added, there is one, and it is this. */
  readonly draft?: AppPasswordDraft;
}

/** An app password that is nothing yet. */
export interface AppPasswordDraft {
  readonly id: string;
  /** As it is shown. */
  readonly password: string;
}

export type AddAppPasswordOutcome =
  | ({ readonly outcome: 'added' } & AppPasswordDraft)
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

type Added = {
  readonly outcome: 'added';
  readonly account: Account;
  readonly isNew: boolean;
} & AppPasswordDraft;

/** Judges what is asked for before anything is kept. Throws `AccountInputError`. */
export function draftAppPassword(account: Account, given: NewAppPassword, now: number): AppPasswordDraft {
  readFactorName(given.name);
  readLimits(given, now);
  const text = makeAppPassword(isTakenIn(account));
  return { id: text.selector, password: showAppPassword(text) };
}

export async function addAppPassword(
  parts: AddAppPasswordParts,
  accountId: string,
  given: NewAppPassword,
  { actor = {}, stamps, maker, draft }: AddOptions = {},
): Promise<AddAppPasswordOutcome> {
  const now = parts.clock.now();
  const name = readFactorName(given.name);
  const asked = { name, ...readLimits(given, now), createdAt: now, setBy: actor.by ?? 'admin' };
  const key = await parts.getKey();
  const outcome = await update<Account, Added | { readonly outcome: AddRefusal }>(
    parts.accounts,
    accountId,
    (current) => {
      const text = readAppPassword(draft?.password) ?? makeAppPassword(isTakenIn(current));
      const made = { id: text.selector, password: showAppPassword(text) };
      const hash = hashAppPassword(key, current.id, text);
      if (listAppPasswords(current).some((one) => one.id === made.id && one.hash === hash)) {
        return { result: { outcome: 'added', account: current, isNew: false, ...made } };
      }
      const refusal = findRefusal(current, { stamps, now, id: made.id });
      if (refusal !== undefined) {
        return { result: { outcome: refusal } };
      }
      const secret = {
        kind: 'app-password',
        id: made.id,
        hash,
        ...asked,
        ...toMade(current, maker),
      } as const;
      const next = { ...current, secrets: [...withRoom(current, now), secret] };
      return { next, result: { outcome: 'added', account: next, isNew: true, ...made } };
    },
  );
  if (typeof outcome === 'string') {
    return { outcome: 'not-found' };
  }
  if (outcome.outcome !== 'added') {
    return outcome;
  }
  const { account, isNew, ...added } = outcome;
  if (isNew) {
    await tellOwners(parts, account, { type: 'app-password-added', name, actor });
  }
  return added;
}

interface Asked {
  readonly stamps: string | undefined;
  readonly now: number;
  readonly id: string;
}

function findRefusal(account: Account, { stamps, now, id }: Asked): AddRefusal | undefined {
  if (isGone(account)) {
    return 'not-found';
  }
  if (stamps !== undefined && (account.status !== 'active' || stampsOf(account) !== stamps)) {
    return 'changed';
  }
  if (isTakenIn(account)(id)) {
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

function isTakenIn(account: Account): (selector: string) => boolean {
  const taken = listAppPasswords(account).map(({ id }) => id);
  return (selector) => taken.includes(selector);
}
