// What factors are in the hands of their owner, for the words about them.

import type { OtpauthSecret } from '../account.ts';

/** `either`: an administrator bound one whose codes go by time, which may be a token; or there are both. */
export type FactorThing = 'app' | 'token' | 'either';

export function nameThing(factors: readonly Pick<OtpauthSecret, 'type' | 'setBy'>[]): FactorThing {
  const things = new Set(factors.map(thingOf));
  const [only = 'either'] = things;
  return things.size === 1 ? only : 'either';
}

function thingOf({ type, setBy }: Pick<OtpauthSecret, 'type' | 'setBy'>): FactorThing {
  if (type === 'hotp') {
    return 'token';
  }
  return setBy === 'owner' ? 'app' : 'either';
}
