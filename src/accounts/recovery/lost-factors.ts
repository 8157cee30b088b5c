// Which second factors may be lost: a recovery code stood in for them, another one was added since, and no code of theirs was right since.

import { type Account, listFactors, type OtpauthSecret } from '../account.ts';

/** Behind a recovery code, in its write. The first one counts: what was added since is what took the place. */
export function withStandIn(account: Account, now: number): Account {
  const secrets = account.secrets.map((secret) =>
    secret.kind === 'otpauth' && secret.state === 'active' && secret.stoodInAt === undefined
      ? { ...secret, stoodInAt: now }
      : secret,
  );
  return { ...account, secrets };
}

export function findLostFactors(account: Account): readonly OtpauthSecret[] {
  const active = listFactors(account).filter(({ state }) => state === 'active');
  return active.filter(
    ({ stoodInAt }) => stoodInAt !== undefined && active.some(({ createdAt }) => createdAt > stoodInAt),
  );
}
