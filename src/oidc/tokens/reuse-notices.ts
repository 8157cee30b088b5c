// A refresh token that came again after its window has ended the grant (RFC 9700 section 4.14.2), and its owner is told.

import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import type { Accounts } from '../../accounts/accounts.ts';
import { auditOwnerOf } from '../../accounts/audit-owner.ts';
import type { Audit } from '../../audit/audit.ts';
import type { Log } from '../../base/log.ts';

export interface ReuseNoticesParts {
  readonly accounts: Pick<Accounts, 'findById'>;
  readonly audit: Audit;
  readonly log: Log;
  readonly pages: { requestId(ctx: KoaContextWithOIDC): string };
}

/** The provider refuses the request in any case: what fails here is logged. */
export function tellOwnersOfReuse(
  provider: Provider,
  { accounts, audit, log, pages }: ReuseNoticesParts,
): void {
  const tell = async (ctx: KoaContextWithOIDC, accountId: string): Promise<void> => {
    const account = await accounts.findById(accountId);
    if (account !== undefined) {
      const { clientId = '', clientName = clientId } = ctx.oidc.client ?? {};
      const facts = { program: clientName };
      await audit.record({
        type: 'refresh-reuse',
        owner: auditOwnerOf(account),
        from: { address: ctx.ip, requestId: pages.requestId(ctx) },
        facts,
      });
    }
  };
  provider.on('grant.revoked', (ctx) => {
    const { route, entities } = ctx.oidc;
    const token = entities.RefreshToken;
    if (route === 'token' && token?.consumed !== undefined && token.accountId !== undefined) {
      tell(ctx, token.accountId).catch((error: unknown) => {
        log.error('an owner was not told of a repeated refresh token', { account: token.accountId }, error);
      });
    }
  });
}
