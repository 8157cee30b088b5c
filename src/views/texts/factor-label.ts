// How a second factor is called: as it was named, or, where nobody named it, in the reader's language.

import { unnamed } from '../../base/unnamed-factor.ts';
import type { Texts } from './texts.ts';

export function factorLabel({ portal }: Texts, label: string): string {
  const number = / \d+$/.exec(label)?.[0] ?? '';
  const bare = label.slice(0, label.length - number.length);
  const kind = (['totp', 'hotp'] as const).find((type) => unnamed[type] === bare);
  const { app, token } = portal.factor;
  return kind === undefined ? label : `${{ totp: app, hotp: token }[kind]}${number}`;
}
