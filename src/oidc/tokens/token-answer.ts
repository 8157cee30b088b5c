// The answer of the token endpoint: names every granted scope, and is given only after the device is on its list.

import type { KoaContextWithOIDC } from 'oidc-provider';
import { isUnused, isUnverified, rotatesRefreshToken } from '../clients/provider-metadata.ts';
import type { Devices } from '../devices.ts';
import { factorOf } from '../proof/factor.ts';
import type { Registrations } from '../registration/registrations.ts';
import type { FixedTokens } from './fixed-tokens.ts';
import { hasMailScope, mailResource, splitScope, withBothMailNames } from './mail-resource.ts';

export interface TokenAnswerParts {
  readonly devices: Pick<Devices, 'connect' | 'noteUse'>;
  readonly fixedTokens: Pick<FixedTokens, 'begin'>;
  readonly registrations: Pick<Registrations, 'keep'>;
}

/** Runs behind a successful token request, before its answer leaves. */
export async function shapeTokenAnswer(
  ctx: KoaContextWithOIDC,
  { devices, fixedTokens, registrations }: TokenAnswerParts,
): Promise<void> {
  const answer = ctx.body as Record<string, unknown>;
  ctx.body = { ...answer, scope: grantedScope(ctx, answer.refresh_token !== undefined) };

  const { client, entities } = ctx.oidc;
  const { Grant: grant } = entities;
  const code = entities.AuthorizationCode ?? entities.DeviceCode;
  const grantId = entities.AccessToken?.grantId;
  if (!client || !grantId) {
    return;
  }
  if (isUnused(client)) {
    await registrations.keep(client.clientId);
  }
  if (code && grant) {
    const doesNotRotate = !rotatesRefreshToken(client);
    // Such a token does not live as long as the grant behind it.
    const exp = doesNotRotate ? endOf(entities.RefreshToken) : grant.exp;
    if (doesNotRotate) {
      await fixedTokens.begin(grantId, ctx.ip);
    }
    await devices.connect({
      id: grantId,
      accountId: code.accountId ?? '',
      clientId: client.clientId,
      name: client.clientName ?? client.clientId,
      address: ctx.ip,
      userAgent: ctx.get('user-agent').slice(0, 256),
      factor: factorOf(code.acr),
      ...(doesNotRotate ? { doesNotRotate } : {}),
      ...(isUnverified(client) ? { isUnverified: true } : {}),
      ...(hasMailScope(splitScope(grant.getResourceScope(mailResource))) ? {} : { readsNoMail: true }),
      ...(exp === undefined ? {} : { expiresAt: exp * 1000 }),
    });
  }
  await devices.noteUse(grantId, ctx.ip);
}

/** When a refresh token that was issued just now ends, in seconds since 1970. */
function endOf(token: KoaContextWithOIDC['oidc']['entities']['RefreshToken']): number | undefined {
  return token?.iiat === undefined ? undefined : token.iiat + token.expiration;
}

/**
 * RFC 6749 section 5.1: the provider names the resource's scopes only. Programs that asked for more, `offline_access`
 * above all, take what is missing for refused and authorize again and again.
 */
function grantedScope(ctx: KoaContextWithOIDC, hasRefreshToken: boolean): string {
  const { AuthorizationCode, DeviceCode, RefreshToken } = ctx.oidc.entities;
  const code = AuthorizationCode ?? DeviceCode;
  const narrowed = code ? undefined : (ctx.oidc.params?.scope as string | undefined);
  const granted = narrowed ?? code?.scope ?? RefreshToken?.scope;
  const scopes = splitScope(granted).filter((scope) => scope !== 'offline_access');
  return withBothMailNames([...scopes, ...(hasRefreshToken ? ['offline_access'] : [])].join(' '));
}
