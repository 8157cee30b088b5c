// Options of a command that changes something: what is given takes the place of what was, and the word none takes it away.

import { UsageError } from './refusals.ts';

/** In the place of a value: there is none from now on. */
const none = 'none';

/** Undefined: it stays as it is. Null: there is none from now on. */
export function readReplacement(given: string | undefined): string | null | undefined {
  return given === none ? null : given;
}

/** Undefined: they stay as they are. "none" beside a value is a slip: it must not stand for all. Throws `UsageError`. */
export function readReplacements(option: string, given: readonly string[]): readonly string[] | undefined {
  if (given.includes(none) && given.length > 1) {
    throw new UsageError(`${option} ${none} stands alone`);
  }
  return given.length === 0 ? undefined : given.filter((value) => value !== none);
}

type WithoutAbsent<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** What was not given is no field at all. */
export function withoutAbsent<T extends object>(given: T): WithoutAbsent<T> {
  const present = Object.entries(given).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present) as WithoutAbsent<T>;
}
