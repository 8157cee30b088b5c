// What the policy will ask for more, where its date is still to come.

import type { DoorQuestion } from '../../accounts/rules/access-rules.ts';
import type { Demand, Policy } from '../../accounts/rules/required-factor.ts';
import type { Parts } from '../../open-parts.ts';

export interface Later {
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly factor: Demand;
}

/** Undefined where the policy changes nothing for this question. */
export async function findLater(
  { accessRules, clock }: Pick<Parts, 'accessRules' | 'clock'>,
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

export function toLaterJson(later: Later | undefined) {
  return later === undefined ? null : { from: new Date(later.from).toISOString(), factor: later.factor };
}
