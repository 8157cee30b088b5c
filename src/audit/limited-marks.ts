// So many marks of one kind until a moment: counted in one document, however many ask.

import { randomId } from '../base/random-ids.ts';
import type { Store, StoredDocument } from '../store/store.ts';
import { update, updateOrInsert } from '../store/update.ts';
import { type Mark, telling } from './mark.ts';

interface CountDocument extends StoredDocument {
  /** Each of them a mark: taken until then (milliseconds since 1970). */
  readonly taken: readonly { readonly ticket: string; readonly until: number }[];
}

/** `isLast`: no more of them are there. */
export interface Counted extends Mark {
  readonly isLast: boolean;
}

/** Undefined: all `most` of them are taken. `until` and `now` in milliseconds since 1970. */
export async function takeOneOf(
  { store, now }: { readonly store: Store; readonly now: number },
  id: string,
  { most, until }: { readonly most: number; readonly until: number },
): Promise<Counted | undefined> {
  const counts = store.collection<CountDocument>('notices');
  const ticket = randomId();
  const isLast = await updateOrInsert<CountDocument, boolean | undefined>(counts, id, (current) => {
    const taken = (current?.taken ?? []).filter((one) => one.until > now);
    const mine = { ticket, until: Math.min(until, now + telling) };
    return taken.length >= most
      ? { result: undefined }
      : { next: { id, taken: [...taken, mine], expiresAt: until }, result: taken.length + 1 === most };
  });
  const keep = async (): Promise<void> => {
    await update<CountDocument, void>(counts, id, (current) => ({
      next: {
        ...current,
        taken: [...current.taken.filter((one) => one.ticket !== ticket), { ticket, until }],
      },
      result: undefined,
    }));
  };
  return isLast === undefined ? undefined : { isLast, keep };
}
