// Texts whose code was accepted before: a program that was left with one is refused without being counted as a guesser.

import { passwordIdOf } from '../memory/fingerprint.ts';
import type { Refusals } from '../memory/refusals.ts';
import type { TextKeys } from '../memory/text-keys.ts';
import type { StaleNotices } from '../stale-notices.ts';
import type { Decision } from '../verdict.ts';
import type { OldTextDoor } from './old-text.ts';

export interface SpentTextParts {
  readonly keys: TextKeys;
  readonly refusals: Pick<Refusals, 'findSpent'>;
  readonly notices: StaleNotices;
  readonly refuseOldText: OldTextDoor;
}

/** `judgeLease`: once more, for connections of one moment. */
export function judgeSpentText(
  { keys, refusals, notices, refuseOldText }: SpentTextParts,
  judgeLease: Decision,
): Decision {
  return async (visit) => {
    const { account, typed } = visit;
    const spent = await refusals.findSpent(await keys.anywhere('spent', typed), passwordIdOf(account));
    if (spent === undefined) {
      return undefined;
    }
    // A lease is granted before its text is marked: whoever came between the two saw neither.
    const granted = await judgeLease(visit);
    if (granted !== undefined) {
      return granted;
    }
    if (spent === 'due' && account?.status === 'active') {
      notices.tell(visit, account);
    }
    return refuseOldText(visit, 'spent');
  };
}
