// What the policy will ask for more, where its date is still to come.

import type { Clock } from '../../base/clock.ts';
import type { AccessRules, DoorQuestion } from './access-rules.ts';
import type { Demand, Policy } from './required-factor.ts';

export interface Later {
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly factor: Demand;
}

interface LaterParts {
  readonly accessRules: Pick<AccessRules, 'judge'>;
  readonly clock: Clock;
}

/** Undefined where the policy changes nothing for this question. */
export async function findLater(
  { accessRules, clock }: LaterParts,
  { mfa, from = 0 }: Policy,
  question: DoorQuestion,
): Promise<Later | undefined> {
  if (mfa !== 'required' || from <= clock.now()) {
    return undefined;
  }
  const now = await accessRules.judge(question);
  const then = await accessRules.judge({ ...question, at: from });
  return then.factor === now.factor ? undefined : { from, factor: then.factor };
}
