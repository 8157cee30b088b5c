// Names that nobody inherits by mistake: what an account lost is held back for 180 days, unless somebody hands it over.

import type { Clock } from '../base/clock.ts';
import type { Collection } from '../store/store.ts';
import { update } from '../store/update.ts';
import { type Account, isGone } from './account.ts';

/** How long, in milliseconds; the names of a deleted account as well. */
export const heldBackMs = 180 * 24 * 3_600_000;

type Names = Pick<Account, 'names'> & Required<Pick<Account, 'heldNames'>>;
type HeldName = Names['heldNames'][number];

/** For an account that has exactly these addresses from now on. */
export function namesWith(account: Account, addresses: readonly string[], now: number): Names {
  const own = [...new Set([account.username, ...addresses])];
  const lost = account.names
    .filter((name) => !isHeld(account, name))
    .map((name) => ({ name, until: now + heldBackMs }));
  const heldNames = [...(account.heldNames ?? []), ...lost].filter(
    ({ name, until }) => until > now && !own.includes(name),
  );
  return { names: [...own, ...heldNames.map(({ name }) => name)], heldNames };
}

/** Among the account's names, but it leads nowhere. */
export function isHeld({ heldNames = [] }: Pick<Account, 'heldNames'>, name: string | undefined): boolean {
  return heldNames.some((held) => held.name === name);
}

export interface HeldNamesParts {
  readonly accounts: Collection<Account>;
  readonly clock: Clock;
}

export interface WriteNamesOptions {
  /** Somebody who may decide so gives on what another account lost, whenever that was; not what died with one. */
  readonly handOver?: boolean;
}

interface Wanted extends WriteNamesOptions {
  /** Of the account that wants them. */
  readonly id: string;
  readonly names: readonly string[];
}

/** Lets go what was held back for long enough, and writes again, where nothing else was in the way. */
export async function writeNames<R>(
  { accounts, clock }: HeldNamesParts,
  { id, names, handOver = false }: Wanted,
  write: () => Promise<R | 'taken'>,
): Promise<R | 'taken'> {
  const outcome = await write();
  if (outcome !== 'taken') {
    return outcome;
  }
  const mayGo = ({ name, until }: HeldName): boolean =>
    names.includes(name) && (handOver || until <= clock.now());
  const holders = (await Promise.all(names.map((name) => accounts.findBy('names', name)))).flat();
  const others = holders.filter((holder) => holder.id !== id);
  const inTheWay = others.flatMap((holder) => holder.names.filter((name) => names.includes(name)));
  const free = others.flatMap((holder) => listHeld(holder).filter(mayGo)).map(({ name }) => name);
  if (inTheWay.some((name) => !free.includes(name))) {
    return 'taken';
  }
  await Promise.all(others.map((holder) => letGo(accounts, holder.id, mayGo)));
  return write();
}

async function letGo(
  accounts: Collection<Account>,
  id: string,
  mayGo: (held: HeldName) => boolean,
): Promise<void> {
  await update<Account, void>(accounts, id, (current) => {
    const gone = listHeld(current)
      .filter(mayGo)
      .map(({ name }) => name);
    const names = current.names.filter((name) => !gone.includes(name));
    const heldNames = listHeld(current).filter(({ name }) => !gone.includes(name));
    return gone.length === 0
      ? { result: undefined }
      : { next: { ...current, names, heldNames }, result: undefined };
  });
}

/** What died with an account is let go with its tombstone, and not before. */
function listHeld(account: Account): readonly HeldName[] {
  return isGone(account) ? [] : (account.heldNames ?? []);
}
