// A row of the table of settings.

import type { Kind } from './kinds.ts';

export interface Row<T> {
  readonly name: `POSTERN_${string}`;
  readonly kind: Kind<T>;
  /** As text, read like a given value; `<data dir>` stands for POSTERN_DATA_DIR. Absent: the setting may be absent. */
  readonly default?: string;
  /** What the README says instead of a default. */
  readonly withoutIt?: string;
  /** Also read from the file that NAME_FILE names, and never shown as it is. */
  readonly secret?: true;
  /** What may be shown of a secret; nothing unless given. */
  readonly mask?: (value: T) => string;
  /** For the README, so Markdown is allowed. */
  readonly meaning: string;
}

/** Keeps the exact type of a row, so that the settings' types follow from the table. */
export function row<T, const R extends Omit<Row<T>, 'kind' | 'mask'>>(
  kind: Kind<T>,
  rest: R & { readonly mask?: (value: T) => string },
): R & Row<T> {
  return { kind, ...rest };
}
