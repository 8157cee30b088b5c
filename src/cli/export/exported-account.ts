// An account as it leaves the store: chosen fields only, its seeds opened. Tickets, app passwords and trust in browsers stay behind.

import { type Account, findPassword, listFactors, otpauthContext } from '../../accounts/account.ts';
import type { Sealer } from '../../secrets/sealing.ts';
import type { JsonValue } from '../../store/store.ts';

export interface ExportedAccount {
  readonly [field: string]: JsonValue;
}

/** Times in ISO 8601, UTC. Throws where the master key does not open a seed. */
export function toExportedAccount(sealer: Sealer, account: Account): ExportedAccount {
  const { id, kind, username, emails, recoveryEmail, roles, groups, status } = account;
  return {
    id,
    kind,
    username,
    name: account.name ?? null,
    emails: emails.map(toEmail),
    recovery_email: recoveryEmail === undefined ? null : toEmail(recoveryEmail),
    locale: account.locale ?? null,
    roles,
    groups,
    owners: account.owners ?? [],
    status,
    required_factor: account.requiredFactor ?? null,
    created_at: toTime(account.createdAt),
    password: toPassword(account),
    factors: toFactors(sealer, account),
    recovery_codes: toRecoveryCodes(account),
  };
}

function toEmail({ address, verified }: Account['emails'][number]): JsonValue {
  return { address, verified };
}

function toPassword(account: Account): JsonValue {
  const password = findPassword(account);
  return password === undefined
    ? null
    : {
        hash: password.hash,
        temporary: password.temporary === true,
        set_by: password.setBy,
        created_at: toTime(password.createdAt),
        retired_at: password.retiredAt === undefined ? null : toTime(password.retiredAt),
      };
}

/** `last_step`: this step or counter and all before it are spent, also where the account goes. */
function toFactors(sealer: Sealer, account: Account): JsonValue {
  return listFactors(account).map((factor) => ({
    id: factor.id,
    url: sealer.open(factor.sealedUrl, otpauthContext(account.id, factor.id)),
    label: factor.label,
    t0: factor.t0,
    state: factor.state,
    confirmed: factor.confirmed,
    last_step: factor.lastStep ?? null,
    drift: factor.drift,
    set_by: factor.setBy,
    created_at: toTime(factor.createdAt),
  }));
}

/** `id` is the public first part of the code, `hash` Argon2id of the rest. */
function toRecoveryCodes({ secrets }: Account): JsonValue {
  return secrets
    .filter((secret) => secret.kind === 'recovery-code')
    .map(({ id, hash, usedAt }) => ({ id, hash, used_at: usedAt === undefined ? null : toTime(usedAt) }));
}

function toTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
