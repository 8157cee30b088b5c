// THE table of settings: name, kind, default, secret or not, and one line of meaning. Everything else follows from it.

import type { Kind } from './kinds.ts';
import type { Row } from './row.ts';
import { deviceGrantRows } from './rows/device-grant.ts';
import { faceRows } from './rows/face.ts';
import { lifeRows } from './rows/lives.ts';
import { mailRows } from './rows/mail.ts';
import { passwordRows } from './rows/passwords.ts';
import { registrationRows } from './rows/registration.ts';
import { secondFactorRows } from './rows/second-factor.ts';
import { serverRows } from './rows/server.ts';

/** In the order of the README's table. */
export const settingRows = {
  ...serverRows,
  ...mailRows,
  ...secondFactorRows,
  ...passwordRows,
  ...lifeRows,
  ...registrationRows,
  ...deviceGrantRows,
  ...faceRows,
} as const satisfies Record<string, unknown>;

type Rows = typeof settingRows;
export type SettingKey = keyof Rows;

type ValueOf<R> = R extends { readonly kind: Kind<infer T> } ? T : never;
type KeyWithDefault = {
  [K in SettingKey]: Rows[K] extends { readonly default: string } ? K : never;
}[SettingKey];

/** All settings under their keys. Durations are whole seconds; a room takes its own slice: `Pick<Settings, …>`. */
export type Settings = { readonly [K in KeyWithDefault]: ValueOf<Rows[K]> } & {
  readonly [K in Exclude<SettingKey, KeyWithDefault>]?: ValueOf<Rows[K]>;
};

/** A row with its value's type forgotten, for code that treats all rows alike. */
export type SettingRow = Row<unknown>;

/** The rows in the order of the table. */
export function listSettingRows(): readonly (readonly [SettingKey, SettingRow])[] {
  return Object.entries(settingRows) as unknown as readonly (readonly [SettingKey, SettingRow])[];
}
