// What the policy will ask for more, as JSON.

import type { Later } from '../../accounts/rules/later.ts';

export function toLaterJson(later: Later | undefined) {
  return later === undefined ? null : { from: new Date(later.from).toISOString(), factor: later.factor };
}
