// What this account must prove in this sign-in, by the access rules, the policy, the client and the request.

import { type Account, hasSecondFactor } from '../src/accounts/account.ts';
import type { AccessRules } from '../src/accounts/rules/access-rules.ts';
import { canBeTrusted } from '../src/accounts/rules/met.ts';
import { connectsProgram } from '../src/oidc/interaction.ts';
import type { Proven } from './progress.ts';
import type { Visit } from './step.ts';

export interface SignInRequirement extends Pick<Proven, 'requiredFactor' | 'barred'> {
  /** A trusted browser may stand in for the code. */
  readonly mayTrust: boolean;
}

/** Whoever has a second factor is always asked for it. `barred`: the sign-in cannot come to a good end. */
export async function findRequirement(
  accessRules: AccessRules,
  { ctx, interaction }: Pick<Visit, 'ctx' | 'interaction'>,
  account: Account,
): Promise<SignInRequirement> {
  const { client, asked } = interaction;
  const requirement = await accessRules.judge({ account, client, request: asked, address: () => ctx.ip });
  const { factor } = requirement;
  if (factor === 'deny') {
    return { requiredFactor: 2, barred: 'denied', mayTrust: false };
  }
  if (hasSecondFactor(account)) {
    return { requiredFactor: 2, mayTrust: canBeTrusted(requirement) && !connectsProgram(interaction) };
  }
  return factor === 2
    ? { requiredFactor: 2, barred: 'enrol-first', mayTrust: false }
    : { requiredFactor: 1, mayTrust: false };
}
