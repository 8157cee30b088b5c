// How one connection is called, and what it is, in few words.

import type { Connection } from '../../mail-access/connections.ts';
import type { IconName } from '../../views/parts/icon.ts';
import type { Texts } from '../../views/texts/texts.ts';

export type ConnectionKind = keyof Texts['portal']['connections']['kinds'];

export function kindOf({ kind, isWeb }: Connection): ConnectionKind {
  return isWeb === true ? 'web' : kind;
}

export function nameOf({ portal }: Texts, { kind, name }: Connection): string {
  return kind === 'lease' ? portal.connections.leaseName(name) : name;
}

export const icons: Readonly<Record<ConnectionKind, IconName>> = {
  program: 'mail',
  web: 'browser',
  'app-password': 'key',
  lease: 'clock',
};
