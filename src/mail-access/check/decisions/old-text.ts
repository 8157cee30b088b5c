// A text that is known to be refused: it takes the time of every other refusal, without the work. Only whoever floods is told to wait.

import type { PasswordHasher } from '../../../secrets/password-hashing.ts';
import type { Repeats } from '../memory/repeats.ts';
import type { TextKeys } from '../memory/text-keys.ts';
import { type Refused, refused, type Verdict } from '../verdict.ts';
import type { Visit } from '../visit.ts';

export interface OldTextParts {
  readonly keys: Pick<TextKeys, 'placed'>;
  readonly repeats: Repeats;
  readonly hasher: Pick<PasswordHasher, 'waitLikeACheck'>;
}

export type OldTextDoor = (
  visit: Visit,
  reason: Extract<Refused['reason'], 'stale' | 'spent'>,
) => Promise<Verdict>;

export function createOldTextDoor({ keys, repeats, hasher }: OldTextParts): OldTextDoor {
  return async (visit, reason) => {
    const retryAfterSeconds = repeats.count(await keys.placed('refusal', visit.typed));
    if (retryAfterSeconds > 0) {
      return { outcome: 'throttled', retryAfterSeconds };
    }
    await hasher.waitLikeACheck();
    return refused(reason);
  };
}
