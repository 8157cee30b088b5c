// The mark that something was told: of one caller at a time, and kept only once it is on its way.

import type { Store } from '../store/store.ts';

export interface Mark {
  /** It is told: until `expiresAt` nobody else takes it. Without this it is free again after a minute. */
  keep(): Promise<void>;
}

/** What stops within it is told by the next one. */
export const telling = 60_000;

/** Undefined: it is another's. `expiresAt` and `now` in milliseconds since 1970. */
export async function takeMark(
  { store, now }: { readonly store: Store; readonly now: number },
  id: string,
  expiresAt: number,
): Promise<Mark | undefined> {
  const marks = store.collection('notices');
  const outcome = await marks.insert({ id, expiresAt: Math.min(expiresAt, now + telling) });
  return outcome === 'taken' ? undefined : { keep: () => marks.put({ id, expiresAt }) };
}
