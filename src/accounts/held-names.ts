// Names that nobody inherits: what an account lost is held back for 180 days, and comes back to that account alone.

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

/** Lets go what was held back for long enough, and writes again, where that is what was in the way. */
export async function writeNames<R>(
  { accounts, clock }: HeldNamesParts,
  names: readonly string[],
  write: () => Promise<R | 'taken'>,
  { handOver = false }: WriteNamesOptions = {},
): Promise<R | 'taken'> {
  const outcome = await write();
  if (outcome !== 'taken') {
    return outcome;
  }
  const freed = await Promise.all(
    names.map(async (name) => {
      const [holder] = await accounts.findBy('names', name);
      const isOver = (held: HeldName): boolean =>
        held.until <= clock.now() || (handOver && held.name === name);
      return holder === undefined || letGo(accounts, holder.id, isOver);
    }),
  );
  return freed.includes(true) ? write() : 'taken';
}

async function letGo(
  accounts: Collection<Account>,
  id: string,
  isOver: (held: HeldName) => boolean,
): Promise<boolean> {
  const outcome = await update<Account, boolean>(accounts, id, (current) => {
    const held = isGone(current) ? [] : (current.heldNames ?? []);
    const over = held.filter(isOver).map(({ name }) => name);
    const next = {
      ...current,
      names: current.names.filter((name) => !over.includes(name)),
      heldNames: (current.heldNames ?? []).filter(({ name }) => !over.includes(name)),
    };
    return over.length === 0 ? { result: false } : { next, result: true };
  });
  return outcome === true || outcome === 'not-found';
}
