// What an authorization asks for, widened where programs and people mean more than the words say.

import { type Client, errors, type KoaContextWithOIDC, type ResourceServer } from 'oidc-provider';
import { hasMailScope, mailResource, mailScopes, splitScope, withBothMailNames } from './mail-resource.ts';

/**
 * The resource a request is for when it names none (RFC 8707 section 2.1): mail, as soon as a mail scope is asked for.
 * Mail programs send no `resource`.
 */
export function defaultResource(
  ctx: KoaContextWithOIDC,
  _client: Client,
  oneOf?: readonly string[],
): string | string[] {
  widenScope(ctx);
  if (oneOf !== undefined) {
    return oneOf.includes(mailResource) ? mailResource : [...oneOf];
  }
  // The provider's word for "none": its types ask for a string, its code for a value that is false.
  return hasMailScope(splitScope(ctx.oidc.params?.scope as string | undefined)) ? mailResource : [];
}

/** Mail tokens are opaque: mail servers introspect them (RFC 7662). Every other resource is unknown. */
export function createResourceServerInfo(accessTokenTTL: number) {
  return (ctx: KoaContextWithOIDC, resource: string): ResourceServer => {
    if (resource !== mailResource) {
      throw new errors.InvalidTarget();
    }
    widenScope(ctx);
    return {
      scope: mailScopes.join(' '),
      audience: mailResource,
      accessTokenFormat: 'opaque',
      accessTokenTTL,
    };
  };
}

/** A token is for mail as long as it has a mail scope left; narrowed to others it is an ordinary one. */
export function useGrantedResource(
  ctx: KoaContextWithOIDC,
  source: { readonly scope?: string | undefined },
): boolean {
  const narrowed = ctx.oidc.params?.scope as string | undefined;
  return hasMailScope(splitScope(narrowed ?? source.scope));
}

/** Both names of the mail scope, and `offline_access`, which the provider drops where no consent is asked. */
function widenScope(ctx: KoaContextWithOIDC): void {
  const { params, client, route } = ctx.oidc;
  if (params === undefined || typeof params.scope !== 'string') {
    return;
  }
  const asked = splitScope(askedScope(ctx));
  const staysOffline =
    route === 'authorization' &&
    asked.includes('offline_access') &&
    client?.grantTypeAllowed('refresh_token') === true;
  const scopes = [...splitScope(params.scope), ...(staysOffline ? ['offline_access'] : [])];
  params.scope = withBothMailNames(scopes.join(' '));
}

/** As the client sent it, before the provider read it. */
function askedScope(ctx: KoaContextWithOIDC): string | undefined {
  const sent = ctx.method === 'POST' ? (ctx.oidc.body as Record<string, unknown> | undefined) : ctx.query;
  return typeof sent?.scope === 'string' ? sent.scope : undefined;
}
