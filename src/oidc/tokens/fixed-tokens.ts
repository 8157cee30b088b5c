// Refresh tokens that stay the same (spec, "Mail"): whoever copied one has it for months, so a use from a new network is told.

import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import type { Account } from '../../accounts/account.ts';
import { auditOwnerOf } from '../../accounts/audit-owner.ts';
import type { Audit } from '../../audit/audit.ts';
import type { Clock } from '../../base/clock.ts';
import type { Settings } from '../../config/settings.ts';
import type { Store } from '../../store/store.ts';
import type { Devices } from '../devices.ts';
import { sourceNetwork } from './source-network.ts';

export interface FixedTokens {
  /** Called when its code is redeemed: the network of the connecting program is nothing new. */
  begin(grantId: string, address: string): Promise<void>;
  /** Called at every use, before anything is issued. Throws `invalid_grant` for one that was not used for too long. */
  use(ctx: KoaContextWithOIDC): Promise<void>;
}

export interface FixedTokensParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly audit: Pick<Audit, 'record'>;
  readonly devices: Pick<Devices, 'findLastUse'>;
  readonly settings: Pick<Settings, 'refreshIdle' | 'refreshFixedMax'>;
  readonly pages: { requestId(ctx: KoaContextWithOIDC): string };
}

/** Whoever was to tell the owner and died is followed by the next use after this time. */
const tellingMs = 60_000;

export function createFixedTokens(parts: FixedTokensParts): FixedTokens {
  const { store, clock, audit, devices, settings, pages } = parts;
  const marks = store.collection('notices');
  const markOf = (grantId: string, address: string): string =>
    `fixed-token-network ${grantId} ${sourceNetwork(address)}`;

  /** From now on this network is known, for as long as the token may live. */
  const remember = (id: string): Promise<void> =>
    marks.put({ id, expiresAt: clock.now() + settings.refreshFixedMax * 1000 });

  /** True for one of all who come from a new network at once. */
  const isNew = async (id: string): Promise<boolean> =>
    (await marks.find(id)) === undefined &&
    (await marks.insert({ id, expiresAt: clock.now() + tellingMs })) === 'inserted';

  return {
    begin: (grantId, address) => remember(markOf(grantId, address)),
    use: async (ctx) => {
      const { account, client, entities } = ctx.oidc;
      const grantId = entities.RefreshToken?.grantId ?? '';
      const last = await devices.findLastUse(grantId);
      if (last !== undefined && last.at + settings.refreshIdle * 1000 <= clock.now()) {
        throw new errors.InvalidGrant('refresh token was not used for too long');
      }
      const mark = markOf(grantId, ctx.ip);
      if (account !== undefined && (await isNew(mark))) {
        await audit.record({
          type: 'fixed-token-new-network',
          owner: auditOwnerOf(account.document as Account),
          from: { address: ctx.ip, userAgent: ctx.get('user-agent'), requestId: pages.requestId(ctx) },
          facts: { program: client?.clientName ?? client?.clientId ?? '' },
        });
        await remember(mark);
      }
    },
  };
}
