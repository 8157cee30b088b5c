// The effective settings as text, with secrets masked.

import { listSettingRows, type Settings } from './settings.ts';

export interface SettingDescription {
  readonly name: string;
  /** As it would be written in the variable; null when there is none. */
  readonly value: string | null;
}

/** In the order of the table. Of a secret only what its row allows is shown, else `***`. */
export function describeSettings(settings: Settings): readonly SettingDescription[] {
  return listSettingRows().map(([key, row]) => {
    const value = settings[key];
    if (value === undefined) {
      return { name: row.name, value: null };
    }
    if (row.secret) {
      return { name: row.name, value: row.mask?.(value) ?? '***' };
    }
    return { name: row.name, value: row.kind.format(value) };
  });
}
