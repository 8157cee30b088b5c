// The account pages as a client of this server: part of the program, so that nobody can take, change or delete it.

import type { ClientMetadata } from 'oidc-provider';

/** Reserved: no client and no mail service of the administrator has this id. Access rules may name it. */
export const portalClientId = 'postern-account';

/** Built from the issuer, never from a Host header. */
export function portalRedirectUri(issuer: string): string {
  return new URL('/account/callback', issuer).href;
}

/** Its codes are redeemed in this process (`own-sign-in.ts`); at `/token` nobody can, because no secret fits. */
export function portalMetadata({ issuer, brandName }: { issuer: string; brandName: string }): ClientMetadata {
  return {
    client_id: portalClientId,
    client_name: brandName,
    postern_kind: 'client',
    postern_preset: 'web',
    application_type: 'web',
    token_endpoint_auth_method: 'client_secret_basic',
    client_secret: 'not the hash of anything',
    grant_types: ['authorization_code'],
    response_types: ['code'],
    response_modes: ['query'],
    redirect_uris: [portalRedirectUri(issuer)],
    post_logout_redirect_uris: [],
  };
}
