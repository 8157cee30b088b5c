// Which second factors may be lost: a recovery code stood in for them, another one was added since, and no code of theirs was right since.

import { type Account, listFactors } from '../../accounts/account.ts';
import type { FactorDetails } from '../../accounts/second-factor/factor-details.ts';

export function findLostFactors(
  account: Account,
  factors: readonly FactorDetails[],
): readonly FactorDetails[] {
  const recoveredAt = Math.max(
    ...account.secrets.map((secret) => (secret.kind === 'recovery-code' ? (secret.usedAt ?? 0) : 0)),
    0,
  );
  const active = factors.filter(({ state }) => state === 'active');
  if (recoveredAt === 0 || !active.some(({ createdAt }) => createdAt >= recoveredAt)) {
    return [];
  }
  return active.filter(
    (factor) => factor.createdAt < recoveredAt && lastUseOf(account, factor) < recoveredAt,
  );
}

/** Milliseconds since 1970, to the step. Codes by counter do not tell: 0. */
function lastUseOf(account: Account, factor: FactorDetails): number {
  const secret = listFactors(account).find(({ id }) => id === factor.id);
  if (factor.type !== 'totp' || secret?.lastStep === undefined) {
    return 0;
  }
  return (factor.t0 + (secret.lastStep - secret.drift) * factor.period) * 1000;
}
