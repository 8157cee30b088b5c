// What this account must prove in this sign-in, by the access rules, the policy, the client and the request.

import { type Account, hasSecondFactor } from '../src/accounts/account.ts';
import type { AccessRules } from '../src/accounts/rules/access-rules.ts';
import type { Proven } from './progress.ts';
import type { Visit } from './step.ts';

/** Whoever has a second factor is always asked for it. `barred`: the sign-in cannot come to a good end. */
export async function findRequirement(
  accessRules: AccessRules,
  { ctx, interaction }: Pick<Visit, 'ctx' | 'interaction'>,
  account: Account,
): Promise<Pick<Proven, 'requiredFactor' | 'barred'>> {
  const { client, asked } = interaction;
  const { factor } = await accessRules.judge({ account, client, request: asked, address: () => ctx.ip });
  if (factor === 'deny') {
    return { requiredFactor: 2, barred: 'denied' };
  }
  if (hasSecondFactor(account)) {
    return { requiredFactor: 2 };
  }
  return factor === 2 ? { requiredFactor: 2, barred: 'enrol-first' } : { requiredFactor: 1 };
}
