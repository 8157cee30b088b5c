// What an authorization asks for, widened where programs and people mean more than the words say.

import { type Client, errors, type KoaContextWithOIDC, type ResourceServer } from 'oidc-provider';
import type { Account } from '../../accounts/account.ts';
import { registeredScope, rotatesRefreshToken } from '../clients/provider-metadata.ts';
import {
  hasMailScope,
  mailResource,
  mailScopeNames,
  mailScopes,
  splitScope,
  withBothMailNames,
} from './mail-resource.ts';

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

export interface ResourceParts {
  /** In seconds. */
  readonly accessTokenTTL: number;
  /** The `aud` of tokens for this person's mail. */
  audienceFor(account: Account): Promise<string>;
}

/** Mail tokens are opaque: mail servers introspect them (RFC 7662). Every other resource is unknown. */
export function createResourceServerInfo({ accessTokenTTL, audienceFor }: ResourceParts) {
  return async (ctx: KoaContextWithOIDC, resource: string): Promise<ResourceServer> => {
    if (resource !== mailResource) {
      throw new errors.InvalidTarget();
    }
    widenScope(ctx);
    // Nobody is known yet where an authorization begins, and nothing is issued there.
    const account = ctx.oidc.account?.document as Account | undefined;
    return {
      scope: mailScopes.join(' '),
      audience: account === undefined ? mailResource : await audienceFor(account),
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
  params.scope = withBothMailNames(grantable(client, scopes).join(' '));
}

/** What is asked beyond what the client may have is ignored. */
function grantable(client: Client | undefined, asked: readonly string[]): readonly string[] {
  const scopes = withinRegistered(client, asked);
  if (rotatesRefreshToken(client)) {
    return scopes;
  }
  // A refresh token that stays the same for months opens a mailbox and nothing else.
  if (!hasMailScope(scopes)) {
    throw new errors.InvalidScope('this client is for mail only', scopes.join(' '));
  }
  return scopes.filter((scope) => scope === 'offline_access' || mailScopes.includes(scope));
}

/** RFC 7591 section 2: what a client that registered itself named is all that it can have. Mail as a whole has its protocols. */
function withinRegistered(client: Client | undefined, asked: readonly string[]): readonly string[] {
  const registered = registeredScope(client);
  if (registered === undefined) {
    return asked;
  }
  const named = splitScope(withBothMailNames(registered));
  const mail = mailScopeNames.some((name) => named.includes(name)) ? mailScopes : [];
  const allowed = [...named, ...mail, 'offline_access'];
  const left = asked.filter((scope) => allowed.includes(scope));
  if (asked.length > 0 && left.length === 0) {
    throw new errors.InvalidScope('the client registered for other scopes', asked.join(' '));
  }
  return left;
}

/** As the client sent it, before the provider read it. */
function askedScope(ctx: KoaContextWithOIDC): string | undefined {
  const sent = ctx.method === 'POST' ? (ctx.oidc.body as Record<string, unknown> | undefined) : ctx.query;
  return typeof sent?.scope === 'string' ? sent.scope : undefined;
}
