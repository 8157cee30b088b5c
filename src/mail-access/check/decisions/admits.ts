// Access rules and policy at this door: the client is the mail service, the network is the person's own.

import type { Account } from '../../../accounts/account.ts';
import type { AccessRules } from '../../../accounts/rules/access-rules.ts';
import { isMet } from '../../../accounts/rules/met.ts';
import type { Demand } from '../../../accounts/rules/required-factor.ts';
import type { Visit } from '../visit.ts';

export type Admits = (
  visit: Pick<Visit, 'service' | 'question'>,
  account: Account,
  factor: 1 | 2,
) => Promise<{ readonly isMet: boolean; readonly required: Demand }>;

export function createAdmits(accessRules: Pick<AccessRules, 'judge'>): Admits {
  return async ({ service, question }, account, factor) => {
    const requirement = await accessRules.judge({
      account,
      client: { id: service.name },
      address: () => question.address,
      isFromSomewhere: true,
    });
    return { isMet: isMet(requirement, { factor, isTrusted: false }), required: requirement.factor };
  };
}
